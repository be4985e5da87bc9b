import assert from "node:assert/strict";
import { compile, type TopLevelSpec } from "vega-lite";
import {
  REST,
  trainingStepByPart,
  type TrainingStepPart,
  UNDIVIDED,
} from "../../../lib/figures/charts/training-step-by-part.js";
import { toSvg } from "../../../lib/figures/output/svg.js";

const parts: readonly TrainingStepPart[] = [
  { scale: "laptop", graph: "plain", part: "products", millis: 20 },
  { scale: "laptop", graph: "plain", part: REST, millis: 10 },
  { scale: "laptop", graph: "plain", part: "pools", millis: 5 },
  { scale: "laptop", graph: "fused", part: UNDIVIDED, millis: 12 },
  { scale: "published", graph: "plain", part: "products", millis: 200 },
];
const bounds = [{ scale: "laptop", bound: "arithmetic", millis: 8 }];

describe("trainingStepByPart", () => {
  it("labels each bar with the graph's total time, and each bound", () => {
    const svg = toSvg(trainingStepByPart(parts, bounds));
    for (const text of ["35.0 ms", "12.0 ms", "200 ms", "arithmetic 8.00 ms", "products", REST, UNDIVIDED])
      assert.ok(svg.includes(text), text);
  });

  it("describes everything in words", () => {
    const { description } = trainingStepByPart(parts, bounds);
    assert.equal(
      description,
      "laptop: plain 35.0 ms, fused 12.0 ms; arithmetic alone 8.00 ms. published: plain 200 ms.",
    );
  });

  it("puts the unexplained part last, whatever the order of the rows", () => {
    const { spec } = trainingStepByPart(parts);
    const text = JSON.stringify(spec);
    assert.match(text, new RegExp(`"domain":\\["products","pools","${REST}","${UNDIVIDED}"\\]`));
  });

  it("draws the fused operation's phases when there are some", () => {
    const phases: readonly TrainingStepPart[] = [
      { scale: "laptop", graph: "fused", part: "batch sums", millis: 4 },
      { scale: "laptop", graph: "fused", part: REST, millis: 1 },
    ];
    const svg = toSvg(trainingStepByPart(phases));
    assert.ok(svg.includes("batch sums"));
    assert.ok(!svg.includes(UNDIVIDED));
  });

  it("compiles, and says so when there is nothing to draw", () => {
    compile(trainingStepByPart(parts, bounds).spec as unknown as TopLevelSpec);
    assert.match(trainingStepByPart([]).description, /Nothing measured yet/);
    assert.ok(toSvg(trainingStepByPart([])).includes("Nothing measured yet"));
  });
});
