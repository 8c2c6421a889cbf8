// Sends what an open page holds, however long it was open: a login that was lost is noticed before
// anything is sent into the void, and one that was made anew, in another tab, is taken up.

const ADDRESS = new URL("/admin/session/", location.href);
const LOGIN = new URL("/admin/login/", location.href);

/** What an answer of the server means that gives no reason of its own. */
export const REFUSED = {
  403: "You may not do that.",
  404: "It is not there any more: somebody has taken it away. Load the page again.",
};

/** Why nothing could be sent; `message` is for the editor. */
export class NotSent extends Error {
  constructor(message, isLogin = false) {
    super(message);
    this.isLogin = isLogin;
  }
}

const user = document.documentElement.querySelector("[data-user]")?.dataset.user;

/** Make the forms of this page good for the present session; throw NotSent if there is none. */
export async function renewSession() {
  const answer = await fetch(ADDRESS, { headers: { Accept: "application/json" } }).catch(() => null);
  if (!answer?.ok) throw new NotSent("The server cannot be reached.");
  const session = await answer.json();
  if (!session.user) throw new NotSent("You are not logged in any more.", true);
  if (user && session.user !== user) {
    throw new NotSent(`${session.user} is logged in here now, and this page is ${user}’s.`, true);
  }
  for (const field of document.querySelectorAll("[name=csrfmiddlewaretoken]")) {
    field.value = session.token;
  }
  for (const template of document.querySelectorAll("template")) {
    const field = template.content.querySelector("[name=csrfmiddlewaretoken]");
    field?.setAttribute("value", session.token);
  }
  return session.token;
}

/**
 * POST the data under the session of now; the server's JSON answer. Throw NotSent.
 *
 * With `keepalive`, for a page that is closing, there is no time to look at the login first.
 */
export async function post(address, data, { keepalive = false } = {}) {
  if (!keepalive) data.set("csrfmiddlewaretoken", await renewSession());
  const headers = { Accept: "application/json" };
  const answer = await fetch(address, { method: "POST", body: data, headers, keepalive }).catch(
    () => null,
  );
  if (!answer) throw new NotSent("The server cannot be reached.");
  if (answer.redirected) throw new NotSent("You are not logged in any more.", true);
  if (answer.status in REFUSED) throw new NotSent(REFUSED[answer.status]);
  const isJson = answer.headers.get("Content-Type")?.startsWith("application/json");
  if (!isJson) throw new NotSent(`The server could not do that (${answer.status}).`);
  return answer;
}

/** Say in `place` what went wrong, with the way to log in again where that is it. */
export function tell(place, error, kept) {
  place.replaceChildren(`${error.message} ${kept} `);
  if (!error.isLogin) return;
  const link = document.createElement("a");
  link.href = LOGIN;
  link.target = "_blank";
  link.textContent = "Log in in another tab";
  place.append(link, ", then go on here.");
}
