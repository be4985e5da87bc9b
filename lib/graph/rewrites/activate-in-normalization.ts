/**
 * ReLU inside batch normalization saves a pass over the value. TensorFlow's own optimizer would do this too, but it is
 * off, since it costs more at the start than it gains. CPU only: on GPUs TensorFlow has the fused operation just for
 * some shapes and types.
 */
import type { ForwardGraph, Rewrite } from "../forward-graph.js";
import { countUses, editForward } from "./edit-forward.js";

/**
 * Batch normalization followed by a ReLU as its only reader → one operation, if the channels are a multiple of 4
 * (TensorFlow refuses others).
 */
export const activateInNormalization: Rewrite = (forward: ForwardGraph) => {
  const uses = countUses(forward);
  const activated = new Set<number>();
  for (const { kind, inputs } of forward.operations) {
    const [[value, ...more] = []] = inputs;
    if (kind === "relu" && more.length === 0 && uses.get(value) === 1) activated.add(value);
  }
  return editForward(forward, (operation, editor) => {
    if (
      operation.kind === "batchNormalization" &&
      activated.has(operation.id) &&
      operation.inputs[0].length === 1 &&
      operation.channels % 4 === 0
    ) {
      return [editor.add(operation.path, { ...operation, activation: "relu" })];
    }
    if (operation.kind !== "relu" || operation.inputs[0].length !== 1) return undefined;
    const [value] = operation.inputs[0];
    const before = editor.operation(value);
    return before.kind === "batchNormalization" && before.activation === "relu" ? [value] : undefined;
  });
};
