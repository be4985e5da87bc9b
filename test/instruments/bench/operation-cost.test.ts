import assert from "node:assert/strict";
import { costOfOperation } from "../../../lib/instruments/bench/operation-cost.js";
import { groupOfOperation } from "../../../lib/instruments/bench/operation-group.js";
import { costOfProgram } from "../../../lib/instruments/bench/program-cost.js";
import { costOfTrainingStep } from "../../../lib/instruments/bench/bench-training-steps.js";
import type { Program, ProgramPart } from "../../../lib/graph/fused/program.js";
import { plainPart } from "../../../lib/graph/fused/program-draft.js";
import { publishedCell } from "../../../lib/genotype/published.js";
import { smallNetwork } from "../../../lib/network/network-config.js";
import { planNetwork } from "../../../lib/network/plan-network.js";

const tensor = (...shape: readonly number[]) => ({ type: "float32", shape }) as const;

describe("costOfOperation", () => {
  const costs = (op: string, inputs: readonly ReturnType<typeof tensor>[], output: readonly number[]) =>
    costOfOperation({ op, attributes: {}, inputs, outputs: [output] });

  it("counts two operations per multiply-add of a product, and every number once", () => {
    assert.deepEqual(costs("MatMul", [tensor(3, 4), tensor(4, 5)], [3, 5]), { flops: 2 * 3 * 4 * 5, bytes: 4 * 47 });
  });

  it("counts a convolution and its two gradients alike", () => {
    const [images, kernel, made, whole] = [tensor(2, 8, 8, 3), tensor(3, 3, 3, 5), tensor(2, 8, 8, 5), tensor(4)];
    const { flops } = costs("Conv2D", [images, kernel], made.shape);
    assert.equal(flops, 2 * 2 * 8 * 8 * 5 * 27);
    assert.equal(costs("Conv2DBackpropFilter", [images, whole, made], kernel.shape).flops, flops);
    assert.equal(costs("Conv2DBackpropInput", [whole, kernel, made], images.shape).flops, flops);
  });

  it("counts a view as free", () => {
    assert.deepEqual(costs("Reshape", [tensor(6), tensor(2)], [2, 3]), { flops: 0, bytes: 0 });
  });
});

describe("groupOfOperation", () => {
  it("puts an operation and its gradients together", () => {
    for (const [op, group] of [
      ["Conv2DBackpropFilter", "products"],
      ["_FusedMatMul", "products"],
      ["DepthwiseConv2dNativeBackpropInput", "depthwise"],
      ["FusedBatchNormGradV3", "normalization and ReLU"],
      ["SplitV", "joining and cutting"],
      ["AvgPoolGrad", "pools"],
      ["AddN", "sums"],
      ["Reshape", "other"],
    ])
      assert.equal(groupOfOperation(op), group, op);
  });
});

describe("costOfProgram", () => {
  const part: ProgramPart = { ...plainPart, tensor: 0 };

  it("counts products three times, but those of the images twice, and every tensor once per user", () => {
    const program: Program = {
      tensors: [3, 8, 8].map((channels) => ({ channels, size: "", activation: "none" })),
      instructions: [
        { kind: "product", output: 1, parts: [part] },
        { kind: "product", output: 2, parts: [{ ...part, tensor: 1, mode: "depthwise", kernel: 3 }] },
      ],
      parameterCount: 0,
      averageCount: 0,
    };
    const { flops, bytes } = costOfProgram(program, { batchSize: 2, height: 4, width: 4 });
    const pixels = 2 * 4 * 4;
    assert.equal(flops.products, 2 * pixels * (3 * 8 * 2 + 8 * 8 * 3));
    assert.equal(flops.depthwise, 2 * pixels * 8 * 9 * 3);
    const [images, made] = [4 * pixels * 3, 4 * pixels * 8];
    assert.deepEqual(bytes, { reads: 2 * images + 4 * made, writes: 2 * made, gradients: 3 * made });
  });

  it("has nearly three times the multiply-adds of the published cell's plan", () => {
    const plan = planNetwork(publishedCell, { ...smallNetwork, imageSize: { height: 24, width: 24, channels: 3 } });
    const { flops } = costOfTrainingStep(plan, [4, 24, 24, 3]);
    const ratio = (flops.products + flops.depthwise) / (2 * 4 * plan.multiplyAdds);
    assert.ok(ratio > 2.9 && ratio <= 3, String(ratio));
  });
});
