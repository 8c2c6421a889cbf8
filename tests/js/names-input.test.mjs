import assert from "node:assert/strict";
import { test } from "node:test";

import { slugOf } from "../../briefs/static/briefs/js/claim-form.js";
import { namesIn } from "../../briefs/static/briefs/js/names-input.js";

test("names are parted by semicolons", () => {
  assert.deepEqual(namesIn(" SCO; Korea, South ;; "), ["SCO", "Korea, South"]);
});

test("a slug of the summary's first words, as the server makes it", () => {
  assert.equal(slugOf("  Café: the SCO’s members – will it grow by one more?"), "cafe-the-scos-members-will-it-grow");
  assert.equal(slugOf("…"), "");
});
