// Words and sentences of a text, as lists of [start, end] in UTF-16, and spans moved along them.

/** The words of `text`; a language that writes no spaces is cut by the browser's dictionary. */
export function wordsOf(text, language) {
  const words = [];
  for (const part of new Intl.Segmenter(language, { granularity: "word" }).segment(text)) {
    if (part.isWordLike) words.push([part.index, part.index + part.segment.length]);
  }
  return words;
}

/** `span` without white space at its edges and with its first and last word whole; or null. */
export function wholeWords(text, words, span) {
  let { start, end } = span;
  while (start < end && /\s/u.test(text[start])) start += 1;
  while (start < end && /\s/u.test(text[end - 1])) end -= 1;
  if (start === end) return null;
  const first = words[firstEndingAfter(words, start)];
  const last = words[firstEndingAfter(words, end - 1)];
  if (first && first[0] < start) start = first[0];
  if (last && last[0] < end && end < last[1]) end = last[1];
  return { start, end };
}

/** Move one edge (`start` or `end`) by a word, out (`by` 1) or in (-1); null if it cannot. */
export function moveEdge(words, span, edge, by) {
  let { start, end } = span;
  if (edge === "end") {
    const next =
      by > 0
        ? words.find((word) => word[1] > end)?.[1]
        : words.findLast((word) => word[1] < end && word[0] >= start)?.[1];
    end = next ?? end;
  } else {
    const next =
      by > 0
        ? words.findLast((word) => word[0] < start)?.[0]
        : words.find((word) => word[0] > start && word[1] <= end)?.[0];
    start = next ?? start;
  }
  return start === span.start && end === span.end ? null : { start, end };
}

/** The number of the span in `spans` that follows (`by` 1) or precedes (-1) the offset `at`. */
export function beside(spans, at, by) {
  if (at === null) return by > 0 ? 0 : spans.length - 1;
  if (by > 0) return spans.findIndex((span) => span[0] > at);
  return spans.findLastIndex((span) => span[0] < at);
}

function firstEndingAfter(words, at) {
  let low = 0;
  let high = words.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (words[middle][1] > at) high = middle;
    else low = middle + 1;
  }
  return low;
}
