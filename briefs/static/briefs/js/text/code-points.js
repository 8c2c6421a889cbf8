// The one place where code points, in which the server counts, meet UTF-16, in which browsers do.

/** How many code points `text` has. */
export function length(text) {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}

/** Where the code point number `at` begins in UTF-16. */
export function toUtf16(text, at) {
  let index = 0;
  for (let count = 0; count < at && index < text.length; count += 1) {
    index += text.codePointAt(index) > 0xffff ? 2 : 1;
  }
  return index;
}

/** How many code points begin before the UTF-16 index `at`. */
export function toCodePoints(text, at) {
  return length(text.slice(0, at));
}

/** The same for many offsets in ascending order, in one walk. */
export function allToUtf16(text, offsets) {
  let index = 0;
  let count = 0;
  return offsets.map((offset) => {
    while (count < offset && index < text.length) {
      index += text.codePointAt(index) > 0xffff ? 2 : 1;
      count += 1;
    }
    return index;
  });
}
