import assert from "node:assert/strict";
import { compile, type TopLevelSpec } from "vega-lite";
import { bandwidthBySize } from "../../../lib/figures/charts/bandwidth-by-size.js";
import { roofline, type RooflinePoint } from "../../../lib/figures/charts/roofline.js";
import { toSvg } from "../../../lib/figures/output/svg.js";

const machine = { gigaflopsPerSecond: 100, roofs: [{ name: "memory", gigabytesPerSecond: 20 }] };
const points: readonly RooflinePoint[] = [
  { name: "MatMul", group: "plain", flops: 8e9, bytes: 1e9, millis: 100, label: "left" },
  { name: "Relu", group: "plain", flops: 1e8, bytes: 8e8, millis: 40, label: "left" },
  { name: "ConcatV2", group: "plain", flops: 0, bytes: 1e9, millis: 50 },
  { name: "plain step", group: "whole step", flops: 8.1e9, bytes: 2.8e9, millis: 190, label: "right" },
];

describe("roofline", () => {
  it("draws a point for everything that computes and counts the rest", () => {
    const svg = toSvg(roofline(points, machine));
    assert.equal(svg.match(/aria-roledescription="point"/g)?.length, 3);
    assert.ok(svg.includes("1 without arithmetic not shown"));
  });

  it("names the roofs and what is labelled", () => {
    const figure = roofline(points, machine);
    const svg = toSvg(figure);
    for (const text of ["memory 20 GB/s", "matrix products 100 GFLOP/s", "plain step", "MatMul"])
      assert.ok(svg.includes(text), text);
    assert.match(figure.description, /MatMul: 80\.0 GFLOP\/s at 8\.00 operations a byte/);
  });

  it("leaves out names on the left without room, never those on the right", () => {
    const near = Array.from({ length: 12 }, (_, index) => ({ ...points[0], name: `name ${index}` }));
    const shown = (given: typeof near): number => new Set(toSvg(roofline(given, machine)).match(/>name \d+</g)).size;
    assert.ok(shown(near) < near.length);
    const right = near.slice(0, 3).map((point) => ({ ...point, label: "right" as const }));
    assert.equal(shown(right), 3);
  });

  it("compiles without any bandwidth, and says so when nothing computes", () => {
    compile(roofline(points, { gigaflopsPerSecond: 100, roofs: [] }).spec as unknown as TopLevelSpec);
    assert.match(roofline([points[2]], machine).description, /No operation that computes/);
  });
});

describe("bandwidthBySize", () => {
  const sets = [1, 4, 64].map((size) => ({ workingSetBytes: size * 2 ** 20, gigabytesPerSecond: 100 / size }));

  it("draws a line over the sizes and marks the caches in its range", () => {
    const figure = bandwidthBySize(sets, [
      { level: 1, sizeBytes: 32 * 2 ** 10 },
      { level: 3, sizeBytes: 32 * 2 ** 20 },
    ]);
    const svg = toSvg(figure);
    assert.ok(svg.includes("level 3 ends") && !svg.includes("level 1 ends"));
    assert.match(figure.description, /100 GB\/s with 1\.0 MiB, 2 GB\/s with 64\.0 MiB/);
    compile(figure.spec as unknown as TopLevelSpec);
  });

  it("says so when there is nothing to draw", () => {
    assert.match(bandwidthBySize([]).description, /Nothing measured yet/);
  });
});
