/**
 * A part that occurs several times in a sum of products is multiplied once, by the sum of its weights: x·V + x·W = x·(V
 * + W). Weights are small, activations are not. Identities in a genotype cause many such parts, above all in flat ones.
 */
import type { ForwardGraph, Rewrite } from "../forward-graph.js";
import { editForward } from "./edit-forward.js";

/** Products with equal left sides → one product with the sum of their right sides. */
export const mergeRepeatedParts: Rewrite = (forward: ForwardGraph) =>
  editForward(forward, (operation, editor) => {
    if (operation.kind !== "productSum") return undefined;
    const { path, inputs, channels, pairs } = operation;
    const rights = new Map<number, number[]>();
    for (let pair = 0; pair < pairs; pair++) {
      const [[left], [right]] = inputs.slice(2 * pair, 2 * pair + 2);
      rights.set(left, [...(rights.get(left) ?? []), right]);
    }
    if (rights.size === pairs) return undefined;
    const terms = [...rights].flatMap(([left, weights]) => {
      const kind = "sum" as const;
      const right =
        weights.length === 1
          ? weights[0]
          : editor.add(path, { kind, inputs: weights.map((weight) => [weight]), channels });
      return [[left], [right]];
    });
    const addends = inputs.slice(2 * pairs);
    const leftChannels = editor.channelsOf([...rights.keys()]);
    return [editor.add(path, { ...operation, inputs: [...terms, ...addends], pairs: rights.size, leftChannels })];
  });
