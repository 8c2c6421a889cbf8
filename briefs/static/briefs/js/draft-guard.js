// Keeps what is typed in a draft from being lost: a copy on the server a few seconds after each
// change, and a question before a page with unsaved changes is left.

const PAUSE = 3000; // milliseconds without a change before a copy is kept

const guard = document.querySelector("#draft-guard");
if (guard) watch(guard, guard.closest("form"));

function watch(guard, form) {
  const status = guard.querySelector("[data-kept]");
  const content = () => new URLSearchParams(new FormData(form)).toString();
  const opened = content();
  let kept = opened;
  let changed = "changed" in guard.dataset;
  let waiting = null;
  let leaving = false;

  const keep = async (keepalive = false) => {
    clearTimeout(waiting);
    waiting = null;
    const typed = content();
    if (leaving || typed === kept) return;
    kept = typed;
    const options = { method: "POST", body: new FormData(form), keepalive };
    const response = await fetch(guard.dataset.autosave, options).catch(() => null);
    if (response?.ok) {
      const moment = new Date((await response.json()).saved_at);
      status.textContent = `Not saved yet. What you typed until ${moment.toLocaleTimeString()} is kept.`;
    } else {
      kept = null;
      status.textContent = "Not saved, and no copy of it could be kept: save before you leave.";
    }
  };

  form.addEventListener("input", () => {
    changed = content() !== opened || "changed" in guard.dataset;
    clearTimeout(waiting);
    waiting = setTimeout(keep, PAUSE);
  });
  for (const other of document.querySelectorAll("form")) {
    other.addEventListener("submit", () => {
      if (other === form || other.id === "discard-typing") leaving = true;
      clearTimeout(waiting);
    });
  }
  addEventListener("beforeunload", (event) => {
    if (changed && !leaving) event.preventDefault();
  });
  addEventListener("visibilitychange", () => {
    if (document.hidden && waiting !== null) keep(true);
  });
}
