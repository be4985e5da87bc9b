import assert from "node:assert/strict";
import { utilization } from "../../../lib/figures/charts/utilization.js";
import { toSvg } from "../../../lib/figures/output/svg.js";
import type { UtilizationRow } from "../../../lib/rows/utilization-row.js";

const rows = (kind: UtilizationRow["kind"], shares: readonly number[]): readonly UtilizationRow[] =>
  shares.map((busyShare, index) => ({ hours: index + 0.5, busyShare, kind }));

describe("utilization", () => {
  it("says the mean of each kind in its title, and names the lines", () => {
    const figure = utilization([...rows("controller", [1, 0.98]), ...rows("generations", [1, 0.2])]);
    assert.equal(figure.title, "Workers are busy 99.0 % of the time, in generations 60.0 %");
    const svg = toSvg(figure);
    assert.ok(svg.includes(">next at once<") && svg.includes(">in generations<"));
  });

  it("draws one kind alone, and nothing", () => {
    assert.equal(utilization(rows("generations", [0.5])).title, "Workers are busy in generations 50.0 %");
    assert.match(utilization([]).description, /No time yet/);
    assert.throws(
      () => utilization(rows("controller", [1.5])),
      /utilization: rows: 0.busyShare: got 1.5, must be .* at most 1$/,
    );
  });
});
