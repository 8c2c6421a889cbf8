// An article's claims: select words of its text by mouse, touch or keyboard, and tag them.
// The form is the truth: the server finds the words itself, and refuses what is not in its text.

import { ClaimForm } from "./claim-form.js";
import { NotSent, post, tell, REFUSED } from "./session.js";
import { allToUtf16, length, toCodePoints, toUtf16 } from "./text/code-points.js";
import { offsetsOf, lengthBefore, rangeOf } from "./text/ranges.js";
import { beside, moveEdge, wholeWords, wordsOf } from "./text/words.js";

const CONTEXT = 32;
const SETTLED = 150; // milliseconds after which a selection is taken as made

const root = document.querySelector(".tagger");
if (root) start(root);

async function start(root) {
  const article = root.querySelector("article.text");
  if (await isTheText(article)) new Tagger(root, article);
  else root.querySelector(".mismatch").hidden = false;
}

async function isTheText(article) {
  const text = article.textContent;
  if (length(text) !== Number(article.dataset.length)) return false;
  // Browsers hash on safe origins alone; elsewhere the server's own check has to do.
  if (!crypto.subtle) return true;
  const bytes = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  const hex = Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, "0"));
  return hex.join("") === article.dataset.sha256;
}

class Tagger {
  constructor(root, article) {
    this.root = root;
    this.article = article;
    this.lists = root.querySelector(".lists");
    this.button = root.querySelector(".tag-these");
    this.status = root.querySelector(".status");
    this.keys = root.querySelector("dialog.keys");
    this.chosen = null; // { start, end } in UTF-16
    this.steps = [];
    this.current = null; // the list item of the claim or suggestion that was gone to
    this.form = new ClaimForm(
      root.querySelector(".form-pane"),
      root.querySelector("template.blank"),
    );
    this.read(JSON.parse(document.getElementById("sentences").textContent));
    this.listen();
    root.querySelector(".keys-open").hidden = false;
    root.classList.add("works");
    if (this.form.isOpen) this.chooseFormsWords();
  }

  /** Take in the text as it stands on the page; `sentences` come in code points. */
  read(sentences) {
    this.text = this.article.textContent;
    this.words = wordsOf(this.text, this.article.lang || "en");
    const flat = allToUtf16(this.text, sentences.flat());
    this.sentences = sentences.map((_, at) => [flat[2 * at], flat[2 * at + 1]]);
  }

  listen() {
    document.addEventListener("selectionchange", () => this.selectionChanged());
    this.article.addEventListener("click", (event) => this.clicked(event));
    this.button.addEventListener("pointerdown", (event) => event.preventDefault());
    this.button.addEventListener("click", () => {
      this.settle();
      this.openForm();
    });
    this.root.addEventListener("click", (event) => this.followed(event));
    this.root.addEventListener("submit", (event) => this.submitted(event));
    this.root.querySelector(".keys-open").addEventListener("click", () => this.keys.showModal());
    document.addEventListener("keydown", (event) => this.pressed(event));
    window.addEventListener("beforeunload", (event) => {
      if (this.form.dirty) event.preventDefault();
    });
  }

  // The chosen words ------------------------------------------------------------------------

  choose(span, { keep = true } = {}) {
    if (keep) this.steps.push(this.chosen);
    this.chosen = span;
    this.paint();
    if (span) this.say(`${span.end - span.start} characters chosen`);
    this.button.hidden = true;
  }

  get mayAdd() {
    return this.form.blank.content.childElementCount > 0;
  }

  /** Show the chosen words; they are marked by no element, so nothing has to be undone. */
  paint() {
    if (!("highlights" in CSS)) {
      if (this.chosen) {
        const range = rangeOf(this.article, this.chosen.start, this.chosen.end);
        getSelection().removeAllRanges();
        getSelection().addRange(range);
      }
      return;
    }
    CSS.highlights.delete("chosen");
    if (!this.chosen) return;
    const range = rangeOf(this.article, this.chosen.start, this.chosen.end);
    CSS.highlights.set("chosen", new Highlight(range));
  }

  chooseAndShow(span) {
    this.choose(span);
    this.scrollTo(span);
    this.article.focus({ preventScroll: true });
  }

  scrollTo(span) {
    const box = rangeOf(this.article, span.start, span.end).getBoundingClientRect();
    const top = this.root.querySelector(".bar").getBoundingClientRect().bottom + 24;
    if (box.top < Math.max(top, 60) || box.bottom > innerHeight - 60) {
      scrollBy({ top: box.top - innerHeight / 3 });
    }
  }

  selectionChanged() {
    clearTimeout(this.settling);
    this.settling = setTimeout(() => this.takeSelection(), SETTLED);
  }

  /** What was selected a moment ago counts too. */
  settle() {
    clearTimeout(this.settling);
    this.takeSelection();
  }

  takeSelection() {
    const selection = getSelection();
    if (!selection.rangeCount || selection.isCollapsed) {
      this.button.hidden = true;
      return;
    }
    const range = selection.getRangeAt(0);
    const offsets = offsetsOf(this.article, range);
    const span = offsets && wholeWords(this.text, this.words, offsets);
    if (!span || !this.article.contains(range.startContainer)) return;
    this.choose(span);
    this.offer(range.getBoundingClientRect());
  }

  offer(box) {
    if (!this.form.isOpen && !this.mayAdd) return;
    this.button.textContent = this.form.isOpen ? "Use these words" : "Tag these words";
    this.button.hidden = false;
    const { offsetWidth: width, offsetHeight: height } = this.button;
    const left = Math.min(Math.max(8, box.right - width), innerWidth - width - 8);
    const below = box.bottom + 8 + height < innerHeight;
    const top = below ? box.bottom + 8 : Math.max(8, box.top - height - 8);
    this.button.style.left = `${left}px`;
    this.button.style.top = `${top}px`;
  }

  /** A click in the text without a selection: the keys go on from there. */
  clicked(event) {
    const label = event.target.closest("mark")?.dataset.claims?.split(" ").at(-1);
    if (label) this.goTo(this.lists.querySelector(`[data-label="${CSS.escape(label)}"]`), false);
    const selection = getSelection();
    if (!selection.isCollapsed || !selection.anchorNode) return;
    if (!this.article.contains(selection.anchorNode)) return;
    this.caret = lengthBefore(this.article, selection.anchorNode, selection.anchorOffset);
    this.choose(null);
  }

  get at() {
    return this.chosen?.start ?? this.caret ?? null;
  }

  nextSentence(by) {
    // From a caret inside a sentence, the first step chooses that sentence.
    const here = this.chosen ? null : this.caret;
    const around = here == null ? -1 : this.sentences.findIndex((s) => s[0] <= here && here < s[1]);
    const found = around >= 0 ? around : beside(this.sentences, this.at, by);
    this.caret = null;
    if (found < 0) return;
    const [start, end] = this.sentences[found];
    this.chooseAndShow({ start, end });
  }

  edge(name, by) {
    const span = this.chosen && moveEdge(this.words, this.chosen, name, by);
    if (!span) return;
    this.choose(span);
    this.scrollTo(span);
  }

  stepBack() {
    if (!this.steps.length) return;
    this.choose(this.steps.pop(), { keep: false });
    if (this.chosen) this.scrollTo(this.chosen);
  }

  // Claims and suggestions ------------------------------------------------------------------

  items(kind) {
    return [...this.lists.querySelectorAll(`.${kind} li[data-start]`)];
  }

  next(kind, by) {
    const items = this.items(kind);
    if (!items.length) return;
    const now = items.indexOf(this.current);
    const at = now < 0 ? (by > 0 ? 0 : items.length - 1) : (now + by + items.length) % items.length;
    this.goTo(items[at]);
    if (kind === "suggestions") this.article.focus({ preventScroll: true });
  }

  goTo(item, show = true) {
    if (!item) return;
    this.current?.classList.remove("current");
    this.current = item;
    item.classList.add("current");
    const list = item.closest("details");
    list.open = true;
    list.scrollTop += item.getBoundingClientRect().top - list.getBoundingClientRect().top - 48;
    if (show && item.dataset.start) this.chooseAndShow(this.spanOf(item));
  }

  spanOf(item) {
    return {
      start: toUtf16(this.text, Number(item.dataset.start)),
      end: toUtf16(this.text, Number(item.dataset.end)),
    };
  }

  // The form --------------------------------------------------------------------------------

  /** Open the form on the chosen words, or give them to the one that is open. */
  async openForm() {
    if (!this.chosen || this.saving) return;
    const { start, end } = this.chosen;
    const isNew = !this.form.isOpen;
    if (isNew && !this.mayAdd) return;
    if (isNew) this.form.openBlank();
    this.button.hidden = true;
    getSelection().removeAllRanges();
    const quote = this.text.slice(start, end);
    for (const name of ["quote", "prefix", "suffix", "start"]) {
      delete this.form.field(name).dataset.typed;
    }
    this.form.fill({
      quote,
      prefix: lastOf(this.text.slice(0, start), CONTEXT),
      suffix: firstOf(this.text.slice(end), CONTEXT),
      start: toCodePoints(this.text, start),
    });
    if (isNew) this.form.fill({ summary: quote.replace(/\s+/gu, " ") });
    else this.form.dirty = true;
    this.form.field("summary").focus();
    if (isNew) this.form.field("summary").select();
    await this.propose(start, end, isNew);
  }

  /** Ask what is known of the words, and fill in what nobody has touched. */
  async propose(start, end, isNew) {
    const form = this.form.form;
    const query = new URLSearchParams(form.getAttribute("action"));
    query.set("start", toCodePoints(this.text, start));
    query.set("end", toCodePoints(this.text, end));
    query.set("editing", this.form.editing);
    const found = await this.ask(`?${query}`);
    if (!found || this.form.form !== form) return;
    const { earlier, ...fields } = found;
    if (isNew) this.form.fill(fields);
    this.form.showEarlier(earlier);
    // What was filled in may have pushed the field with the cursor below the buttons.
    if (form.contains(document.activeElement)) {
      document.activeElement.scrollIntoView({ block: "nearest" });
    }
  }

  async edit(address) {
    if (!this.mayLeave()) return;
    const answer = await this.ask(address);
    if (!answer || !this.mayLeave()) return;
    this.form.openHtml(answer.form);
    this.chooseFormsWords();
    this.form.field("summary").focus();
  }

  chooseFormsWords() {
    const start = this.form.field("start")?.value;
    const quote = this.form.field("quote")?.value;
    if (!start || !quote) return;
    const at = toUtf16(this.text, Number(start));
    if (!this.text.startsWith(quote, at)) return;
    this.choose({ start: at, end: at + quote.length });
    this.scrollTo(this.chosen);
  }

  mayLeave() {
    if (this.saving) {
      this.say("Wait: what you wrote is on its way.");
      return false;
    }
    return !this.form.dirty || confirm("Throw away what you typed?");
  }

  cancel() {
    if (!this.mayLeave()) return;
    this.form.close();
    this.article.focus({ preventScroll: true });
  }

  followed(event) {
    const link = event.target.closest("a");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const item = link.closest("li");
    if (link.matches(".edit")) {
      event.preventDefault();
      this.goTo(item, false);
      this.edit(link.getAttribute("href"));
    } else if (link.matches(".open")) {
      event.preventDefault();
      this.goTo(item);
      if (this.mayLeave()) {
        this.form.close();
        this.openForm();
      }
    } else if (link.matches(".cancel")) {
      event.preventDefault();
      this.cancel();
    } else if (link.matches(".jump")) {
      event.preventDefault();
      this.goTo(item);
    } else if (link.matches(".ref")) {
      event.preventDefault();
      this.goTo(this.lists.querySelector(link.getAttribute("href")), false);
    }
  }

  submitted(event) {
    const form = event.target;
    if (!form.matches("form.claim, form.dismiss, form.recall")) return;
    event.preventDefault();
    const action = event.submitter?.value ?? "save";
    if (form.matches("form.dismiss")) this.dismiss(form);
    else if (form.matches("form.recall")) this.recall(form);
    else this.save(form, action);
  }

  async save(form, action) {
    if (this.saving) return;
    const body = new FormData(form);
    body.set("action", action);
    // Nothing can be typed that the answer would take away.
    const focused = document.activeElement;
    this.saving = true;
    form.setAttribute("aria-busy", "true");
    form.inert = true;
    const answer = await this.ask(form.getAttribute("action"), { body });
    this.saving = false;
    form.inert = false;
    form.removeAttribute("aria-busy");
    if (form.contains(focused)) focused.focus();
    if (!answer) return;
    if (!answer.saved) {
      this.form.showErrors(answer.errors);
      this.form.field("seen").value = answer.seen;
      this.say("Not saved.", true);
      return;
    }
    this.form.close();
    this.caret = this.chosen?.end;
    await this.renew(answer);
    if (answer.label) {
      this.goTo(this.lists.querySelector(`[data-label="${CSS.escape(answer.label)}"]`), false);
      for (const mark of this.article.querySelectorAll(`[data-claims~="${answer.label}"]`)) {
        mark.classList.add("fresh");
      }
    }
    this.article.focus({ preventScroll: true });
  }

  async dismiss(form) {
    const at = this.items("suggestions").indexOf(form.closest("li"));
    const body = new FormData(form);
    body.set("action", "dismiss");
    const answer = await this.ask(location.search, { body });
    if (!answer) return;
    await this.renew(answer);
    const left = this.items("suggestions");
    if (left.length) this.goTo(left[Math.min(at, left.length - 1)]);
    this.say(answer.message);
  }

  async recall(form) {
    const body = new FormData(form);
    body.set("action", "recall");
    const answer = await this.ask(location.search, { body });
    if (answer) await this.renew(answer);
  }

  /** Put the server's answer on the page; the reader's place stays where it is. */
  async renew(answer) {
    const place = scrollY;
    this.current = null;
    this.choose(null, { keep: false });
    this.steps = [];
    this.article.innerHTML = answer.text;
    this.article.dataset.length = answer.length;
    this.article.dataset.sha256 = answer.sha256;
    for (const kind of ["claims", "suggestions"]) {
      this.lists.querySelector(`.${kind} ol`).innerHTML = answer[kind];
      this.lists.querySelector(`.${kind} .count`).textContent = this.items(kind).length;
    }
    this.lists.querySelector(".dismissed ol").innerHTML = answer.dismissed;
    this.lists.querySelector(".dismissed .count").textContent =
      this.lists.querySelectorAll("form.recall").length;
    this.read(answer.sentences);
    scrollTo({ top: place });
    this.say(answer.message);
  }

  /** The server's JSON; null after saying what went wrong. Nothing typed is touched. */
  async ask(address, options = {}) {
    try {
      const answer = await this.answerOf(address, options);
      if (answer.ok) return await answer.json();
      this.say(REFUSED[answer.status] ?? `The server could not do that (${answer.status}).`, true);
    } catch (error) {
      if (!(error instanceof NotSent)) throw error;
      this.say("", true);
      tell(this.status, error, "Nothing you typed is lost.");
    }
    return null;
  }

  async answerOf(address, { body }) {
    if (body) return post(address, body);
    const headers = { Accept: "application/json" };
    const answer = await fetch(address, { headers }).catch(() => null);
    if (!answer) throw new NotSent("The server cannot be reached.");
    if (answer.redirected) throw new NotSent("You are not logged in any more.", true);
    return answer;
  }

  say(words, isWrong = false) {
    this.status.textContent = words;
    this.status.classList.toggle("error", isWrong);
  }

  // Keys ------------------------------------------------------------------------------------

  pressed(event) {
    if (this.keys.open || event.isComposing) return;
    const inForm = this.form.pane.contains(event.target);
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      if (!this.form.isOpen) return;
      event.preventDefault();
      this.form.form.requestSubmit(this.form.form.querySelector('button[value="save"]'));
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") {
      if (inForm) this.article.focus({ preventScroll: true });
      else if (this.form.isOpen) this.cancel();
      else this.choose(null);
      return;
    }
    if (event.target.closest("input, textarea, select, [contenteditable]")) return;
    const action = this.actions[event.key];
    if (!action) return;
    if (event.key === "Enter" && event.target.closest("a, button, summary")) return;
    event.preventDefault();
    action();
  }

  actions = {
    j: () => this.nextSentence(1),
    k: () => this.nextSentence(-1),
    l: () => this.edge("end", 1),
    h: () => this.edge("end", -1),
    H: () => this.edge("start", 1),
    L: () => this.edge("start", -1),
    u: () => this.stepBack(),
    n: () => this.next("claims", 1),
    p: () => this.next("claims", -1),
    s: () => this.next("suggestions", 1),
    S: () => this.next("suggestions", -1),
    x: () => {
      const form = this.current?.querySelector("form.dismiss");
      if (form) this.dismiss(form);
    },
    X: () => {
      const form = this.lists.querySelector("form.recall");
      if (form) this.recall(form);
    },
    e: () => {
      const link = this.current?.querySelector("a.edit");
      if (link) this.edit(link.getAttribute("href"));
    },
    f: () => this.form.field("summary")?.focus(),
    Enter: () => this.openForm(),
    "?": () => this.keys.showModal(),
  };
}

/** The last `count` code points. */
function lastOf(text, count) {
  return Array.from(text.slice(-2 * count))
    .slice(-count)
    .join("");
}

/** The first `count` code points. */
function firstOf(text, count) {
  return Array.from(text.slice(0, 2 * count))
    .slice(0, count)
    .join("");
}
