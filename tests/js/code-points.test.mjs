import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { allToUtf16, length, toCodePoints, toUtf16 } from "../../briefs/static/briefs/js/text/code-points.js";

const cases = JSON.parse(
  readFileSync(new URL("../data/anchoring/spans.json", import.meta.url), "utf8"),
);

for (const { name, text, start, end, exact, utf16_start, utf16_end } of cases) {
  test(name, () => {
    assert.deepEqual([toUtf16(text, start), toUtf16(text, end)], [utf16_start, utf16_end]);
    assert.deepEqual([toCodePoints(text, utf16_start), toCodePoints(text, utf16_end)], [start, end]);
    assert.deepEqual(allToUtf16(text, [start, end]), [utf16_start, utf16_end]);
    assert.equal(text.slice(utf16_start, utf16_end), exact);
    assert.equal(length(exact), end - start);
  });
}

test("an offset beyond the text is its end", () => {
  assert.equal(toUtf16("🚀", 5), 2);
});
