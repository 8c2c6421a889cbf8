// A long assessment is not lost: not with the page, and not with a login that ended meanwhile.

import { NotSent, renewSession, tell } from "./session.js";

const form = document.querySelector("form.assess");
const place = form.querySelector("[data-told]");
let isDirty = "changed" in form.dataset;
let isSending = false;

form.addEventListener("input", () => {
  isDirty = true;
});

addEventListener("beforeunload", (event) => {
  if (isDirty && !isSending) event.preventDefault();
});

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  if (isSending) return;
  isSending = true;
  try {
    await renewSession();
    form.submit();
  } catch (error) {
    isSending = false;
    if (!(error instanceof NotSent)) throw error;
    tell(place, error, "Nothing you typed is lost.");
    place.scrollIntoView({ block: "center" });
  }
});
