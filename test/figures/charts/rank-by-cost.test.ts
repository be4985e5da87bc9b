import assert from "node:assert/strict";
import { compile, type TopLevelSpec } from "vega-lite";
import { rankByCost } from "../../../lib/figures/charts/rank-by-cost.js";
import { toSvg } from "../../../lib/figures/output/svg.js";
import { type ProtocolRank, rankFront } from "../../../lib/rows/protocol-rank.js";

/** SYNTHETIC: made up for this test. */
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

const widthOf = (svg: string): number => Number(/ width="([\d.]+)"/.exec(svg)?.[1]);

describe("rankByCost", () => {
  const figure = rankByCost(syntheticRows, { title: "Synthetic rows", aim: 0.6, chosen: "protocol 2" });

  it("draws a point with its interval for every row, in a panel for each space and comparison", () => {
    const svg = toSvg(figure);
    assert.equal(svg.match(/aria-roledescription="point"/g)?.length, syntheticRows.length);
    for (const title of ["hierarchical: compared to a second seed", "flat: compared to the reference"])
      assert.ok(svg.includes(title), title);
    compile(figure.spec as unknown as TopLevelSpec);
  });

  it("has a line for each protocol of a space, with its cost, cheap ones first", () => {
    const names = [...toSvg(figure).matchAll(/>([\d.]+ s: protocol \d)<\/text>/g)].map(([, name]) => name);
    const own = ["3.0 s: protocol 0", "3.1 s: protocol 1", "12.0 s: protocol 2"];
    assert.deepEqual(names, [...own, ...own]);
  });

  it("fills those that no cheaper one beats", () => {
    const rows = [0.5, 0.3, 0.52, 0.7, 0.7].map((correlation, index): ProtocolRank => ({
      ...{ ...syntheticRows[0], protocol: `p${index}`, processorSeconds: index + 1, correlation },
      ...{ lower: correlation - 0.1, upper: correlation + 0.1 },
    }));
    assert.deepEqual(
      rankFront([...rows].reverse()).map(({ protocol }) => protocol),
      ["p0", "p2", "p3"],
    );
    const shown = JSON.stringify(rankByCost(rows).spec);
    const filled = [...shown.matchAll(/"label":"[\d.]+ s: (p\d)"[^}]*"isFront":true/g)].map(([, name]) => name);
    assert.deepEqual(filled, ["p0", "p2", "p3"]);
  });

  it("shows the best of many protocols, and says how many are left out", () => {
    const many = Array.from({ length: 30 }, (_, index): ProtocolRank => ({
      ...{ ...syntheticRows[0], protocol: `number ${index}`, processorSeconds: 1 + index },
      ...{ correlation: 0.9 - 0.01 * index, lower: 0.2, upper: 0.95 },
    }));
    const chart = rankByCost(many, { chosen: "number 29" });
    const svg = toSvg(chart);
    assert.ok(svg.includes(">1.0 s: number 0<") && svg.includes(">30.0 s: number 29<"));
    assert.ok(!svg.includes(">29.0 s: number 28<"));
    assert.match(chart.description, /16 worse protocols not shown/);
  });

  it("names the best protocols in its title and description", () => {
    assert.equal(
      rankByCost(syntheticRows).title,
      "protocol 2, by loss, ranks hierarchical genotypes most like the reference: 0.65 (0.45 to 0.75)",
    );
    assert.match(
      figure.description,
      /flat, compared to the reference: protocol 0 by loss 0\.45 .* at 12\.0 core-seconds\.$/,
    );
  });

  it("has the chosen protocol in bold", () => {
    const bold = (chosen: string): readonly string[] =>
      [...toSvg(rankByCost(syntheticRows, { chosen })).matchAll(/<text[^>]*font-weight="bold"[^>]*>([^<]+)</g)]
        .map(([, text]) => text)
        .filter((text) => text.includes(" s: protocol"));
    assert.deepEqual(bold("protocol 1"), ["3.1 s: protocol 1", "3.1 s: protocol 1"]);
    assert.deepEqual(bold("another"), []);
    assert.match(rankByCost(syntheticRows, { chosen: "protocol 1" }).description, /bold: the chosen protocol/);
    assert.doesNotMatch(rankByCost(syntheticRows, { chosen: "another" }).description, /bold/);
  });

  it("draws a target by space where it has one", () => {
    const rules = (aim: number | Readonly<Record<string, number>>): number =>
      toSvg(rankByCost(syntheticRows, { aim })).match(/stroke-dasharray="4,4"/g)?.length ?? 0;
    assert.equal(rules(0.6), 4);
    assert.equal(rules({ flat: 0.5 }), 2);
    assert.match(rankByCost(syntheticRows, { aim: { flat: 0.5 } }).description, /; dashed: the target\./);
    assert.match(figure.description, /; dashed: the target of 0\.6;/);
  });

  it("breaks a long name into two lines, the cost first", () => {
    const protocol = "8 channels, 16×16, batch 64, rate 0.2, 1400 training steps, stopped at 67 %";
    const svg = toSvg(rankByCost([{ ...syntheticRows[0], protocol, processorSeconds: 19 }]));
    const lines = [...svg.matchAll(/<tspan[^>]*>([^<]+)<\/tspan>/g)].map(([, text]) => text);
    assert.ok(
      lines.some((line) => line.startsWith("19.0 s: 8 channels")),
      lines.join("\n"),
    );
    assert.ok(
      lines.some((line) => line.endsWith("stopped at 67 %")),
      lines.join("\n"),
    );
  });

  it("says once what all protocols share, rungs too, and leaves it out of their names", () => {
    const named = (protocol: string) => ({ ...syntheticRows[0], protocol });
    const shared = rankByCost([
      named("8 channels, batch 64, rate 0.1"),
      named("16 channels, batch 64, rate 0.1; the better half: 8 channels, batch 64, rate 0.2"),
    ]);
    assert.match(shared.description, /; all with batch 64/);
    const svg = toSvg(shared);
    assert.match(svg, /s: 8 channels, rate 0\.1</);
    assert.match(svg, />\d\.\d s: 16 channels, rate 0\.1; the better half: 8 channels, rate 0\.2</);
    assert.doesNotMatch(rankByCost([named("a"), named("b")]).description, /all with/);
  });

  it("fits the width of a page", () => {
    assert.ok(widthOf(toSvg(rankByCost(syntheticRows, { aim: 0.6 }))) <= 840);
  });

  it("says so when there is nothing to draw", () => {
    assert.match(rankByCost([]).description, /No protocol measured yet/);
  });
});
