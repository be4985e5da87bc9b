/** Plan → a graph that only classifies: the forward pass with given averages, without labels or gradients. */
import type { Plan } from "../network/plan.js";
import { emitForward } from "./emit-forward.js";
import { averagePiecesOf } from "./emit-operations.js";
import { splitVector } from "./flat-vector.js";
import { joinParts } from "./forward-graph.js";
import { createGraphBuilder, doneAfter, type GraphNode } from "./graph-builder.js";
import { lowerPlan } from "./lower-plan.js";
import { applyRewrites, rewriteNames, fusingRewrites } from "./rewrites/table.js";
import type { Signature, SignatureTensor } from "./signature.js";
import type { Emitted } from "./ops/rule.js";
import type { TrainingGraphConfig } from "./training-graph.js";
import { addVariable } from "./variable.js";

/** What a classifying graph needs besides the plan: as for training, where it has a meaning. */
export type ClassifyingGraphConfig = Pick<
  TrainingGraphConfig,
  "batchNormalizationEpsilon" | "fusedOperations" | "batchSize"
>;

/** A graph that classifies: its nodes, and its calls by name. */
export interface ClassifyingGraph {
  readonly nodes: readonly GraphNode[];
  readonly signatures: Readonly<Record<"setWeights" | "setAverages" | "logits", Signature>>;
}

/** The graph of a plan, rewritten, with TensorFlow's own operations. Batch, height and width of the images are open. */
export function buildClassifyingGraph(plan: Plan, config: ClassifyingGraphConfig): ClassifyingGraph {
  const names = rewriteNames.filter((name) => config.fusedOperations || !fusingRewrites.includes(name));
  const forward = joinParts(applyRewrites(lowerPlan(plan, { ...config, standIns: "none" }), names));
  const { parameterCount, averageCount, accumulatesProducts: accumulate = false } = forward;
  const graph = createGraphBuilder();
  const placeholder = (name: string, shape: readonly number[]): SignatureTensor => {
    const tensor = graph.within(name).add("Placeholder", [], { dtype: { type: "float32" }, shape: { shape } });
    return { tensor, type: "float32", shape };
  };
  const images = placeholder("images", [-1, -1, -1, plan.imageSize.channels]);
  const newWeights = placeholder("newWeights", [parameterCount]);
  const newAverages = placeholder("newAverages", [averageCount]);
  const theta = addVariable(graph, "theta", parameterCount);
  const averages = addVariable(graph, "averages", averageCount);

  const weightOperations = forward.operations.filter((operation) => operation.kind === "weight");
  const weightTensors = splitVector(graph, theta.value, parameterCount, weightOperations);
  const weights = new Map(weightOperations.map(({ id }, index) => [id, weightTensors[index]]));
  const averagePieces = averagePiecesOf(forward);
  const averageTensors = averageCount === 0 ? [] : splitVector(graph, averages.value, averageCount, averagePieces);
  const averageAt = new Map(averagePieces.map(({ offset }, index) => [offset, averageTensors[index]]));
  // The loss is left out, and with it the labels.
  const operations = forward.operations.filter(({ kind }) => kind !== "crossEntropy" && kind !== "labels");
  const emitted = emitForward(
    graph,
    { ...forward, operations },
    { images: images.tensor, labels: "", weights },
    { mode: "scoring", average: (offset) => averageAt.get(offset) as string, accumulate },
  );
  const { output: tensor } = emitted.get(forward.logits) as Emitted;
  const done = (node: string): SignatureTensor => ({ tensor: doneAfter(graph, [node]), type: "float32", shape: [] });
  return {
    nodes: graph.nodes,
    signatures: {
      setWeights: { inputs: { newWeights }, outputs: { done: done(theta.assign(newWeights.tensor)) } },
      setAverages: { inputs: { newAverages }, outputs: { done: done(averages.assign(newAverages.tensor)) } },
      logits: { inputs: { images }, outputs: { logits: { tensor, type: "float32", shape: [-1, plan.classCount] } } },
    },
  };
}
