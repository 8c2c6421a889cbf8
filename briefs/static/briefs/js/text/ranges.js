// DOM ranges <-> offsets (UTF-16) into a container's textContent, over whatever elements it holds.

/** The offsets of `range`, cut to the container; null if it holds none of its text. */
export function offsetsOf(container, range) {
  if (!range.intersectsNode(container)) return null;
  const start = container.contains(range.startContainer)
    ? lengthBefore(container, range.startContainer, range.startOffset)
    : 0;
  const end = container.contains(range.endContainer)
    ? lengthBefore(container, range.endContainer, range.endOffset)
    : container.textContent.length;
  return start < end ? { start, end } : null;
}

/** The range that holds the text from `start` to `end`, as tight as it can be. */
export function rangeOf(container, start, end) {
  const range = document.createRange();
  const walker = document.createTreeWalker(container, NodeFilter.SHOW_TEXT);
  let at = 0;
  let begun = false;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const next = at + node.length;
    if (!begun && start < next) {
      range.setStart(node, start - at);
      begun = true;
    }
    if (begun && end <= next) {
      range.setEnd(node, end - at);
      return range;
    }
    at = next;
  }
  throw new RangeError(`The text ends at ${at}, before ${end}.`);
}

/** How much text stands before a point. */
export function lengthBefore(container, node, offset) {
  const before = document.createRange();
  before.setStart(container, 0);
  before.setEnd(node, offset);
  return before.toString().length;
}
