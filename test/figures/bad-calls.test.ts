import assert from "node:assert/strict";
import { drawTreemap } from "../../lib/figures/architectures/draw-costs.js";
import { fitnessByStep } from "../../lib/figures/charts/fitness-by-step.js";
import { drawFamilyTree } from "../../lib/figures/evolution/draw-family-tree.js";
import { toPdf } from "../../lib/figures/output/pdf.js";
import { printFigure } from "../../lib/figures/output/print-size.js";
import { saveFigure } from "../../lib/figures/output/figure-file.js";
import { publishedCell } from "../../lib/genotype/published.js";
import { callBadly, callBadlyAndWait, problemOf } from "../input/bad-calls.js";
import { figure, figureCalls } from "./figure-calls.js";
import { smallStudy } from "./sample-charts.js";
import { syntheticEvolution } from "./sample-drawings.js";

const [row] = smallStudy.rows;
const [first] = syntheticEvolution(1, 1);
const print = printFigure({ name: "n", draw: () => figure });

describe("functions of figures, called with invalid arguments", function () {
  this.timeout(120_000);
  for (const [name, call, args] of figureCalls) {
    it(`${name} answers with InputError, in one line`, () => {
      for (const [what, problem] of callBadly(call, args)) assert.fail(`${name}(${what}): ${problem}`);
    });
  }

  it("saveFigure and toPdf answer with InputError, in one line", async () => {
    // In an unwritable folder, since any text is a valid path. toSvg gets a whole chart with bad settings above; what
    // is added here is the size of the picture.
    const write = (each: never) => saveFigure(each, "/proc/none/figure.svg");
    const spec = { width: 60, height: 40, marks: [] };
    const problems = await callBadlyAndWait(write, [{ kind: "vega", title: "t", description: "d", spec }]);
    assert.ok(problems.length > 0, "none was drawn");
    assert.deepEqual(
      problems.filter((each) => !each.includes("ENOENT")),
      [],
    );
    for (const path of [undefined, null, 7, "", Symbol("s")]) {
      await assert.rejects(saveFigure(figure, path as never), (error) => problemOf(error) === undefined);
    }
    assert.deepEqual(await callBadlyAndWait(toPdf as never, [{ ...print, size: { ...print.size } }]), []);
  });

  it("name the row and the setting", () => {
    const rows = [row, { ...row, fitness: Number.NaN }];
    assert.throws(() => fitnessByStep(rows), {
      message: "fitnessByStep: rows: 1.fitness: got NaN, must be a finite number",
    });
    assert.throws(() => drawTreemap(publishedCell, { of: "nonsense" as "parameterCount" }), {
      message: 'drawing: of: got "nonsense", must be "parameterCount" or "multiplyAdds"',
    });
    assert.throws(() => fitnessByStep([], { width: Number.NaN }), {
      message: "fitnessByStep: width: got NaN, must be a finite number of at least 10 and at most 100000",
    });
    assert.throws(() => drawFamilyTree([first, first]), { message: "drawFamilyTree: rows: step 1 is given twice" });
  });
});
