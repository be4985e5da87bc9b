/**
 * Plan → one TensorFlow graph that trains and scores, with its gradients. The optimizer is the paper's, section 4.1.
 */
import type { Plan } from "../network/plan.js";
import { emitOperations } from "./emit-operations.js";
import { type ForwardGraph, joinParts } from "./forward-graph.js";
import { compileProgram } from "./fused/compile-program.js";
import { emitFused } from "./fused/emit-fused.js";
import {
  createGraphBuilder,
  doneAfter,
  float,
  type GraphBuilder,
  type GraphNode,
  type TensorName,
} from "./graph-builder.js";
import { lowerPlan, type LoweringConfig } from "./lower-plan.js";
import { applyRewrites, fusingRewrites, rewriteNames, type RewriteName } from "./rewrites/table.js";
import type { Signature, SignatureTensor } from "./signature.js";
import type { TrainingInputs, TrainingOutputs } from "./training-body.js";
import { addMomentumUpdate, addVariable, type Optimizer } from "./variable.js";

/**
 * The engine of a training step; the results are the same up to rounding. `fused`: one custom operation, on the CPU;
 * `rewritten`: TensorFlow's operations after exact rewrites; `plain`: TensorFlow's operations as in the plan.
 */
export type EngineName = "fused" | "rewritten" | "plain";

/** What a training graph needs besides the plan. The batch size has no default, since it decides what is fastest. */
export interface TrainingGraphConfig extends LoweringConfig, Optimizer {
  /**
   * The share of each label that the training loss spreads evenly over all classes, at least 0 and below 1. Scoring has
   * the plain loss. Szegedy et al., 2016.
   */
  readonly labelSmoothing: number;
  /**
   * The engine that the graph is for. A list of rewrites: `rewritten` with only those. `fastest`: a training session
   * uses `fused` if it can run, otherwise `rewritten`.
   */
  readonly graph: "fastest" | EngineName | readonly RewriteName[];
  /**
   * Whether a graph that is not `plain` may use TensorFlow's internal fused operations `_FusedMatMul` and
   * `_FusedBatchNormEx`, which exist only on the CPU with oneDNN. A training session does not use them on a GPU or when
   * TF_ENABLE_ONEDNN_OPTS is 0.
   */
  readonly fusedOperations: boolean;
}

/**
 * The paper's momentum and weight decay (section 4.1); tf.keras's epsilon for batch normalization; no stand-ins; the
 * fastest graph.
 */
export const trainingGraphDefaults: Omit<TrainingGraphConfig, "batchSize"> = Object.freeze({
  momentum: 0.9,
  weightDecay: 3e-4,
  batchNormalizationEpsilon: 1e-3,
  labelSmoothing: 0,
  standIns: "none",
  graph: "fastest",
  fusedOperations: true,
});

/** A whole graph: its nodes, and its calls by name. */
export interface TrainingGraph {
  readonly nodes: readonly GraphNode[];
  readonly signatures: Readonly<Record<SignatureName, Signature>>;
}

/** The calls of a training graph. */
export type SignatureName =
  | "setWeights"
  | "weights"
  | "setMomentum"
  | "momentum"
  | "setAverages"
  | "averages"
  | "train"
  | "clearGradient"
  | "accumulate"
  | "applyGradient"
  | "calibrate"
  | "score";

/** The graph of a plan. Batch, height and width of the images are open. */
export function buildTrainingGraph(plan: Plan, config: TrainingGraphConfig): TrainingGraph {
  if (config.graph === "fused") {
    const { parameterCount, averageCount } = plan;
    const program = compileProgram(lowerPlan(plan, config));
    return assembleTrainingGraph(
      { imageChannels: plan.imageSize.channels, parameterCount, averageCount },
      config,
      (graph, given) => emitFused(graph, program, given, config),
    );
  }
  const names = namedRewrites(config.graph).filter((name) => config.fusedOperations || !fusingRewrites.includes(name));
  const forward = joinParts(applyRewrites(lowerPlan(plan, config), names));
  return emitTrainingGraph(forward, plan.imageSize.channels, config);
}

function namedRewrites(graph: Exclude<TrainingGraphConfig["graph"], "fused">): readonly RewriteName[] {
  if (graph === "plain") return [];
  return graph === "rewritten" || graph === "fastest" ? rewriteNames : graph;
}

/** The sizes of a network as its graph knows them. */
export interface TrainingSizes {
  readonly imageChannels: number;
  readonly parameterCount: number;
  readonly averageCount: number;
}

/** The graph of a forward pass whose values are single tensors. */
export function emitTrainingGraph(forward: ForwardGraph, imageChannels: number, optimizer: Optimizer): TrainingGraph {
  const { parameterCount, averageCount } = forward;
  return assembleTrainingGraph({ imageChannels, parameterCount, averageCount }, optimizer, (graph, given) =>
    emitOperations(graph, forward, given),
  );
}

/** The graph around a body: feeds, variables, momentum update, calls. */
export function assembleTrainingGraph(
  { imageChannels, parameterCount, averageCount }: TrainingSizes,
  optimizer: Optimizer,
  emitBody: (graph: GraphBuilder, given: TrainingInputs) => TrainingOutputs,
): TrainingGraph {
  const graph = createGraphBuilder();
  const images = feed(graph, "images", "float32", [-1, -1, -1, imageChannels]);
  const labels = feed(graph, "labels", "int32", [-1]);
  const learningRate = feed(graph, "learningRate", "float32", []);
  const share = feed(graph, "share", "float32", []);
  const newWeights = feed(graph, "newWeights", "float32", [parameterCount]);
  const newMomentum = feed(graph, "newMomentum", "float32", [parameterCount]);
  const newAverages = feed(graph, "newAverages", "float32", [averageCount]);

  const theta = addVariable(graph, "theta", parameterCount);
  const velocity = addVariable(graph, "velocity", parameterCount);
  // Takes memory only once it is cleared, that is, for a batch in parts.
  const gradientSum = addVariable(graph, "gradientSum", parameterCount);
  const averages = addVariable(graph, "averages", averageCount);
  const body = emitBody(graph, {
    images: images.tensor,
    labels: labels.tensor,
    theta: theta.value,
    averages: averages.value,
  });
  const update = addMomentumUpdate(graph, theta, velocity, body.gradient, learningRate.tensor, optimizer);
  const loss = graph.add("Identity", [body.loss, `^${update}`], float);
  const part = graph.add("Mul", [body.gradient, share.tensor], float);
  const accumulated = gradientSum.assign(graph.add("AddV2", [gradientSum.value, part], float));
  const partLoss = graph.add("Identity", [body.loss, `^${accumulated}`], float);
  const sumUpdate = addMomentumUpdate(graph, theta, velocity, gradientSum.value, learningRate.tensor, optimizer);
  const statistics = body.statistics ?? averages.value;
  const settled = averages.assign(mix(graph, averages.value, statistics, share.tensor));
  const zeros = graph.add("ZerosLike", [newWeights.tensor], float);

  const number = { type: "float32", shape: [] } as const;
  const vector = (tensor: TensorName, length: number) => ({ tensor, type: "float32", shape: [length] }) as const;
  const after = (nodes: readonly TensorName[]): SignatureTensor => ({ ...number, tensor: doneAfter(graph, nodes) });
  return {
    nodes: graph.nodes,
    signatures: {
      setWeights: {
        inputs: { newWeights },
        outputs: { done: after([theta.assign(newWeights.tensor), velocity.assign(zeros)]) },
      },
      weights: { inputs: {}, outputs: { weights: vector(theta.value, parameterCount) } },
      setMomentum: { inputs: { newMomentum }, outputs: { done: after([velocity.assign(newMomentum.tensor)]) } },
      momentum: { inputs: {}, outputs: { momentum: vector(velocity.value, parameterCount) } },
      setAverages: { inputs: { newAverages }, outputs: { done: after([averages.assign(newAverages.tensor)]) } },
      averages: { inputs: {}, outputs: { averages: vector(averages.value, averageCount) } },
      train: { inputs: { images, labels, learningRate }, outputs: { loss: { ...number, tensor: loss } } },
      clearGradient: {
        inputs: {},
        outputs: { done: after([gradientSum.assign(graph.add("ZerosLike", [theta.value], float))]) },
      },
      accumulate: { inputs: { images, labels, share }, outputs: { loss: { ...number, tensor: partLoss } } },
      applyGradient: { inputs: { learningRate }, outputs: { done: after([sumUpdate]) } },
      calibrate: { inputs: { images, share }, outputs: { done: after([settled]) } },
      score: {
        inputs: { images, labels },
        outputs: {
          correct: { ...number, tensor: body.correct },
          loss: { ...number, tensor: body.scoringLoss },
        },
      },
    },
  };
}

function feed(
  graph: GraphBuilder,
  place: string,
  type: "float32" | "int32",
  shape: readonly number[],
): SignatureTensor {
  const tensor = graph.within(place).add("Placeholder", [], { dtype: { type }, shape: { shape } });
  return { tensor, type, shape };
}

/** (1 − share)·old + share·new. */
function mix(graph: GraphBuilder, old: TensorName, fresh: TensorName, share: TensorName): TensorName {
  const rest = graph.add("Sub", [graph.constant("float32", [], [1]), share], float);
  return graph.add("AddV2", [graph.add("Mul", [old, rest], float), graph.add("Mul", [fresh, share], float)], float);
}
