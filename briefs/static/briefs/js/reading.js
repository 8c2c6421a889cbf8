// Comfort for the article page: a claim that is linked to opens, and all of them are reached by key.

const marks = [...document.querySelectorAll(".ref")];
let at = -1;

function card(mark) {
  return document.querySelector(mark.hash);
}

function open(mark, isOpen = true) {
  const details = card(mark)?.querySelector("details");
  if (details) details.open = isOpen;
}

function go(step) {
  if (!marks.length) return;
  at = at < 0 && step < 0 ? marks.length - 1 : (at + step + marks.length) % marks.length;
  marks[at].focus();
  marks[at].scrollIntoView({ block: "center" });
}

/** The claim of the address, whether it names the words or the card. */
function follow() {
  const label = /^#(?:mark|claim)-(\w+)$/.exec(location.hash)?.[1];
  const found = marks.findIndex((mark) => mark.dataset.label === label);
  if (found < 0) return;
  at = found;
  open(marks[at]);
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select")) return;
  if (event.key === "j") go(1);
  else if (event.key === "k") go(-1);
  else if (event.key === "o" && at >= 0) {
    open(marks[at]);
    card(marks[at]).querySelector("summary").focus({ preventScroll: false });
  } else if (event.key === "Escape" && at >= 0) {
    open(marks[at], false);
    marks[at].focus();
  } else return;
  event.preventDefault();
});

for (const mark of marks) {
  mark.addEventListener("click", () => {
    at = marks.indexOf(mark);
    open(mark);
  });
}
// Whoever opens a card by hand goes on from there.
for (const details of document.querySelectorAll(".cards details")) {
  details.addEventListener("toggle", () => {
    if (details.open) at = marks.findIndex((mark) => mark.hash === `#${details.closest("li").id}`);
  });
}
addEventListener("hashchange", follow);
follow();
document.querySelector(".keys")?.removeAttribute("hidden");
