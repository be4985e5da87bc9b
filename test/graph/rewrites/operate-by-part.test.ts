import assert from "node:assert/strict";
import { publishedCell } from "../../../lib/genotype/published.js";
import { joinParts } from "../../../lib/graph/forward-graph.js";
import { lowerPlan } from "../../../lib/graph/lower-plan.js";
import { operateByPart } from "../../../lib/graph/rewrites/operate-by-part.js";
import { trainingGraphDefaults } from "../../../lib/graph/training-graph.js";
import { joining, smallPlan } from "./observe-graph.js";

describe("operateByPart", () => {
  const depthwiseCount = (batchSize: number): number => {
    const forward = operateByPart(lowerPlan(smallPlan(publishedCell), { ...trainingGraphDefaults, batchSize }));
    return joinParts(forward).operations.filter(({ kind }) => kind === "depthwiseConvolution").length;
  };

  it("splits depthwise convolutions of large parts, and leaves those of small parts whole", () => {
    const inPlan = smallPlan(publishedCell).operations.filter(({ layer }) => layer.kind === "depthwiseConvolution");
    assert.equal(depthwiseCount(joining.small), inPlan.length);
    assert.ok(depthwiseCount(joining.large) > inPlan.length);
  });
});
