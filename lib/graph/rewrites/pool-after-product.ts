/**
 * Averaging pixels and mixing channels are linear and act on different sides, so avg(x)·W = avg(x·W): a product's
 * averaged parts are multiplied first, and their sum is averaged once, on the output channels. This pays off when the
 * averaged parts together have more channels than the output and have no other readers.
 */
import type { ForwardGraph, ForwardOperation, Rewrite } from "../forward-graph.js";
import type { AveragePool } from "../ops/average-pool.js";
import { countUses, editForward, type Editor } from "./edit-forward.js";

/** A sum of products with averaged parts → the average of the sum of their products, added to the others. */
export const poolAfterProduct: Rewrite = (forward: ForwardGraph) => {
  const uses = countUses(forward);
  // The walk renumbers operations, so these are the new ids of those used once.
  const usedOnce = new Set<number>();
  return editForward(forward, (operation, editor) => {
    if (operation.kind === "productSum") return poolLater(operation, editor, usedOnce);
    const id = editor.add(operation.path, operation);
    if (uses.get(operation.id) === 1) usedOnce.add(id);
    return [id];
  });
};

function poolLater(
  operation: Extract<ForwardOperation, { readonly kind: "productSum" }>,
  editor: Editor,
  usedOnce: ReadonlySet<number>,
): readonly number[] | undefined {
  const { path, inputs, channels, pairs } = operation;
  const direct: (readonly number[])[] = [];
  const byPool = new Map<
    string,
    { readonly pool: AveragePool; readonly like: readonly number[]; terms: (readonly number[])[] }
  >();
  for (let pair = 0; pair < pairs; pair++) {
    const [left, right] = inputs.slice(2 * pair, 2 * pair + 2);
    const flat = editor.operation(left[0]);
    const pool = flat.kind === "flatten" ? editor.operation(flat.inputs[0][0]) : undefined;
    const movable = pool?.kind === "averagePool" && pool.stride === 1 && usedOnce.has(flat.id) && usedOnce.has(pool.id);
    if (!movable || pool?.kind !== "averagePool") {
      direct.push(left, right);
      continue;
    }
    const key = `${pool.kernel}`;
    const group = byPool.get(key) ?? { pool, like: flat.inputs[1], terms: [] };
    group.terms.push(left, right);
    byPool.set(key, group);
  }
  const addends: number[] = [];
  for (const { pool, like, terms } of byPool.values()) {
    const lefts = terms.filter((_, index) => index % 2 === 0).map(([id]) => editor.operation(id));
    if (lefts.reduce((sum, left) => sum + left.channels, 0) <= channels) {
      direct.push(...terms);
      continue;
    }
    const before = terms.map((parts, index) => {
      if (index % 2 === 1) return parts;
      const flat = editor.operation(parts[0]);
      const [source] = editor.operation(flat.inputs[0][0]).inputs;
      return [editor.add(path, { kind: "flatten", inputs: [source, like], channels: flat.channels })];
    });
    const sum = editor.add(path, { kind: "productSum", inputs: before, channels, ...pairsOf(editor, before) });
    const images = editor.add(path, { kind: "unflatten", inputs: [[sum], like], channels });
    const pooled = editor.add(path, { ...pool, inputs: [[images]], channels });
    addends.push(editor.add(path, { kind: "flatten", inputs: [[pooled], like], channels }));
  }
  if (addends.length === 0) return undefined;
  if (direct.length === 0 && addends.length === 1) return addends;
  const all = [...direct, ...addends.map((id) => [id])];
  return [editor.add(path, { ...operation, inputs: all, ...pairsOf(editor, direct) })];
}

function pairsOf(editor: Editor, terms: readonly (readonly number[])[]) {
  const lefts = terms.filter((_, index) => index % 2 === 0).flat();
  return { pairs: lefts.length, leftChannels: editor.channelsOf(lefts) };
}
