import assert from "node:assert/strict";
import { drawPrimitives } from "../../lib/figures/architectures/draw-primitives.js";
import { interruptible } from "../../lib/notebook/interruptible.js";
import { liveFigure } from "../../lib/notebook/live-figure.js";
import { progress } from "../../lib/notebook/progress.js";
import { show } from "../../lib/notebook/show.js";
import { showTable } from "../../lib/notebook/show-table.js";
import { callBadly, callBadlyAndWait } from "../input/bad-calls.js";
import { recordCell, recordConsole } from "./recorded-kernel.js";

/** A figure is valid as a whole: its specification is Vega's to check. */
const figure = { ...drawPrimitives(), own: () => 1 };
const rows = [{ name: "a", accuracy: 0.5, note: null }];

/** Each function with valid arguments. */
const calls: readonly (readonly [name: string, call: (...args: never[]) => unknown, args: readonly unknown[]])[] = [
  ["show", show, [figure, "text"]],
  ["showTable", showTable, [rows, { columns: ["name", "accuracy"], digits: 2, caption: "A table" }]],
  ["showTable of a row", (row: never) => showTable([row]), [{ ...rows[0] }]],
  ["liveFigure", (...args: Parameters<typeof liveFigure>) => liveFigure(...args).finish(), [figure]],
  [
    "liveFigure().update",
    (...args: Parameters<ReturnType<typeof liveFigure>["update"]>) => {
      const live = liveFigure();
      live.update(...args);
      live.finish();
    },
    [figure],
  ],
  ["liveFigure of a kind", (kind: never) => liveFigure({ ...figure, kind }).finish(), [figure.kind]],
  ["progress", (...args: Parameters<typeof progress>) => progress(...args).finish(), ["search", 3]],
  ["progress().update", (done: number, note: string) => progress("search", 3).update(done, note), [1, "note"]],
  ["progress().finish", (note: string) => progress("search", 3).finish(note), ["note"]],
];

describe("functions of notebooks, called with invalid arguments", function () {
  this.timeout(60_000);
  for (const [name, call, args] of calls) {
    it(`${name} answers with InputError, in one line, in a notebook and outside one`, () => {
      const problems: string[] = [];
      const callAll = (): void => {
        for (const [what, problem] of callBadly(call, args)) problems.push(`${name}(${what}): ${problem}`);
      };
      recordCell(callAll);
      recordConsole(callAll);
      assert.deepEqual(problems, []);
    });
  }

  it("liveFigure refuses a figure with invalid texts", () => {
    for (const part of ["title", "description"]) {
      for (const value of [undefined, null, 5, {}]) {
        const parts = { ...figure, [part]: value };
        assert.throws(() => liveFigure(parts), {
          name: "InputError",
          message: /^live figure: got an object, must be a figure/,
        });
      }
    }
  });

  it("interruptible rejects with InputError, in one line", async () => {
    assert.deepEqual(await callBadlyAndWait(interruptible, [() => Promise.resolve(1)]), []);
  });
});
