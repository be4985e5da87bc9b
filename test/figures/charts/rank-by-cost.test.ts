import assert from "node:assert/strict";
import { compile, type TopLevelSpec } from "vega-lite";
import { rankByCost } from "../../../lib/figures/charts/rank-by-cost.js";
import { toSvg } from "../../../lib/figures/output/svg.js";
import type { ProtocolRank } from "../../../lib/rows/protocol-rank.js";

/** Synthetic: made up for this test, measured nowhere. */
const syntheticRows: readonly ProtocolRank[] = ["hierarchical", "flat"].flatMap((space) =>
  ["a second seed", "the reference"].flatMap((comparedTo) =>
    [3, 3.1, 12].flatMap((processorSeconds, index) =>
      ["accuracy", "loss"].map((rankedBy, place): ProtocolRank => {
        const correlation = 0.4 + 0.1 * index + 0.05 * place;
        const ends = { lower: correlation - 0.2, upper: correlation + 0.1 };
        return { protocol: `protocol ${index}`, processorSeconds, space, comparedTo, rankedBy, correlation, ...ends };
      }),
    ),
  ),
);

describe("rankByCost", () => {
  const figure = rankByCost(syntheticRows, { title: "Synthetic rows", aim: 0.6, chosen: "protocol 2" });

  it("draws a point with its interval for every row, in a panel for each space and comparison", () => {
    const svg = toSvg(figure);
    assert.equal(svg.match(/aria-roledescription="point"/g)?.length, syntheticRows.length);
    for (const title of ["hierarchical: compared to a second seed", "flat: compared to the reference"])
      assert.ok(svg.includes(title), title);
    compile(figure.spec as unknown as TopLevelSpec);
  });

  it("names every protocol once a panel, apart from each other", () => {
    const svg = toSvg(figure);
    for (const name of ["protocol 0", "protocol 1", "protocol 2"])
      assert.equal(svg.match(new RegExp(`>${name}</text>`, "g"))?.length, 4, name);
    const [first, second] = ["protocol 0", "protocol 1"].map((name) => {
      const [, x] = new RegExp(`translate\\(([\\d.]+),[\\d.]+\\) rotate\\([^)]*\\)[^>]*>${name}<`).exec(svg) ?? [];
      return Number(x);
    });
    assert.ok(second - first >= 12, `${first} ${second}`);
  });

  it("says in words which correlation is highest", () => {
    assert.match(
      figure.description,
      /3 protocols; highest 0\.65 \(0\.45 to 0\.75\): protocol 2, hierarchical, by loss/,
    );
  });

  it("says so when there is nothing to draw", () => {
    assert.match(rankByCost([]).description, /No protocol measured yet/);
  });
});
