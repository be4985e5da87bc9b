import assert from "node:assert/strict";
import { isName, printable, shown, visible } from "../../lib/input/printable.js";

describe("printable", () => {
  it("shows control characters and marks of direction", () =>
    assert.equal(printable("a\u001b]0;x\u0007\nb\u202ec"), "a\\x1b]0;x\\x07\\x0ab\\u202ec"));
  it("shows characters that XML forbids, but not marks of direction", () =>
    assert.equal(visible("\u0001\u0085\u200e\ufffe"), "\\x01\\u0085\\u200e\\ufffe"));
  it("cuts long text", () => assert.equal(printable("a".repeat(1000)).length, 320));
  it("leaves ordinary text unchanged", () => assert.equal(printable("größer 1→2"), "größer 1→2"));
});

describe("isName", () => {
  it("accepts text that can be shown unchanged", () => assert.ok(isName("größer 1→2") && isName("a".repeat(100))));
  it("refuses control and invisible characters", () => {
    for (const name of ["", "a\nb", "\u001b[2J", "\u202eabc", "a".repeat(101), 7, null]) assert.ok(!isName(name));
  });
});

describe("shown", () => {
  it("never throws and is never long", () => {
    let deep: unknown = 1;
    for (let level = 0; level < 100_000; level++) deep = [deep];
    for (const value of [deep, "x".repeat(1e6), null, undefined, 1e300, { a: deep }, [], "\u0007"])
      assert.ok(shown(value).length <= 80);
  });
});
