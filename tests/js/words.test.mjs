import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { beside, moveEdge, wholeWords, wordsOf } from "../../briefs/static/briefs/js/text/words.js";

const cases = JSON.parse(
  readFileSync(new URL("../data/anchoring/spans.json", import.meta.url), "utf8"),
);
const TEXT = "The bloc 🚀 may grow.";
const WORDS = wordsOf(TEXT, "en");
const at = (words) => ({ start: TEXT.indexOf(words), end: TEXT.indexOf(words) + words.length });
const words = (span) => span && TEXT.slice(span.start, span.end);

test("words are words alone", () => {
  assert.deepEqual(
    WORDS.map(([start, end]) => TEXT.slice(start, end)),
    ["The", "bloc", "may", "grow"],
  );
});

for (const { name, text, exact, utf16_start, utf16_end } of cases) {
  test(`a span of whole words stays as it is: ${name}`, () => {
    const found = wholeWords(text, wordsOf(text, "en"), { start: utf16_start, end: utf16_end });
    const kept = exact.trim() ? { start: utf16_start, end: utf16_end } : null;
    assert.deepEqual(found, kept);
  });
}

test("half words are made whole, white space is left out", () => {
  const half = { start: TEXT.indexOf("oc"), end: TEXT.indexOf("ay ") + 3 };
  assert.equal(words(wholeWords(TEXT, WORDS, half)), "bloc 🚀 may");
  assert.equal(wholeWords(TEXT, WORDS, { start: 3, end: 4 }), null);
});

test("a stop that was selected stays", () => {
  assert.equal(words(wholeWords(TEXT, WORDS, at("grow."))), "grow.");
});

test("edges move by a word, and never cross", () => {
  const may = at("may");
  assert.equal(words(moveEdge(WORDS, may, "end", 1)), "may grow");
  assert.equal(words(moveEdge(WORDS, may, "start", 1)), "bloc 🚀 may");
  assert.equal(words(moveEdge(WORDS, at("may grow."), "end", -1)), "may grow");
  assert.equal(words(moveEdge(WORDS, at("bloc 🚀 may"), "start", -1)), "may");
  assert.equal(moveEdge(WORDS, may, "end", -1), null);
  assert.equal(moveEdge(WORDS, may, "start", -1), null);
  assert.equal(moveEdge(WORDS, at("The"), "start", 1), null);
});

test("the sentence before and after", () => {
  const spans = [
    [0, 5],
    [6, 9],
  ];
  assert.equal(beside(spans, null, 1), 0);
  assert.equal(beside(spans, null, -1), 1);
  assert.equal(beside(spans, 0, 1), 1);
  assert.equal(beside(spans, 6, 1), -1);
  assert.equal(beside(spans, 6, -1), 0);
});
