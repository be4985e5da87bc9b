/** Walks a forward pass and puts other operations in the place of some: what every rewrite is made of. */
import type { ForwardGraph, ForwardOperation, NewOperation, WeightOperation } from "../forward-graph.js";
import type { Parts } from "../ops/rule.js";

/** The forward pass that an edit makes. */
export interface Editor {
  /** Adds an operation behind what is there, from the plan's operation `path`; its id. */
  add(path: string, operation: NewOperation): number;
  /** An operation that was added. */
  operation(id: number): ForwardOperation;
  /** Channels of each part. */
  channelsOf(parts: Parts): readonly number[];
  /** Takes a weight out, because its numbers are now in other weights. */
  remove(weight: WeightOperation): void;
}

/**
 * The forward pass with each operation replaced by what `edit` gives for it (undefined: left as it is), given the
 * operation with the inputs that it has now. An operation may become several parts: its consumers then have them all
 * among their inputs. What nobody uses any more is left out.
 */
export function editForward(
  forward: ForwardGraph,
  edit: (operation: ForwardOperation, editor: Editor) => Parts | undefined,
): ForwardGraph {
  const operations: ForwardOperation[] = [];
  const removed = new Set<number>();
  const become = new Map<number, Parts>();
  const editor: Editor = {
    add(path, operation) {
      operations.push({ ...operation, id: operations.length, path });
      return operations.length - 1;
    },
    operation: (id) => operations[id],
    channelsOf: (parts) => parts.map((id) => operations[id].channels),
    remove: ({ id }) => removed.add(id),
  };
  for (const operation of forward.operations) {
    const inputs = operation.inputs.map((parts) => parts.flatMap((id) => become.get(id) as Parts));
    const now = { ...operation, inputs };
    become.set(operation.id, edit(now, editor) ?? [editor.add(operation.path, now)]);
  }
  const [logits] = become.get(forward.logits) as Parts;
  const [loss] = become.get(forward.loss) as Parts;
  const kept = operations.filter(({ id }) => !removed.has(id));
  return { ...forward, operations: withoutUnused(kept, logits, loss), logits, loss };
}

/** How many inputs each operation is, by its id. */
export function countUses({ operations }: ForwardGraph): ReadonlyMap<number, number> {
  const uses = new Map<number, number>();
  for (const id of operations.flatMap(({ inputs }) => inputs.flat())) uses.set(id, (uses.get(id) ?? 0) + 1);
  return uses;
}

// Weights and batch normalizations stay in any case: they are pieces that cover the two flat vectors.
function withoutUnused(operations: readonly ForwardOperation[], logits: number, loss: number) {
  const used = new Set([logits, loss]);
  const kept: ForwardOperation[] = [];
  for (const operation of [...operations].reverse()) {
    const { id, kind, inputs } = operation;
    if (!used.has(id) && kind !== "weight" && kind !== "batchNormalization") continue;
    kept.push(operation);
    for (const input of inputs.flat()) used.add(input);
  }
  return kept.reverse();
}
