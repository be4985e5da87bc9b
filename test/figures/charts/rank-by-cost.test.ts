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

/** The marks around the chosen protocol, one in each panel. */
const RINGS = 4;

const widthOf = (svg: string): number => Number(/ width="([\d.]+)"/.exec(svg)?.[1]);

describe("rankByCost", () => {
  const figure = rankByCost(syntheticRows, { title: "Synthetic rows", aim: 0.6, chosen: "protocol 2" });

  it("draws a point with its interval for every row, in a panel for each space and comparison", () => {
    const svg = toSvg(figure);
    assert.equal(svg.match(/aria-roledescription="point"/g)?.length, syntheticRows.length + RINGS);
    for (const title of ["hierarchical: compared to a second seed", "flat: compared to the reference"])
      assert.ok(svg.includes(title), title);
    compile(figure.spec as unknown as TopLevelSpec);
  });

  it("names the best for their cost in every panel, above a halo", () => {
    const svg = toSvg(figure);
    for (const name of ["protocol 0", "protocol 1", "protocol 2"])
      assert.equal(svg.match(new RegExp(`>${name}</text>`, "g"))?.length, 2 * 4, name);
  });

  it("joins those that no cheaper one beats, and leaves small gains unnamed", () => {
    const rows = [0.5, 0.3, 0.52, 0.7, 0.7].map((correlation, index): ProtocolRank => ({
      ...{ ...syntheticRows[0], protocol: `p${index}`, processorSeconds: index + 1, correlation },
      ...{ lower: correlation - 0.1, upper: correlation + 0.1 },
    }));
    assert.deepEqual(
      rankFront([...rows].reverse()).map(({ protocol }) => protocol),
      ["p0", "p2", "p3"],
    );
    const names = [...toSvg(rankByCost(rows, { chosen: "p1" })).matchAll(/>(p\d)<\/text>/g)].map(([, name]) => name);
    assert.deepEqual([...new Set(names)].sort(), ["p0", "p1", "p3"]);
  });

  it("numbers protocols with long names, and lists them below", () => {
    const long = syntheticRows.map((row) => ({
      ...row,
      protocol: `16 channels, 16×16, batch 64, constant rate 0.1, ${row.protocol}`,
    }));
    const one = long.filter(({ space, comparedTo }) => space === "flat" && comparedTo === "the reference");
    const texts = [...toSvg(rankByCost(one)).matchAll(/>([^<>]+)<\/text>/g)].map(([, text]) => text);
    assert.ok(
      texts.includes(
        "3: 16 channels, 16×16, batch 64, constant rate 0.1, protocol 2 by loss 0.65 (0.45 to 0.75) at 12.0 core-seconds",
      ),
    );
    assert.equal(texts.filter((text) => text === "3").length, 2);
    assert.ok(widthOf(toSvg(rankByCost(one))) <= 840);
    assert.ok(widthOf(toSvg(rankByCost(long))) <= 840);
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

  it("rings the chosen protocol in every panel, also where names are numbers", () => {
    const rings = (given: readonly ProtocolRank[], chosen: string): number =>
      [...toSvg(rankByCost(given, { chosen })).matchAll(/aria-roledescription="point"[^>]*>/g)].filter(
        ([mark]) => !mark.includes("fill="),
      ).length;
    assert.equal(rings(syntheticRows, "protocol 1"), RINGS);
    const long = syntheticRows.map((row) => ({
      ...row,
      protocol: `16 channels, 16×16, batch 64, rate 0.1, ${row.protocol}`,
    }));
    assert.equal(rings(long, long[2].protocol), RINGS);
    assert.equal(rings(syntheticRows, "another"), 0);
    assert.match(rankByCost(syntheticRows, { chosen: "protocol 1" }).description, /ringed: the chosen protocol/);
    assert.doesNotMatch(rankByCost(syntheticRows, { chosen: "another" }).description, /ringed/);
  });

  it("draws a target by space where it has one", () => {
    const rules = (aim: number | Readonly<Record<string, number>>): number =>
      toSvg(rankByCost(syntheticRows, { aim })).match(/stroke-dasharray="4,4"/g)?.length ?? 0;
    assert.equal(rules(0.6), 4);
    assert.equal(rules({ flat: 0.5 }), 2);
    assert.match(rankByCost(syntheticRows, { aim: { flat: 0.5 } }).description, /; dashed: the target\./);
    assert.match(figure.description, /; dashed: the target of 0\.6;/);
  });

  it("fits the width of a page", () => {
    assert.ok(widthOf(toSvg(rankByCost(syntheticRows, { aim: 0.6 }))) <= 840);
  });

  it("says so when there is nothing to draw", () => {
    assert.match(rankByCost([]).description, /No protocol measured yet/);
  });
});
