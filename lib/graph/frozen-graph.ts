/** Plan and trained weights → a graph of TensorFlow's own operations that other programs run: nothing is fed but images. */
import { InputError } from "../input/errors.js";
import type { Plan } from "../network/plan.js";
import { emitForward } from "./emit-forward.js";
import { joinParts } from "./forward-graph.js";
import { type Attribute, createGraphBuilder, float, type GraphNode, type TensorName } from "./graph-builder.js";
import { lowerPlan } from "./lower-plan.js";
import type { Emitted } from "./ops/rule.js";
import type { Signature } from "./signature.js";
import { trainingGraphDefaults } from "./training-graph.js";

/** A piece of a network's weights or averages, as a constant of its graph. */
export interface FrozenTensor {
  /** Its node's name, apart from the ending `/Const`. */
  readonly name: string;
  /** The flat vector that it is cut from, and its first number there. */
  readonly vector: "weights" | "averages";
  readonly offset: number;
  readonly shape: readonly number[];
  /** Row-major in `shape`. */
  readonly values: Float32Array;
}

/** A graph that needs nothing but images. */
export interface FrozenGraph {
  readonly nodes: readonly GraphNode[];
  /** In: `images`, normalized, `[batch, height, width, channels]`. Out: `logits` and `probabilities`, `[batch, classes]`. */
  readonly signature: Signature;
}

/** The ending of the names of constants. */
export const CONSTANT = "/Const";

/** What TensorFlow takes where an attribute is missing; TensorFlow.js needs them written. */
const usual: Readonly<Record<string, Readonly<Record<string, Attribute>>>> = {
  Conv2D: { data_format: { text: "NHWC" }, dilations: { ints: [1, 1, 1, 1] } },
  DepthwiseConv2dNative: { data_format: { text: "NHWC" }, dilations: { ints: [1, 1, 1, 1] } },
  FusedBatchNormV3: { data_format: { text: "NHWC" } },
  MaxPool: { data_format: { text: "NHWC" } },
  AvgPool: { data_format: { text: "NHWC" } },
  BiasAdd: { data_format: { text: "NHWC" } },
  MatMul: { transpose_a: { bool: false }, transpose_b: { bool: false } },
};

/**
 * The forward pass of a plan as it is, without rewrites, normalized with the averages. Batch, height and width are open.
 * Throws InputError when a piece that the plan needs is not among `tensors`.
 */
export function buildFrozenGraph(plan: Plan, tensors: readonly FrozenTensor[]): FrozenGraph {
  const { batchNormalizationEpsilon } = trainingGraphDefaults;
  const forward = joinParts(lowerPlan(plan, { batchNormalizationEpsilon, standIns: "none", batchSize: 1 }));
  const graph = createGraphBuilder();
  const shape = [-1, -1, -1, plan.imageSize.channels];
  const images = graph.within("images").add("Placeholder", [], { dtype: { type: "float32" }, shape: { shape } });
  const constants = new Map(
    tensors.map(({ name, vector, offset, ...value }): readonly [string, TensorName] => {
      const constant = { type: "float32", ...value } as const;
      return [
        `${vector} ${offset}`,
        graph.within(name).add("Const", [], { dtype: { type: "float32" }, value: { constant } }),
      ];
    }),
  );
  const constantAt = (vector: FrozenTensor["vector"], offset: number): TensorName => {
    const found = constants.get(`${vector} ${offset}`);
    if (found === undefined) throw new InputError(`network: its ${vector} have no piece at ${offset}`);
    return found;
  };
  const weights = new Map(
    forward.operations.flatMap((each) =>
      each.kind === "weight" ? [[each.id, constantAt("weights", each.offset)] as const] : [],
    ),
  );
  // The loss is left out, and with it the labels.
  const operations = forward.operations.filter(({ kind }) => kind !== "crossEntropy" && kind !== "labels");
  const emitted = emitForward(
    graph,
    { ...forward, operations },
    { images, labels: "", weights },
    { mode: "scoring", average: (offset) => constantAt("averages", offset), accumulate: false },
  );
  const { output: logits } = emitted.get(forward.logits) as Emitted;
  const probabilities = graph.within("probabilities").add("Softmax", [logits], float);
  const result = { type: "float32", shape: [-1, plan.classCount] } as const;
  return {
    nodes: graph.nodes.map((node) => ({ ...node, attributes: { ...usual[node.op], ...node.attributes } })),
    signature: {
      inputs: { images: { tensor: images, type: "float32", shape } },
      outputs: {
        logits: { tensor: logits, ...result },
        probabilities: { tensor: probabilities, ...result },
      },
    },
  };
}
