/**
 * A product over joined columns equals the sum of the products over the parts, each with its rows of the weight, and
 * the same holds for the gradients. Joining would cost a pass over the value forward and one backward.
 */
import type { ForwardGraph, Rewrite } from "../forward-graph.js";
import { cutRows } from "./cut-weight.js";
import { editForward } from "./edit-forward.js";

/** A product over parts → a sum of products. */
export const sumsOfProducts: Rewrite = (forward: ForwardGraph) =>
  editForward(forward, (operation, editor) => {
    if (operation.kind !== "product" || operation.inputs[0].length < 2) return undefined;
    const { path, channels, inputs } = operation;
    const [value, [matrix]] = inputs;
    const weight = editor.operation(matrix);
    if (weight.kind !== "weight") return undefined;
    const leftChannels = editor.channelsOf(value);
    const rows = cutRows(editor, weight, leftChannels);
    const terms = value.flatMap((part, index) => [[part], [rows[index]]]);
    return [editor.add(path, { kind: "productSum", inputs: terms, channels, pairs: value.length, leftChannels })];
  });
