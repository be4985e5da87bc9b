import assert from "node:assert/strict";
import { InputError } from "../../lib/input/errors.js";
import { duration, progress, progressLine } from "../../lib/notebook/progress.js";
import { recordCell, recordConsole, textAt } from "./recorded-kernel.js";

describe("progress", () => {
  it("gives the share of finished work and the time left at the speed so far", () => {
    assert.equal(progressLine("search", 15, 60, 30_000), "search ██████░░░░░░░░░░░░░░░░░░ 15/60, 1 min 30 s left");
    assert.equal(progressLine("search", 0, 60, 500, "starting"), `search ${"░".repeat(24)} 0/60, starting`);
    assert.equal(progressLine("search", 60, 60, 500), `search ${"█".repeat(24)} 60/60`);
    assert.equal(progressLine("nothing", 0, 0, 0), `nothing ${"█".repeat(24)} 0/0`);
  });

  it("gives times in readable units", () => {
    assert.deepEqual([900, 59_400, 185_000, 7_800_000].map(duration), ["1 s", "59 s", "3 min 5 s", "2 h 10 min"]);
  });

  it("writes one line in place and ends with the result", () => {
    const displays = recordCell(() => {
      const line = progress("search", 3);
      for (const done of [1, 2, 3]) line.update(done);
      line.finish("best 0.31");
    });
    assert.equal(new Set(displays.map(({ displayId }) => displayId)).size, 1);
    assert.ok(displays.every(({ isUpdate }, index) => isUpdate === index > 0));
    assert.match(textAt(displays[0], "text/plain"), /^search ░+ 0\/3$/);
    assert.match(textAt(displays[displays.length - 1], "text/plain"), /^search: 3 of 3 in \d+ s, best 0\.31$/);
  });

  it("prints one line at its end outside a notebook", () => {
    const lines = recordConsole(() => {
      const line = progress("search", 2);
      line.update(2);
      line.finish();
    });
    assert.equal(lines.length, 1);
    assert.match(lines[0], /^search: 2 of 2 in \d+ s$/);
  });

  it("refuses a total that is not a number", () => {
    assert.throws(() => progress("search", Number.NaN), InputError);
    assert.throws(() => progress("search", -1), InputError);
  });
});
