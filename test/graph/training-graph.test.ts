import assert from "node:assert/strict";
import { genotypeFromText } from "../../lib/genotype/genotype-from-text.js";
import type { Layer, Primitive } from "../../lib/genotype/primitive.js";
import { publishedCell } from "../../lib/genotype/published.js";
import { joinParts } from "../../lib/graph/forward-graph.js";
import { createGraphBuilder } from "../../lib/graph/graph-builder.js";
import { lowerPlan } from "../../lib/graph/lower-plan.js";
import { buildTrainingGraph, trainingGraphDefaults } from "../../lib/graph/training-graph.js";
import { smallNetwork } from "../../lib/network/network-config.js";
import { planNetwork } from "../../lib/network/plan-network.js";

const plan = planNetwork(publishedCell, smallNetwork);

function assertNamedInOrder(nodes: readonly { readonly name: string; readonly inputs: readonly string[] }[]): void {
  const names = new Set<string>();
  for (const { name, inputs } of nodes) {
    assert.ok(!names.has(name), name);
    for (const input of inputs) assert.ok(names.has(input.replace(/^\^|:\d+$/g, "")), `${name}: ${input}`);
    names.add(name);
  }
}

describe("the plain training graph of the published cell", () => {
  const { nodes } = buildTrainingGraph(plan, { ...trainingGraphDefaults, graph: "plain", batchSize: 64 });
  const count = (op: string) => nodes.filter((node) => node.op === op).length;

  it("names every node once, and every input after it", () => assertNamedInOrder(nodes));

  it("has each constant once", () => {
    const values = nodes
      .filter(({ op, inputs }) => op === "Const" && inputs.length === 0)
      .map(({ attributes }) => JSON.stringify(attributes));
    assert.equal(new Set(values).size, values.length);
  });

  it("has two updates, by a batch or by the sum of its parts, of one vector that is split once", () => {
    assert.equal(count("ResourceApplyMomentum"), 2);
    assert.equal(count("VarHandleOp"), 4);
    assert.equal(nodes.filter(({ op, inputs }) => op === "SplitV" && inputs[0] === "theta/ReadVariableOp").length, 1);
  });

  it("has a convolution's nodes for each convolution of the plan, forward twice (training and scoring) and backward once", () => {
    const convolutions = plan.operations.filter(({ layer }) => layer.kind === "convolution").length;
    assert.equal(count("Conv2D"), 2 * convolutions);
    assert.equal(count("Conv2DBackpropFilter"), convolutions);
    // The gradient of the images is not needed.
    assert.equal(count("Conv2DBackpropInput"), convolutions - 1);
  });

  it("sums the gradient of each value with several consumers in one AddN", () => {
    for (const { name, op, inputs } of nodes) {
      if (op === "AddN")
        assert.ok(
          inputs.every((input) => !input.includes("AddN")),
          name,
        );
    }
  });
});

describe("the rewritten training graph of the published cell", () => {
  const { nodes } = buildTrainingGraph(plan, { ...trainingGraphDefaults, graph: "rewritten", batchSize: 64 });
  const count = (op: string) => nodes.filter((node) => node.op === op).length;

  it("names every node once, and every input after it", () => assertNamedInOrder(nodes));

  it("convolves only in the stem, and joins no images", () => {
    assert.equal(count("Conv2D"), 2);
    const joined = nodes.filter(({ name, op }) => op === "ConcatV2" && /^(training|scoring)\/\d+\/ConcatV2/.test(name));
    const shapes = joined.filter(({ attributes }) => JSON.stringify(attributes.T) === '{"type":"int32"}');
    assert.equal(joined.length, shapes.length);
  });

  it("has none of TensorFlow's internal operations if they may not be used", () => {
    const stock = buildTrainingGraph(plan, {
      ...trainingGraphDefaults,
      graph: "rewritten",
      batchSize: 64,
      fusedOperations: false,
    }).nodes;
    assert.ok(count("_FusedMatMul") > 0 && count("_FusedBatchNormEx") > 0);
    assert.ok(stock.every(({ op }) => !op.startsWith("_")));
  });
});

describe("a training graph with windows larger than any image", () => {
  const refused = (layer: Layer, message: string): void => {
    const primitive = (own: Layer): Primitive => ({ name: "own", label: "own", sign: "o", layers: () => [own] });
    const planOf = (own: Primitive) => planNetwork(genotypeFromText("1→2 own", [own]), smallNetwork, [own]);
    assert.throws(() => planOf(primitive(layer)), {
      name: "InputError",
      message: `primitive own: ${layer.kind}: ${message}`,
    });
    // A plan is data, so it may have been edited.
    const usual = { ...layer, kernel: 3, stride: 1, ...("dilation" in layer ? { dilation: 1 } : {}) } as Layer;
    const { operations, ...rest } = planOf(primitive(usual));
    const isOwn = ({ layer: { kind }, path }: (typeof operations)[number]) =>
      kind === layer.kind && path.endsWith(`/own/${kind}`);
    const network = { ...rest, operations: operations.map((each) => (isOwn(each) ? { ...each, layer } : each)) };
    for (const graph of ["plain", "rewritten", "fused"] as const)
      assert.throws(() => buildTrainingGraph(network, { ...trainingGraphDefaults, graph, batchSize: 64 }), {
        name: "InputError",
        message: `group 1/cell 1/edge 1→2/own/${layer.kind}: ${message}`,
      });
  };

  it("is refused in one line: TensorFlow would end the process", () => {
    refused(
      { kind: "depthwiseConvolution", kernel: 3, stride: 2 ** 40 },
      "stride: got 1099511627776, must be a whole number from 1 to 64",
    );
    refused({ kind: "convolution", kernel: 0, channels: 4 }, "kernel: got 0, must be a whole number from 1 to 64");
    refused(
      { kind: "convolution", kernel: 3, channels: 4, dilation: 1.5 },
      "dilation: got 1.5, must be a whole number from 1 to 64",
    );
    refused({ kind: "maxPool", kernel: 65 }, "kernel: got 65, must be a whole number from 1 to 64");
    refused({ kind: "averagePool", kernel: 3, stride: -1 }, "stride: got -1, must be a whole number from 1 to 64");
  });
});

describe("joinParts", () => {
  const lowered = lowerPlan(plan, { ...trainingGraphDefaults, batchSize: 64 });

  it("leaves one tensor per value, joining equal lists of parts once", () => {
    const { operations } = joinParts(lowered);
    const lists = operations.filter(({ kind }) => kind === "concatenate").map(({ inputs }) => inputs[0].join());
    assert.ok(lists.length > 0);
    assert.equal(new Set(lists).size, lists.length);
    for (const { kind, inputs } of operations)
      if (kind !== "concatenate") for (const parts of inputs) assert.equal(parts.length, 1);
  });

  it("does not change its argument", () => {
    const before = JSON.stringify(lowered);
    joinParts(lowered);
    assert.equal(JSON.stringify(lowered), before);
  });
});

describe("a graph under construction", () => {
  it("names nodes by scope and number, and shares constants and shapes", () => {
    const graph = createGraphBuilder();
    const place = graph.within("training/3");
    assert.equal(place.add("Relu", ["x"]), "training/3/Relu");
    assert.equal(place.add("Relu", ["x"]), "training/3/Relu_1");
    assert.equal(place.constant("int32", [1], [3]), graph.constant("int32", [1], [3]));
    assert.notEqual(graph.constant("int32", [1], [3]), graph.constant("int32", [], [3]));
    assert.notEqual(graph.constant("int32", [1], [3]), graph.constant("float32", [1], [3]));
    assert.equal(place.shapeOf("x"), graph.shapeOf("x"));
  });
});
