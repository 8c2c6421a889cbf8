// Keeps what is typed in a draft from being lost: a copy in the browser at once and one on the
// server a few seconds later, a look at the login before anything is saved, and a question before
// a page with unsaved changes is left.

import { KeptCopy } from "./kept-copy.js";
import { NotSent, post, renewSession, tell } from "./session.js";

const PAUSE = 3000; // milliseconds without a change before the server gets a copy
const MOMENT = 300; // … and before the browser keeps one
const AT_THE_END = 60_000; // bytes that a browser still sends for a page that is closing

const guard = document.querySelector("#draft-guard");
if (guard) watch(guard, guard.closest("form"));

function watch(guard, form) {
  const status = guard.querySelector("[data-kept]");
  const names = [...form.elements].filter((field) => isTyped(field)).map((field) => field.name);
  const copy = new KeptCopy(`${guard.dataset.user}:${guard.dataset.draft}`);
  const fields = () => Object.fromEntries(names.map((name) => [name, form.elements[name].value]));
  const opened = JSON.stringify(fields());
  let kept = opened; // as the server has it
  let changed = "changed" in guard.dataset;
  let leaving = false;
  let later = null;
  let soon = null;

  const typed = () => JSON.stringify(fields());

  /** `sent`: on its way to the server, which will have raised the revision if it arrived. */
  async function keepHere(sent = false) {
    clearTimeout(soon);
    const at = new Date().toISOString();
    const revision = Number(form.elements.revision.value);
    await copy.write({ revision, at, sent, fields: fields() }).catch(() => {
      guard.dataset.full = "";
    });
  }

  async function keepThere(options = {}) {
    clearTimeout(later);
    later = null;
    const now = typed();
    if (leaving || now === kept) return;
    try {
      const answer = await post(guard.dataset.autosave, new FormData(form), options);
      if (!answer.ok) throw new NotSent("No copy of it could be kept on the server.");
      kept = now;
      if (typed() === now) await copy.remove().catch(() => {});
      const moment = new Date((await answer.json()).saved_at);
      status.textContent = `Not saved yet. What you typed until ${moment.toLocaleTimeString()} is kept.`;
    } catch (error) {
      if (!(error instanceof NotSent)) throw error;
      tell(status, error, whereItIs());
    }
  }

  const whereItIs = () =>
    "full" in guard.dataset
      ? "Not saved, and this browser has no room for a copy: leave this page open."
      : "Not saved. What you typed is kept in this browser.";

  form.addEventListener("input", () => {
    changed = typed() !== opened || "changed" in guard.dataset;
    clearTimeout(soon);
    clearTimeout(later);
    soon = setTimeout(() => keepHere(), MOMENT);
    later = setTimeout(() => keepThere(), PAUSE);
  });

  form.addEventListener("submit", async (event) => {
    if (leaving) return;
    event.preventDefault();
    if (form.inert) return;
    clearTimeout(later);
    const button = event.submitter;
    wait(true);
    try {
      await keepHere(true);
      await renewSession();
      leaving = true;
      // A form that does not answer would not be sent either.
      form.inert = false;
      form.requestSubmit(button);
      form.inert = true;
    } catch (error) {
      wait(false);
      if (!(error instanceof NotSent)) throw error;
      tell(status, error, whereItIs());
      status.scrollIntoView({ block: "center" });
    }
  });

  /** Nothing can be typed that would not be in what is sent. */
  function wait(isWaiting) {
    form.inert = isWaiting;
    form.setAttribute("aria-busy", isWaiting);
    if (isWaiting) status.textContent = "Saving…";
  }

  addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    leaving = false;
    wait(false);
    status.textContent = "";
  });
  for (const other of document.querySelectorAll("form")) {
    if (other.id === "discard-typing") {
      other.addEventListener("submit", () => {
        leaving = true;
        copy.remove();
      });
    }
  }
  addEventListener("beforeunload", (event) => {
    if (changed && !leaving) event.preventDefault();
  });
  addEventListener("visibilitychange", () => {
    if (!document.hidden || later === null || leaving) return;
    keepHere();
    keepThere({ keepalive: typed().length < AT_THE_END });
  });

  // A form that comes back refused holds what was typed.
  if ("changed" in guard.dataset) keepHere();
  else offer();

  /** Offer what only this browser has: typed after the server's last copy, and in no save. */
  async function offer() {
    const found = await copy.read().catch(() => undefined);
    if (!found) return;
    const arrived = found.sent && Number(form.elements.revision.value) > found.revision;
    if (arrived || JSON.stringify(found.fields) === opened) return void copy.remove();
    const line = document.createElement("p");
    const restore = document.createElement("button");
    const discard = document.createElement("button");
    line.className = "warning";
    line.setAttribute("role", "status");
    [restore.type, discard.type] = ["button", "button"];
    [restore.className, discard.className] = ["button", "button"];
    restore.textContent = "Restore what this browser has";
    discard.textContent = "Discard that";
    const moment = new Date(found.at).toLocaleString();
    line.append(`This browser has what you typed until ${moment}, which was not saved. `);
    line.append(restore, " ", discard);
    guard.prepend(line);
    discard.addEventListener("click", () => {
      copy.remove();
      line.remove();
    });
    restore.addEventListener("click", () => {
      // Saving is judged by the text that the typing began with.
      form.elements.revision.value = found.revision;
      for (const [name, value] of Object.entries(found.fields)) {
        form.elements[name].value = value;
        form.elements[name].dispatchEvent(new Event("rewritten"));
      }
      form.dispatchEvent(new Event("input"));
      line.replaceChildren("This is what you typed. It is not in the draft before you save it.");
    });
  }
}

function isTyped(field) {
  return field.name && field.type !== "hidden" && field.matches("textarea, input[type=text]");
}
