import assert from "node:assert/strict";
import { bestSoFar } from "../../../lib/figures/charts/best-so-far.js";
import { compareSearches } from "../../../lib/figures/charts/compare-searches.js";
import { MOST_WIDTH } from "../../../lib/figures/charts/chart-parts.js";
import { fitnessByStep } from "../../../lib/figures/charts/fitness-by-step.js";
import { resultsTable } from "../../../lib/figures/charts/results-table.js";
import type { Figure } from "../../../lib/figures/output/figure.js";
import { toSvg, toVega } from "../../../lib/figures/output/svg.js";
import { colours, searchColours, searchFamily } from "../../../lib/figures/output/theme.js";
import { resultsTables } from "../../../lib/literature/results-tables.js";
import { studyCharts } from "../sample-charts.js";
import { charts, rows } from "../sample-figures.js";

const tables = Object.fromEntries(resultsTables().map((table) => [table.name, resultsTable(table)]));
const all: readonly (readonly [string, Figure])[] = Object.entries({ ...charts, ...studyCharts, ...tables });

describe("every chart, at its default size", () => {
  for (const [name, figure] of all) {
    it(`${name}: fits a notebook, and has no type below 9 pixels`, () => {
      const svg = toSvg(figure);
      const width = Number(/ width="([\d.]+)"/.exec(svg)?.[1]);
      assert.ok(width <= MOST_WIDTH, `${width} pixels wide`);
      const fonts = [...svg.matchAll(/font-size="([\d.]+)px"/g)].map(([, size]) => Number(size));
      assert.ok(Math.min(...fonts) >= 9, `type of ${Math.min(...fonts)} pixels`);
    });
  }
});

describe("charts of several series", () => {
  const searches = { "hierarchical, evolution": rows, "flat, evolution": rows.slice(0, 5) };
  const signals = (figure: Figure): string => JSON.stringify(toVega(figure));

  it("answer a click on a name, in a legend or at the end of a line", () => {
    assert.match(signals(compareSearches(searches)), /chosen_search_legend/);
    assert.match(signals(bestSoFar(searches)), /"name":"chosen_tuple"/);
  });

  it("mark where the shortest search ends, and compare up to there", () => {
    for (const figure of [compareSearches(searches), bestSoFar(searches)]) {
      assert.ok(toSvg(figure).includes(">both up to step 5</text>"));
      assert.match(figure.title, /^After 5 steps .* leads with 31\.0 %; one run each: too few to tell$/);
    }
    const equal = compareSearches({ one: rows, other: rows });
    assert.ok(!toSvg(equal).includes("up to step"));
  });
});

describe("fitnessByStep", () => {
  const many = Array.from({ length: 60 }, (_, index) => ({
    ...({ step: index + 1, phase: index < 20 ? "initialization" : "evolution", status: "scored" } as const),
    ...{ hash: `${index}`, fitness: index < 20 ? 0.2 : 0.25 },
  }));

  it("leaves the evaluations of the clicked network", () => {
    assert.match(JSON.stringify(toVega(fitnessByStep(many))), /"name":"network_tuple"/);
  });

  it("says what evolution did, or that it is too early to say", () => {
    assert.equal(fitnessByStep(many).title, "Evolution lifted the median by 5.0 points");
    assert.match(fitnessByStep(many.slice(0, 25)).title, /too few evaluations/);
  });
});

describe("the colours of searches", () => {
  it("are no operation's, and the same whatever stands beside them", () => {
    const names = ["hierarchical, evolution", "flat, evolution", "hierarchical, random search", "published cell"];
    const alone = names.map((name) => searchColours([name])[0]);
    assert.deepEqual(searchColours([...names].reverse()), [...alone].reverse());
    const operations: readonly string[] = Object.values(colours);
    for (const colour of Object.values(searchFamily)) assert.ok(!operations.includes(colour), colour);
    assert.equal(new Set(Object.values(searchFamily)).size, Object.keys(searchFamily).length);
  });
});
