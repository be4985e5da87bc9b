/** The backward pass, derived from a forward pass by one rule per operation. */
import type { ForwardGraph } from "./forward-graph.js";
import type { GraphBuilder, TensorName } from "./graph-builder.js";
import { addUp } from "./ops/add-up.js";
import type { Emitted, PendingProduct } from "./ops/rule.js";
import { ruleOf } from "./ops/table.js";

/**
 * Adds the nodes that compute the gradient of the loss by each weight, given the emitted forward pass in training mode.
 * Returns the gradients by id of the weight operation; one is absent if the loss does not depend on that weight. The
 * contributions of a value's consumers are summed once: see `addUp`.
 */
export function differentiate(
  graph: GraphBuilder,
  forward: ForwardGraph,
  emitted: ReadonlyMap<number, Emitted>,
  accumulate: boolean,
): ReadonlyMap<number, TensorName> {
  const wanted = dependsOnWeights(forward);
  const contributions = new Map<number, (TensorName | PendingProduct)[]>([
    [forward.loss, [graph.constant("float32", [], [1])]],
  ]);
  const gradients = new Map<number, TensorName>();
  for (const operation of [...forward.operations].reverse()) {
    const given = contributions.get(operation.id);
    if (given === undefined || !wanted.has(operation.id)) continue;
    const place = graph.within(`gradient/${operation.id}`);
    const gradient = addUp(place, given, accumulate);
    if (operation.kind === "weight") {
      gradients.set(operation.id, gradient);
      continue;
    }
    if (operation.kind === "images" || operation.kind === "labels") continue;
    const ids = operation.inputs.flat();
    const context = {
      ...(emitted.get(operation.id) as Emitted),
      inputs: ids.map((id) => (emitted.get(id) as Emitted).output),
      wanted: ids.map((id) => wanted.has(id)),
    };
    const parts = ruleOf(operation).gradient(place, operation, gradient, context);
    ids.forEach((id, index) => {
      const part = parts[index];
      if (part === undefined || !wanted.has(id)) return;
      contributions.set(id, [...(contributions.get(id) ?? []), part]);
    });
  }
  return gradients;
}

function dependsOnWeights({ operations }: ForwardGraph): ReadonlySet<number> {
  const found = new Set<number>();
  for (const { id, kind, inputs } of operations) {
    if (kind === "weight" || inputs.some((parts) => parts.some((part) => found.has(part)))) found.add(id);
  }
  return found;
}
