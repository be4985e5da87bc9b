import assert from "node:assert/strict";
import { fitnessByStep } from "../../lib/figures/charts/fitness-by-step.js";
import type { StepRow } from "../../lib/figures/charts/chart-parts.js";
import { liveFigure } from "../../lib/notebook/live-figure.js";
import { recordCell, recordConsole } from "./recorded-kernel.js";

const rows: readonly StepRow[] = Array.from({ length: 30 }, (_, index) => ({
  step: index + 1,
  phase: "evolution",
  status: "scored",
  fitness: index / 100,
}));
const figures = rows.map((_, index) => fitnessByStep(rows.slice(0, index + 1), { steps: 30, fitnessDomain: [0, 1] }));
const SPEC = "application/vnd.vegalite.v5+json";

describe("liveFigure", () => {
  it("displays once, then updates the same display, and ends with the last figure", () => {
    const displays = recordCell(() => {
      const live = liveFigure(figures[0]);
      for (const figure of figures) live.update(figure);
      live.finish();
    });
    assert.equal(displays[0].isUpdate, false);
    assert.ok(displays.slice(1).every(({ isUpdate }) => isUpdate));
    assert.equal(new Set(displays.map(({ displayId }) => displayId)).size, 1);
    assert.notEqual(displays[0].displayId, undefined);
    assert.ok(displays.length < figures.length, `${displays.length} displays`);
    const last = displays[displays.length - 1].data;
    assert.deepEqual(last[SPEC], figures[figures.length - 1].spec);
    assert.ok("image/png" in last && !("image/png" in displays[0].data), "only the last one carries a PNG");
  });

  it("shows the last figure even without finish, and after the cell", async () => {
    const displays = recordCell(() => {
      const live = liveFigure();
      for (const figure of figures) live.update(figure);
    });
    const isLast = (): boolean => JSON.stringify(displays.at(-1)?.data[SPEC]) === JSON.stringify(figures.at(-1)?.spec);
    while (!isLast()) await new Promise((resolve) => setTimeout(resolve, 5));
    assert.ok(displays.length < figures.length, `${displays.length} displays`);
  });

  it("prints one line at its end outside a notebook", () => {
    const lines = recordConsole(() => {
      const live = liveFigure();
      for (const figure of figures.slice(0, 3)) live.update(figure);
      live.finish();
    });
    assert.deepEqual(lines, ["Fitness by step: too few evaluations to show selection (figure: show(…) draws it)"]);
  });
});
