/** Walks a forward pass and replaces some of its operations: the basis of every rewrite. */
import type { ForwardGraph, ForwardOperation, NewOperation, WeightOperation } from "../forward-graph.js";
import type { Parts } from "../ops/rule.js";

/** The edited forward pass under construction. */
export interface Editor {
  /** Appends an operation that comes from the plan's operation `path`, and returns its id. */
  add(path: string, operation: NewOperation): number;
  /** An operation already added. */
  operation(id: number): ForwardOperation;
  /** Channels of each part. */
  channelsOf(parts: Parts): readonly number[];
  /** Removes a weight whose numbers are now in other weights. */
  remove(weight: WeightOperation): void;
}

/**
 * The forward pass with each operation replaced by what `edit` returns for it, given the operation with its current
 * inputs; undefined leaves it unchanged. An operation may become several parts, all of which its consumers then take as
 * inputs. Unused operations are dropped.
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

/** How often each operation is used as an input, by its id. */
export function countUses({ operations }: ForwardGraph): ReadonlyMap<number, number> {
  const uses = new Map<number, number>();
  for (const id of operations.flatMap(({ inputs }) => inputs.flat())) uses.set(id, (uses.get(id) ?? 0) + 1);
  return uses;
}

// Weights and batch normalizations always stay: together they cover the two flat vectors.
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
