// The form beside the text: opened on words, filled, sent, and never lost.

import { enhance } from "./names-input.js";

/** What Django's slugify makes of the first words of a summary. */
export function slugOf(summary) {
  return summary
    .trim()
    .split(/\s+/u)
    .slice(0, 8)
    .join(" ")
    .normalize("NFKD")
    .replace(/[^\x00-\x7f]/g, "")
    .toLowerCase()
    .replace(/[^\w\s-]/g, "")
    .trim()
    .replace(/[-\s]+/g, "-")
    .slice(0, 80)
    .replace(/^[-_]+|[-_]+$/g, "");
}

export class ClaimForm {
  /** `pane` holds the form; `blank` is the template of an empty one. */
  constructor(pane, blank) {
    this.pane = pane;
    this.blank = blank;
    this.dirty = false;
    this.names = new Map();
    pane.addEventListener("input", (event) => this.#typed(event));
    pane.hidden = !("open" in pane.dataset);
    if (!pane.hidden) this.#wire();
  }

  get form() {
    return this.pane.querySelector("form.claim");
  }

  get isOpen() {
    return !this.pane.hidden;
  }

  get editing() {
    return this.field("claim")?.value ?? "";
  }

  field(name) {
    return this.form?.elements.namedItem(name);
  }

  openBlank() {
    this.pane.replaceChildren(this.blank.content.cloneNode(true));
    this.#wire();
  }

  openHtml(html) {
    this.pane.innerHTML = html;
    this.#wire();
  }

  close() {
    this.pane.replaceChildren();
    this.pane.hidden = true;
    this.dirty = false;
  }

  /** Set fields by name; those that somebody typed in stay. */
  fill(values) {
    for (const [name, value] of Object.entries(values)) {
      const field = this.field(name);
      if (!field || "typed" in field.dataset) continue;
      field.value = value ?? "";
      this.names.get(name)?.set(field.value);
    }
    this.#followKind();
    this.#followSummary();
  }

  showEarlier(html) {
    const near = this.form?.querySelector(".near");
    if (near) near.innerHTML = html;
  }

  /** Put each message beside its field; the first field at fault gets the cursor. */
  showErrors(errors) {
    this.form.querySelectorAll(".error").forEach((old) => old.remove());
    this.form.querySelectorAll("[aria-invalid]").forEach((old) => {
      old.removeAttribute("aria-invalid");
    });
    let first = null;
    for (const [name, messages] of Object.entries(errors)) {
      const place = name ? this.form.querySelector(`[data-field="${CSS.escape(name)}"]`) : null;
      for (const message of messages) {
        const line = document.createElement("p");
        line.className = "error";
        line.textContent = place || !name ? message : `${name}: ${message}`;
        (place ?? this.form.querySelector(".problems")).append(line);
      }
      const field = place?.querySelector("input:not([type=hidden]), textarea, select");
      for (let up = place; up && up !== this.form; up = up.parentElement) {
        if (up instanceof HTMLDetailsElement) up.open = true;
        if (up.dataset.when) up.hidden = false;
      }
      field?.setAttribute("aria-invalid", "true");
      first ??= field;
    }
    const problems = this.form.querySelector(".problems");
    if (problems.childElementCount) {
      problems.tabIndex = -1;
      first = problems;
    }
    first ??= this.field("summary");
    first.focus();
    first.scrollIntoView({ block: "nearest" });
  }

  #wire() {
    this.pane.hidden = false;
    this.dirty = false;
    this.names = new Map();
    for (const input of this.form.querySelectorAll("[data-names]")) {
      this.names.set(input.name, enhance(input));
    }
    this.#followKind();
    this.#followSummary();
  }

  #typed(event) {
    this.dirty = true;
    event.target.dataset.typed = "";
    if (event.target.name === "kind") this.#followKind();
    if (event.target.name === "summary") this.#followSummary();
  }

  #followKind() {
    const kind = this.field("kind")?.value;
    for (const part of this.form?.querySelectorAll("[data-when]") ?? []) {
      part.hidden = part.dataset.when !== kind;
    }
  }

  #followSummary() {
    const slug = this.field("slug");
    if (slug) slug.placeholder = slugOf(this.field("summary").value);
  }
}
