import assert from "node:assert/strict";
import { lastLine, messageOf } from "../../lib/instruments/child-lines.js";

describe("lastLine", () => {
  for (const [what, words, line] of [
    ["of one line", "one", "one"],
    ["without the blanks around it", "one\n  two  \n", "two"],
    ["skips lines of blanks", "one\n \n\t\n", "one"],
    ["of nothing is empty", "", ""],
    ["of blanks is empty", " \n \n", ""],
  ] as const) {
    it(what, () => assert.equal(lastLine(words), line));
  }
});

describe("messageOf", () => {
  it("returns a line's JSON object", () => {
    assert.deepEqual(messageOf('{"kind": "opened", "count": 2}'), { kind: "opened", count: 2 });
  });

  for (const line of ["", "a library's line", "[1]", "12", "{", "{a library's line}", '{"kind": "op']) {
    it(`returns undefined for ${JSON.stringify(line)}`, () => assert.equal(messageOf(line), undefined));
  }
});
