/** Forward pass → nodes. */
import type { ForwardGraph } from "./forward-graph.js";
import type { GraphBuilder, TensorName } from "./graph-builder.js";
import type { Emitted, EmitContext } from "./ops/rule.js";
import { ruleOf } from "./ops/table.js";

/** Tensors that a forward pass begins with. */
export interface ForwardInputs {
  readonly images: TensorName;
  readonly labels: TensorName;
  /** The pieces of the weights, by id of the weight operation. */
  readonly weights: ReadonlyMap<number, TensorName>;
}

/** Adds the nodes of the forward pass in one mode and returns the tensors of each operation by its id. */
export function emitForward(
  graph: GraphBuilder,
  forward: ForwardGraph,
  inputs: ForwardInputs,
  context: EmitContext,
): ReadonlyMap<number, Emitted> {
  const emitted = new Map<number, Emitted>();
  for (const operation of forward.operations) {
    switch (operation.kind) {
      case "images":
      case "labels":
        emitted.set(operation.id, { output: inputs[operation.kind], saved: [] });
        break;
      case "weight":
        emitted.set(operation.id, { output: inputs.weights.get(operation.id) as TensorName, saved: [] });
        break;
      default: {
        const tensors = operation.inputs.flat().map((id) => (emitted.get(id) as Emitted).output);
        const place = graph.within(`${context.mode}/${operation.id}`);
        emitted.set(operation.id, ruleOf(operation).emit(place, operation, tensors, context));
      }
    }
  }
  return emitted;
}
