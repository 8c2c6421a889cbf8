// Puts the rich-text editor over each text area that holds an article's HTML.
//
// The text area stays the truth: it is what is sent, and it is written only when something was
// changed. HTML that the editor could not give back unharmed is left as HTML.

import { Editor } from "../../django_prose_editor/editor.js";
import { extensions } from "./rich-text/extensions.js";
import { forEditor, fromClipboard, fromEditor, sameMarkup } from "./rich-text/markup.js";

function start(textarea) {
  const frame = document.createElement("div");
  const sheet = document.createElement("div");
  const toggle = document.createElement("button");
  const note = document.createElement("p");
  frame.className = "rich-text";
  sheet.className = "prose-editor";
  toggle.type = "button";
  toggle.className = "rich-text-toggle";
  note.className = "help";
  note.setAttribute("role", "status");
  textarea.before(frame);
  frame.append(sheet, textarea, toggle, note);

  const label = document.querySelector(`label[for="${textarea.id}"]`)?.textContent ?? "";
  const editor = new Editor({
    element: sheet,
    extensions,
    injectCSS: false,
    editorProps: {
      transformPastedHTML: fromClipboard,
      attributes: { role: "textbox", "aria-multiline": "true", "aria-label": label.trim() },
    },
    onUpdate() {
      textarea.value = fromEditor(editor.getHTML());
      textarea.dispatchEvent(new Event("input", { bubbles: true }));
    },
  });

  const showHtml = (why) => {
    note.textContent = why;
    toggle.textContent = "Edit as text";
    [sheet.hidden, textarea.hidden] = [true, false];
  };
  const showText = () => {
    editor.commands.setContent(forEditor(textarea.value), { emitUpdate: false });
    if (!sameMarkup(textarea.value, fromEditor(editor.getHTML()))) {
      showHtml("This HTML has more in it than the editor can keep, so it is edited as it is.");
      return;
    }
    note.textContent = "";
    toggle.textContent = "Edit the HTML";
    [sheet.hidden, textarea.hidden] = [false, true];
  };
  toggle.addEventListener("click", () => (sheet.hidden ? showText() : showHtml("")));
  textarea.addEventListener("rewritten", showText); // by a script: what was kept is restored
  showText();
}

for (const textarea of document.querySelectorAll("textarea[data-rich-text]")) start(textarea);
