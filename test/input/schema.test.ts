import assert from "node:assert/strict";
import * as v from "valibot";
import { InputError } from "../../lib/input/errors.js";
import { nameText, oneOf, parseJson, parseWith, positiveNumber, wholeNumber } from "../../lib/input/schema.js";

const refuses = (work: () => unknown, message: string) =>
  assert.throws(work, (error) => error instanceof InputError && error.message === message);

describe("parseWith", () => {
  const schema = v.object({ steps: wholeNumber(1, 100), name: nameText(), levels: v.array(v.array(v.number())) });
  const good = { steps: 3, name: "cell", levels: [[1, 2]] };

  it("returns a valid value", () => assert.deepEqual(parseWith(schema, good, "x.json"), good));

  for (const [what, value, message] of [
    ["a number out of bounds", { ...good, steps: 101 }, "x.json: steps: got 101, must be a whole number from 1 to 100"],
    ["a text for a number", { ...good, steps: "3" }, 'x.json: steps: got "3", must be a whole number from 1 to 100'],
    ["a missing value", { name: "a", levels: [] }, "x.json: steps: is missing"],
    ["a place in lists", { ...good, levels: [[1], [2, "a"]] }, 'x.json: levels.1.1: got "a", must be a number'],
    ["an object for a list", { ...good, levels: {} }, "x.json: levels: got an object, must be a list"],
    ["anything but an object", null, "x.json: got null, must be an object"],
    [
      "control characters",
      { ...good, name: "a\u001b[2J" },
      'x.json: name: got "a\\u001b[2J", must be a string of 1 to 100 characters without control characters',
    ],
  ] as const) {
    it(`names the place and the value for ${what}`, () => refuses(() => parseWith(schema, value, "x.json"), message));
  }
});

describe("positiveNumber, oneOf and strict objects", () => {
  const schema = v.object({
    rate: v.optional(positiveNumber()),
    kind: v.optional(oneOf(["one", "other", "third"])),
    exact: v.optional(v.strictObject({ known: v.optional(v.number()) })),
  });
  for (const [what, value, message] of [
    ["0", { rate: 0 }, "x: rate: got 0, must be a finite number above 0"],
    ["an infinite number", { rate: Infinity }, "x: rate: got Infinity, must be a finite number above 0"],
    ["another text", { kind: "none" }, 'x: kind: got "none", must be "one", "other" or "third"'],
    ["an unknown setting", { exact: { knwon: 1 } }, "x: exact.knwon: is unknown; leave it out, or correct its name"],
  ] as const) {
    it(`refuse ${what}`, () => refuses(() => parseWith(schema, value, "x"), message));
  }
});

describe("parseJson", () => {
  it("reads JSON", () => assert.deepEqual(parseJson('{"a": [1, "]"]}', "x"), { a: [1, "]"] }));
  it("refuses invalid JSON", () =>
    assert.throws(() => parseJson("{", "x"), /^InputError: x: not JSON, or cut short: [^\n]+$/));
  it("refuses 200,000 brackets with one line", () =>
    refuses(() => parseJson("[".repeat(200_000), "x"), "x: its brackets are more than 64 deep"));
});
