import assert from "node:assert/strict";
import type { Layer } from "../../../lib/genotype/primitive.js";
import { compileProgram } from "../../../lib/graph/fused/compile-program.js";
import type { Program } from "../../../lib/graph/fused/program.js";
import { joinParts } from "../../../lib/graph/forward-graph.js";
import { lowerPlan } from "../../../lib/graph/lower-plan.js";
import { trainingGraphDefaults } from "../../../lib/graph/training-graph.js";
import type { Plan } from "../../../lib/network/plan.js";
import { createPlanBuilder, type PlanBuilder, type Value } from "../../../lib/network/plan-builder.js";
import { programOf } from "./programs.js";

const CLASSES = 4;
const normalize: Layer = { kind: "batchNormalization" };
const relu: Layer = { kind: "relu" };
const conv1: Layer = { kind: "convolution", kernel: 1, channels: 6 };
const dw3: Layer = { kind: "depthwiseConvolution", kernel: 3 };
const average = (kernel: number, stride = 1): Layer => ({ kind: "averagePool", kernel, stride });

/** Images of 3 channels, then `build`'s operations, a mean and a classifier. */
function planOf(build: (put: (value: Value, ...layers: readonly Layer[]) => Value) => Value): Plan {
  const imageSize = { height: 8, width: 8, channels: 3 };
  const builder: PlanBuilder = createPlanBuilder(imageSize);
  const value = build((from, ...layers) =>
    layers.reduce<Value>((before, layer) => builder.add(layer.kind, layer, before), from),
  );
  builder.add(
    "classifier",
    { kind: "dense", channels: CLASSES },
    builder.add("mean", { kind: "globalAveragePool" }, value),
  );
  const { operations } = builder;
  const sum = (pick: (operation: Plan["operations"][number]) => number) =>
    operations.reduce((total, operation) => total + pick(operation), 0);
  return {
    network: "test",
    imageSize,
    classCount: CLASSES,
    operations,
    parameterCount: sum(({ parameterCount }) => parameterCount),
    averageCount: sum(({ averages }) => 2 * (averages?.channels ?? 0)),
    multiplyAdds: 0,
    activationBytes: 0,
  };
}

const IMAGES: Value = [0];
const kindsOf = ({ instructions }: Program): readonly string[] => instructions.map(({ kind }) => kind);
const modesOf = ({ instructions }: Program, index: number): readonly string[] =>
  instructions[index].parts.map(({ mode }) => mode);

describe("compileProgram", () => {
  it("makes products, means and a loss, and turns a bias into a leading input of ones", () => {
    const program = programOf(planOf((put) => put(IMAGES, conv1)));
    assert.deepEqual(kindsOf(program), ["product", "mean", "product", "loss"]);
    assert.deepEqual(modesOf(program, 2), ["ones", "direct"]);
    const [ones, direct] = program.instructions[2].parts;
    assert.deepEqual([direct.weight, ones.weight], [3 * 6, 3 * 6 + 6 * CLASSES]);
    assert.equal(program.parameterCount, 3 * 6 + 6 * CLASSES + CLASSES);
  });

  it("stores normalization and activation with the tensor, for its readers to apply", () => {
    const program = programOf(planOf((put) => put(IMAGES, conv1, normalize, relu, conv1)));
    assert.deepEqual(kindsOf(program), ["product", "product", "mean", "product", "loss"]);
    const { norm, activation } = program.tensors[program.instructions[0].output];
    assert.deepEqual(norm, { scale: 18, offset: 24, mean: 0, variance: 6 });
    assert.equal(activation, "relu");
    assert.deepEqual(
      program.tensors.map((tensor) => tensor.norm !== undefined),
      [false, true, false, false, false],
    );
  });

  it("splits the normalization of a concatenation by part", () => {
    const program = programOf(
      planOf((put) => put([...put(IMAGES, conv1), ...put(IMAGES, { ...conv1, channels: 2 })], normalize, relu)),
    );
    const norms = program.tensors.flatMap(({ norm }) => (norm === undefined ? [] : [norm]));
    const [kernels, channels] = [3 * 6 + 3 * 2, 8];
    assert.deepEqual(norms, [
      { scale: kernels, offset: kernels + channels, mean: 0, variance: channels },
      { scale: kernels + 6, offset: kernels + channels + 6, mean: 6, variance: channels + 6 },
    ]);
  });

  it("copies a tensor that is also read unnormalized, and normalizes the copy", () => {
    const program = programOf(
      planOf((put) => {
        const value = put(IMAGES, conv1);
        return put([...put(value, normalize), ...value], conv1);
      }),
    );
    assert.deepEqual(kindsOf(program), ["product", "copy", "product", "mean", "product", "loss"]);
    const [made, copied] = program.instructions.map(({ output }) => program.tensors[output]);
    assert.equal(made.norm, undefined);
    assert.notEqual(copied.norm, undefined);
    assert.deepEqual(
      program.instructions[2].parts.map(({ tensor }) => tensor),
      [program.instructions[1].output, program.instructions[0].output],
    );
  });

  it("copies for a second normalization, for a normalization of an activation, and for one of the images", () => {
    for (const layers of [[conv1, normalize, normalize], [conv1, relu, normalize], [conv1, relu, relu], [normalize]]) {
      const kinds = kindsOf(programOf(planOf((put) => put(IMAGES, ...layers))));
      assert.equal(kinds.filter((kind) => kind === "copy").length, 1, layers.map(({ kind }) => kind).join());
    }
  });

  it("uses the parts of a concatenation as parts of the product, each with its rows of the weights", () => {
    const program = programOf(
      planOf((put) => put([...put(IMAGES, conv1), ...put(IMAGES, { ...conv1, channels: 2 })], { ...conv1, kernel: 3 })),
    );
    const parts = program.instructions[2].parts.map(({ mode, kernel, tapRows, weight }) => ({
      mode,
      kernel,
      tapRows,
      weight,
    }));
    const common = { mode: "gathered", kernel: 3, tapRows: 8 };
    const kernels = 3 * 6 + 3 * 2;
    assert.deepEqual(parts, [
      { ...common, weight: kernels },
      { ...common, weight: kernels + 6 * 6 },
    ]);
  });

  it("gathers the pixels that a strided 1×1 convolution reads, and subsamples for a depthwise one", () => {
    const product = programOf(planOf((put) => put(IMAGES, conv1, { ...conv1, stride: 2 })));
    assert.deepEqual(kindsOf(product), ["product", "product", "mean", "product", "loss"]);
    const [{ mode, kernel, stride }] = product.instructions[1].parts;
    assert.deepEqual({ mode, kernel, stride }, { mode: "gathered", kernel: 1, stride: 2 });
    assert.equal(product.tensors[product.instructions[1].output].size, "/2");
    const depthwise = programOf(planOf((put) => put(IMAGES, conv1, { ...dw3, kernel: 1, stride: 3 })));
    assert.deepEqual(kindsOf(depthwise), ["product", "averagePool", "depthwise", "mean", "product", "loss"]);
    assert.equal(depthwise.tensors[depthwise.instructions[2].output].size, "/3");
  });

  it("does not dilate a kernel of one tap", () => {
    const dilated = programOf(planOf((put) => put(IMAGES, { ...conv1, dilation: 3 })));
    assert.deepEqual(dilated, programOf(planOf((put) => put(IMAGES, conv1))));
  });

  it("merges a depthwise convolution into its only reader if that is a product, and otherwise keeps it separate", () => {
    const joined = programOf(planOf((put) => put(IMAGES, conv1, dw3, conv1)));
    assert.deepEqual(kindsOf(joined), ["product", "product", "mean", "product", "loss"]);
    const [{ mode, kernel, filter, filterRow }] = joined.instructions[1].parts;
    assert.deepEqual({ mode, kernel, filter, filterRow }, { mode: "depthwise", kernel: 3, filter: 18, filterRow: 6 });
    for (const after of [[normalize, conv1], [relu, conv1], [{ ...conv1, kernel: 3 }], [{ ...conv1, stride: 2 }], []])
      assert.ok(kindsOf(programOf(planOf((put) => put(IMAGES, conv1, dw3, ...after)))).includes("depthwise"));
    const twice = planOf((put) => {
      const value = put(IMAGES, conv1, dw3);
      return [...put(value, conv1), ...put(value, conv1)];
    });
    assert.equal(kindsOf(programOf(twice)).filter((kind) => kind === "depthwise").length, 1);
  });

  it("averages after the product if kernel and stride allow it, one kernel per product, averaged parts last", () => {
    const alone = programOf(planOf((put) => put(IMAGES, conv1, average(3), conv1)));
    assert.deepEqual(modesOf(alone, 1), ["averaged"]);
    for (const pool of [average(2), average(3, 2)])
      assert.ok(kindsOf(programOf(planOf((put) => put(IMAGES, conv1, pool, conv1)))).includes("averagePool"));
    const two = programOf(
      planOf((put) => {
        const value = put(IMAGES, conv1);
        return put([...put(value, average(3)), ...put(value, average(5)), ...value], conv1);
      }),
    );
    assert.deepEqual(kindsOf(two), ["product", "averagePool", "product", "mean", "product", "loss"]);
    assert.deepEqual(
      two.instructions[2].parts.map(({ mode, kernel }) => [mode, kernel]),
      [
        ["direct", 1],
        ["direct", 1],
        ["averaged", 3],
      ],
    );
  });

  it("computes equal pools once, with a copy if one of them is normalized", () => {
    const program = programOf(
      planOf((put) => {
        const value = put(IMAGES, conv1);
        const pool: Layer = { kind: "maxPool", kernel: 3 };
        return put([...put(value, pool), ...put(value, pool, normalize, relu)], { ...conv1, kernel: 3 });
      }),
    );
    assert.deepEqual(kindsOf(program), ["product", "maxPool", "copy", "product", "mean", "product", "loss"]);
    assert.equal(program.tensors[program.instructions[1].output].norm, undefined);
  });

  it("gives tensors of equal height and width equal sizes", () => {
    const program = programOf(planOf((put) => put(IMAGES, conv1, { ...conv1, kernel: 3, stride: 2 }, conv1)));
    assert.deepEqual(
      program.tensors.map(({ size }) => size),
      ["", "", "/2", "/2", "mean", "mean"],
    );
  });

  it("supports the smooth stand-ins", () => {
    const plan = planOf((put) => put(IMAGES, conv1, { kind: "maxPool", kernel: 3 }, relu));
    const program = programOf(plan, "smooth");
    assert.ok(kindsOf(program).includes("averagePool"));
    assert.ok(program.tensors.some(({ activation }) => activation === "softplus"));
  });

  it("refuses a rewritten forward pass", () => {
    const plan = planOf((put) => put([...put(IMAGES, conv1), ...put(IMAGES, conv1)], conv1));
    const joined = joinParts(lowerPlan(plan, { ...trainingGraphDefaults, batchSize: 64 }));
    assert.throws(
      () => compileProgram(joined),
      /the fused operation has no concatenate; it takes the forward pass before rewrites/,
    );
  });
});
