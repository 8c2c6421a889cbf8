// The site's normal form and what the editor's document can hold: from one to the other.
//
// The editor wants a paragraph in each list item and cell, and knows rows alone in a table. What
// normal form has besides is carried in attributes while the text is edited.

const BLOCKS = new Set(
  "p h2 h3 h4 caption blockquote ul ol li table thead tbody tr th td hr".split(" "),
);
const HOLDS_WORDS = "li, td, th";

const parsed = (html) => new DOMParser().parseFromString(html, "text/html").body;

/** HTML as the editor reads it. */
export function forEditor(html) {
  const body = parsed(html);
  for (const table of body.querySelectorAll("table")) {
    const caption = table.querySelector(":scope > caption");
    const head = table.querySelector(":scope > thead");
    if (caption) {
      table.dataset.caption = caption.innerHTML;
      caption.remove();
    }
    if (head) {
      table.dataset.headRows = head.rows.length;
      table.querySelector(":scope > tbody")?.prepend(...head.rows);
      if (head.rows.length === 0) head.remove();
    }
  }
  return body.innerHTML;
}

/** The editor's HTML as the server keeps it, but for white space between blocks. */
export function fromEditor(html) {
  const body = parsed(html);
  for (const paragraph of body.querySelectorAll("p")) {
    if (!paragraph.hasChildNodes() && paragraph.closest("td, th") === null) paragraph.remove();
  }
  for (const holder of body.querySelectorAll(HOLDS_WORDS)) unwrap(holder);
  for (const table of body.querySelectorAll("table")) giveBack(table);
  return body.innerHTML;
}

function unwrap(holder) {
  const only = holder.firstElementChild;
  if (holder.childNodes.length !== 1 || only?.localName !== "p") return;
  for (const { name, value } of only.attributes) holder.setAttribute(name, value);
  only.replaceWith(...only.childNodes);
}

function giveBack(table) {
  const { caption, headRows } = table.dataset;
  table.removeAttribute("data-caption");
  table.removeAttribute("data-head-rows");
  const rows = [...table.rows].slice(0, Number(headRows ?? 0));
  if (rows.length) {
    table.createTHead().append(...rows);
    if (table.tBodies[0]?.rows.length === 0) table.tBodies[0].remove();
  }
  if (caption) table.createCaption().innerHTML = caption;
}

/** Whether two texts say the same: blocks, words, and the inline elements they stand in. */
export function sameMarkup(one, other) {
  return outline(parsed(one)) === outline(parsed(other));
}

function outline(body) {
  const parts = [];
  let last = null;
  const say = (marks, text) => {
    if (last?.marks === marks) last.text += text;
    else parts.push((last = { marks, text }));
  };
  const walk = (node, marks) => {
    for (const child of node.childNodes) {
      if (child.nodeType === Node.TEXT_NODE) {
        // A browser shows white space in a row as one space, and so does the editor.
        const text = child.data.replaceAll("\n", "").replace(/[ \t]+/g, " ");
        if (text) say([...marks].sort().join(), text);
      } else if (child.nodeType === Node.ELEMENT_NODE) {
        const tag = spelled(child);
        if (child.localName === "br") say("", "\n");
        else if (BLOCKS.has(child.localName)) {
          parts.push({ text: tag });
          last = null;
          walk(child, marks);
          parts.push({ text: "/" });
          last = null;
        } else walk(child, new Set([...marks, tag]));
      }
    }
  };
  walk(body, new Set());
  return JSON.stringify(parts.map(({ marks, text }) => [marks ?? null, text]));
}

function spelled(element) {
  const attributes = [...element.attributes].map(({ name, value }) => `${name}=${value}`);
  return [element.localName, ...attributes.sort()].join(" ");
}

/** What a clipboard holds, without styles and handlers: the policy forbids even to parse those. */
export function fromClipboard(html) {
  const words = html.replace(/<(style|script)\b.*?<\/\1\s*>/gis, "");
  const tame = words.replace(/<[a-z][^>]*>/gi, (tag) =>
    tag.replace(/\s(style|on[a-z]+)(?=\s*=)/gi, (_, name) => ` data-${name.toLowerCase()}`),
  );
  const body = parsed(tame);
  makeLists(body);
  // As the server does it: the first level is the title's, and there are three below it.
  for (const [found, made] of [["h1", "h2"], ["h5", "h4"], ["h6", "h4"]]) {
    for (const heading of body.querySelectorAll(found)) {
      const other = body.ownerDocument.createElement(made);
      other.append(...heading.childNodes);
      heading.replaceWith(other);
    }
  }
  for (const link of body.querySelectorAll("a[href^='#']")) link.replaceWith(...link.childNodes);
  for (const element of body.querySelectorAll("[data-style]")) {
    const style = element.dataset.style.replace(/mso-[^;]*/g, "");
    if (element.localName === "b" && /font-weight:\s*(normal|400)/.test(style)) {
      element.replaceWith(...element.childNodes); // Google Docs wraps all in a <b> that is not bold
    } else if (element.localName === "span") {
      if (/font-weight:\s*(bold|[6-9]00)/.test(style)) wrap(element, "strong");
      if (/font-style:\s*italic/.test(style)) wrap(element, "em");
    }
  }
  return body.innerHTML;
}

const NUMBERED = /^[\s\u00a0]*(?:\(?[0-9]{1,3}|\(?[a-z]|\(?[ivxlc]+)[.)]/i;

/** Word writes a list as paragraphs that look like one, each with its level and its bullet. */
function makeLists(body) {
  let open = []; // the lists that the last paragraph stood in, outermost first
  let last = null;
  for (const paragraph of [...body.querySelectorAll("p[data-style*='mso-list']")]) {
    const level = Number(/mso-list:[^;]*\blevel(\d)/.exec(paragraph.dataset.style)?.[1] ?? 0);
    if (!level) continue;
    const bullet = takeBullet(paragraph);
    const name = NUMBERED.test(bullet) ? "ol" : "ul";
    const follows = last !== null && nextOf(last) === paragraph;
    if (!follows) open = [];
    open.length = Math.min(open.length, level);
    if (open.length === level && open[level - 1].localName !== name) open.pop();
    while (open.length < level) {
      const list = document.createElement(open.length + 1 === level ? name : "ul");
      const outer = open.at(-1);
      if (outer) (outer.lastElementChild ?? outer.appendChild(document.createElement("li"))).append(list);
      else paragraph.before(list);
      open.push(list);
    }
    const item = document.createElement("li");
    item.append(...paragraph.childNodes);
    open.at(-1).append(item);
    paragraph.remove();
    last = open[0];
  }
}

const nextOf = (element) => element.nextElementSibling;

/** Take the bullet or number out of the paragraph; the words it was. */
function takeBullet(paragraph) {
  const marked = paragraph.querySelector("[data-style*='mso-list:Ignore' i]");
  const words = marked?.textContent ?? "";
  marked?.remove();
  return words;
}

function wrap(element, name) {
  const wrapper = document.createElement(name);
  wrapper.append(...element.childNodes);
  element.append(wrapper);
}
