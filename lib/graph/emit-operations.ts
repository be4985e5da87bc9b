/**
 * The body of a training graph made of TensorFlow's operations: forward in both modes, backward, and the outputs.
 */
import { differentiate } from "./differentiate.js";
import { emitForward } from "./emit-forward.js";
import { joinVector, type Piece, splitVector } from "./flat-vector.js";
import type { ForwardGraph } from "./forward-graph.js";
import { float, type GraphBuilder, type TensorName } from "./graph-builder.js";
import type { Emitted } from "./ops/rule.js";
import type { TrainingInputs, TrainingOutputs } from "./training-body.js";

/** Adds the nodes of a forward pass whose values are single tensors, and of its gradients. */
export function emitOperations(graph: GraphBuilder, forward: ForwardGraph, given: TrainingInputs): TrainingOutputs {
  const { parameterCount, averageCount, accumulatesProducts: accumulate = false } = forward;
  const weightOperations = forward.operations.filter((operation) => operation.kind === "weight");
  const weightTensors = splitVector(graph, given.theta, parameterCount, weightOperations);
  const weights = new Map(weightOperations.map(({ id }, index) => [id, weightTensors[index]]));
  const averagePieces = averagePiecesOf(forward);
  const averageTensors = averageCount === 0 ? [] : splitVector(graph, given.averages, averageCount, averagePieces);
  const averageAt = new Map(averagePieces.map(({ offset }, index) => [offset, averageTensors[index]]));

  const inputs = { images: given.images, labels: given.labels, weights };
  const average = (offset: number): TensorName => averageAt.get(offset) as TensorName;
  const training = emitForward(graph, forward, inputs, { mode: "training", average, accumulate });
  const scoring = emitForward(graph, forward, inputs, { mode: "scoring", average, accumulate });
  const tensorOf = (emitted: ReadonlyMap<number, Emitted>, id: number) => (emitted.get(id) as Emitted).output;

  const byWeight = differentiate(graph, forward, training, accumulate);
  const gradient = joinVector(
    graph,
    weightOperations.map(({ id }, index) => byWeight.get(id) ?? graph.add("ZerosLike", [weightTensors[index]], float)),
    parameterCount,
    weightOperations,
  );
  const statistics =
    averageCount === 0
      ? undefined
      : joinVector(
          graph,
          averagePieces.map(({ of }) => of(training)),
          averageCount,
          averagePieces,
        );
  return {
    loss: tensorOf(training, forward.loss),
    gradient,
    statistics,
    correct: countCorrect(graph, tensorOf(scoring, forward.logits), given.labels),
    scoringLoss: tensorOf(scoring, forward.loss),
  };
}

/** A batch normalization's means or variances in the flat vector of averages. */
export interface AveragePiece extends Piece {
  /** The batch's own statistics, from the forward pass in training mode. */
  readonly of: (training: ReadonlyMap<number, Emitted>) => TensorName;
}

/** All pieces of the flat vector of averages. */
export function averagePiecesOf({ operations }: ForwardGraph): readonly AveragePiece[] {
  return operations.flatMap((operation) => {
    if (operation.kind !== "batchNormalization") return [];
    const { id, averages, channels } = operation;
    return [averages.mean, averages.variance].map((offset, index) => ({
      offset,
      shape: [channels],
      of: (training: ReadonlyMap<number, Emitted>) => (training.get(id) as Emitted).saved[index],
    }));
  });
}

function countCorrect(graph: GraphBuilder, logits: TensorName, labels: TensorName): TensorName {
  const int32 = { type: "int32" } as const;
  const predicted = graph.add("ArgMax", [logits, graph.constant("int32", [], [1])], {
    ...float,
    Tidx: int32,
    output_type: int32,
  });
  const equal = graph.add("Equal", [predicted, labels], { T: int32 });
  const ones = graph.add("Cast", [equal], { SrcT: { type: "bool" }, DstT: { type: "float32" } });
  return graph.add("Sum", [ones, graph.constant("int32", [1], [0])], {
    ...float,
    Tidx: int32,
    keep_dims: { bool: false },
  });
}
