// What an article's text may have, and nothing else: the editor's side of the one allow-list.

import {
  Blockquote,
  Bold,
  BulletList,
  Code,
  Document,
  Dropcursor,
  Extension,
  Gapcursor,
  HardBreak,
  Heading,
  History,
  HorizontalRule,
  Italic,
  Link,
  ListItem,
  Menu,
  OrderedList,
  Paragraph,
  Subscript,
  Superscript,
  Table,
  TableCell,
  TableHeader,
  TableRow,
  Text,
  updateAttrsDialog,
} from "../../../django_prose_editor/editor.js";

const attribute = (name) => ({
  default: null,
  parseHTML: (element) => element.getAttribute(name),
  renderHTML: (attributes) => (attributes[name] === null ? {} : { [name]: attributes[name] }),
});

/** Language and direction may stand on every element. */
const Everywhere = Extension.create({
  name: "everywhere",
  addGlobalAttributes() {
    const types = [
      "paragraph heading blockquote bulletList orderedList listItem table tableRow tableCell",
      "tableHeader bold italic subscript superscript code link",
    ];
    const attributes = { lang: attribute("lang"), dir: attribute("dir") };
    return [{ types: types.join(" ").split(" "), attributes }];
  },
});

const askForAddress = updateAttrsDialog(
  { href: { type: "string", title: "Address" } },
  { title: "Link", submitText: "Set" },
);

/** A link, or the place of one whose address was lost: that has the number of its reference. */
const ArticleLink = Link.extend({
  inclusive: false,
  addAttributes() {
    return { href: attribute("href"), "data-reference": attribute("data-reference") };
  },
  parseHTML() {
    return [...this.parent(), { tag: "a[data-reference]" }];
  },
  addCommands() {
    return {
      ...this.parent(),
      addLink:
        () =>
        ({ editor }) => {
          const before = editor.getAttributes("link");
          askForAddress(editor, before).then((given) => given && setLink(editor, before, given));
          return true;
        },
    };
  },
}).configure({ autolink: false, openOnClick: false });

function setLink(editor, before, { href }) {
  const chain = editor.chain().focus().extendMarkRange("link");
  const attributes = { ...before, href: href.trim() || null };
  if (attributes.href || attributes["data-reference"]) chain.setMark("link", attributes).run();
  else chain.unsetMark("link").run();
}

const NumberedList = OrderedList.extend({
  addAttributes() {
    const start = (element) => Number.parseInt(element.getAttribute("start") ?? "1", 10);
    return { start: { default: 1, parseHTML: start } };
  },
}).configure({ enableListAttributes: false });

const span = (name) => ({
  default: 1,
  parseHTML: (element) => Number(element.getAttribute(name) ?? 1),
  renderHTML: (attributes) => (attributes[name] > 1 ? { [name]: attributes[name] } : {}),
});
const cell = { colspan: span("colspan"), rowspan: span("rowspan"), colwidth: { rendered: false } };

const ArticleTable = Table.extend({
  addAttributes() {
    return {
      "data-caption": attribute("data-caption"),
      "data-head-rows": attribute("data-head-rows"),
    };
  },
  addNodeView() {
    return null;
  },
}).configure({ resizable: false });

export const extensions = [
  Document,
  Paragraph,
  Text,
  Heading.configure({ levels: [2, 3, 4] }),
  Blockquote,
  BulletList,
  NumberedList,
  ListItem.extend({ content: "block+" }),
  HorizontalRule,
  HardBreak,
  ArticleTable,
  TableRow,
  TableCell.extend({ addAttributes: () => cell }),
  TableHeader.extend({ addAttributes: () => ({ ...cell, scope: attribute("scope") }) }),
  Bold,
  Italic,
  Subscript.extend({ excludes: "" }),
  Superscript.extend({ excludes: "" }),
  Code.extend({ excludes: "", priority: 200 }),
  ArticleLink,
  Everywhere,
  History,
  Dropcursor,
  Gapcursor,
  Menu,
];
