// An open form says that it is open, and shows who else has it open.

const EVERY = 30_000;
const line = document.querySelector("[data-presence]");

function body(...more) {
  const data = new FormData();
  data.set("csrfmiddlewaretoken", document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "");
  for (const name of more) data.set(name, "1");
  return data;
}

async function say() {
  if (document.hidden) return;
  const answer = await fetch(line.dataset.presence, { method: "POST", body: body() }).catch(() => null);
  if (!answer?.ok) return;
  const { words } = await answer.json();
  // A screen reader hears it once, not every half minute.
  if (line.textContent !== words) line.textContent = words;
  line.hidden = !words;
}

setInterval(say, EVERY);
document.addEventListener("visibilitychange", say);
addEventListener("pagehide", () => navigator.sendBeacon(line.dataset.presence, body("leave")));
