// The desk by keys: move between rows, check, assign, tick, undo. Each key presses a button that
// stands on the page; the answer changes the rows where they are.

class Desk {
  constructor(root) {
    this.root = root;
    this.status = root.querySelector(".status");
    this.undo = root.querySelector("form.undo");
    this.keys = root.querySelector("dialog.keys");
    const open = root.querySelector(".keys-open");
    open.hidden = false;
    open.addEventListener("click", () => this.keys.showModal());
    root.addEventListener("submit", (event) => this.submitted(event));
    document.addEventListener("keydown", (event) => this.pressed(event));
  }

  // Rows ------------------------------------------------------------------------------------

  get rows() {
    return [...this.root.querySelectorAll("tbody tr")];
  }

  /** The row that has the focus: where it is, the next key acts. */
  get current() {
    return document.activeElement?.closest(".desk tbody tr") ?? null;
  }

  move(by) {
    const rows = this.rows;
    const at = rows.indexOf(this.current);
    this.goTo(at < 0 ? rows.at(by > 0 ? 0 : -1) : rows[at + by]);
  }

  goTo(row) {
    if (!row) return;
    row.querySelector(".label").focus({ preventScroll: true });
    row.scrollIntoView({ block: "nearest" });
  }

  /** Press what the current row has for a key, or say why nothing happens. */
  press(selector, missing) {
    const row = this.current;
    if (!row) {
      this.say("Choose a row first: j and k move between them.", true);
      return;
    }
    const button = row.querySelector(selector);
    if (button) button.click();
    else this.say(missing, true);
  }

  writeNote() {
    const details = this.current?.querySelector("form.check details");
    if (!details) {
      this.press("form.check details", "Nothing is to be checked here, or it was just now.");
      return;
    }
    details.open = true;
    details.querySelector("textarea").focus();
    details.scrollIntoView({ block: "nearest" });
  }

  // Answers ---------------------------------------------------------------------------------

  async submitted(event) {
    const form = event.target;
    if (!form.matches("form.check, form.assign, form.undo")) return;
    event.preventDefault();
    if (form.hasAttribute("aria-busy")) return;
    form.setAttribute("aria-busy", "true");
    const row = this.current;
    const answer = await this.ask(form.action, new FormData(form, event.submitter));
    form.removeAttribute("aria-busy");
    if (!answer) return;
    this.renew(answer, row);
  }

  renew(answer, row) {
    for (const [claim, { done, owner }] of Object.entries(answer.rows)) {
      for (const found of this.root.querySelectorAll(`tr[data-claim="${CSS.escape(claim)}"]`)) {
        if (owner) found.querySelector(".owner").textContent = owner;
        if (done) this.finish(found, done);
        const tick = found.querySelector(".tick input");
        if (tick) tick.checked = false;
      }
    }
    this.undo.elements.namedItem("before").value = answer.undo;
    this.undo.hidden = !answer.undo;
    this.say(answer.message);
    const next = row?.classList.contains("done") ? row.nextElementSibling : row;
    if (row) this.goTo(next ?? row);
  }

  finish(row, words) {
    row.classList.add("done");
    const said = document.createElement("p");
    said.textContent = words;
    row.querySelector(".no-change")?.replaceWith(said);
    row.querySelector("form.check details")?.remove();
  }

  /** The server's answer; null after saying what went wrong. */
  async ask(address, body) {
    try {
      const answer = await fetch(address, {
        method: "POST",
        body,
        headers: { Accept: "application/json" },
      });
      if (answer.headers.get("Content-Type")?.startsWith("application/json")) {
        const told = await answer.json();
        if (answer.ok) return told;
        this.say(told.message, true);
      } else if (answer.redirected || answer.status === 403) {
        this.say("Not done: log in again in another tab, then try again here.", true);
      } else {
        this.say(`The server could not do that (${answer.status}).`, true);
      }
    } catch {
      this.say("The server cannot be reached. Nothing was recorded.", true);
    }
    return null;
  }

  say(words, isWrong = false) {
    this.status.textContent = words;
    this.status.classList.toggle("error", isWrong);
  }

  // Keys ------------------------------------------------------------------------------------

  pressed(event) {
    if (this.keys.open || event.isComposing) return;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const field = event.target.closest("textarea, select, input:not([type=checkbox])");
    if (field) this.pressedIn(field, event);
    else this.act(event);
  }

  pressedIn(field, event) {
    const row = field.closest("tbody tr");
    if (!row) return;
    if (event.key === "Escape") this.goTo(row);
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      field.form.requestSubmit();
    }
  }

  act(event) {
    const isArrow = event.key.startsWith("Arrow");
    const action = this.actions[event.key];
    if (!action || (isArrow && !this.current)) return;
    event.preventDefault();
    action();
  }

  actions = {
    j: () => this.move(1),
    k: () => this.move(-1),
    ArrowDown: () => this.move(1),
    ArrowUp: () => this.move(-1),
    c: () => this.press(".no-change", "Nothing is to be checked here, or it was just now."),
    n: () => this.writeNote(),
    a: () => this.press("button.take", "It is yours already, or cannot be assigned."),
    x: () => this.press(".tick input", "Only claims are ticked."),
    u: () => {
      if (this.undo.hidden) this.say("There is nothing to undo.", true);
      else this.undo.requestSubmit();
    },
    "?": () => this.keys.showModal(),
  };
}

const root = document.querySelector(".desk:has(tbody tr)");
if (root) new Desk(root);
