/**
 * A 1×1 convolution at stride 1 is the product of a matrix with one row per pixel and the kernel. TensorFlow's products
 * are as fast as its convolutions in the forward pass and faster for the kernel's gradient. Above all, a product can be
 * split by parts (`sumsOfProducts`).
 */
import type { ForwardGraph, Rewrite } from "../forward-graph.js";
import { editForward, type Editor } from "./edit-forward.js";

/** Convolution → flatten, product, unflatten. */
export const productsForConvolutions: Rewrite = (forward: ForwardGraph) =>
  editForward(forward, (operation, editor) => {
    if (operation.kind !== "convolution" || operation.stride !== 1) return undefined;
    const { path, channels, inputs } = operation;
    const [value, [kernel]] = inputs;
    const weight = editor.operation(kernel);
    if (weight.kind !== "weight" || weight.shape[0] !== 1 || weight.shape[1] !== 1) return undefined;
    editor.remove(weight);
    const matrix = editor.add(weight.path, {
      kind: "weight",
      inputs: [],
      channels,
      offset: weight.offset,
      shape: weight.shape.slice(2),
    });
    const like = [sameSize(editor, value[0])];
    const rows = editor.add(path, { kind: "flatten", inputs: [value, like], channels: weight.shape[2] });
    const product = editor.add(path, { kind: "product", inputs: [[rows], [matrix]], channels });
    return [editor.add(path, { kind: "unflatten", inputs: [[product], like], channels })];
  });

/**
 * The earliest ancestor of `id` whose output has the same batch, height and width. Many operations share one, so its
 * shape is computed once.
 */
function sameSize(editor: Editor, id: number): number {
  const operation = editor.operation(id);
  if (operation.kind === "images" || ("stride" in operation && operation.stride !== 1)) return id;
  return operation.kind === "unflatten" ? operation.inputs[1][0] : sameSize(editor, operation.inputs[0][0]);
}
