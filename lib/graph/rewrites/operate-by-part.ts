/**
 * What acts on each channel alone acts on each part alone: depthwise convolutions, pools, batch normalization, activations. Joining costs a pass over the value forward and
 * another one backward, for no arithmetic at all. Ours.
 */
import type { ForwardGraph, ForwardOperation, NewOperation, Rewrite } from "../forward-graph.js";
import type { Parts } from "../ops/rule.js";
import { cutKernel, cutRow, startsOf } from "./cut-weight.js";
import { editForward, type Editor } from "./edit-forward.js";

/** A depthwise convolution of parts that all have fewer channels than this is left whole: so many small operations cost more than joining does. */
const NARROW = 16;

/** An operation by channel on a value of parts → one for each part, with its slice of the weights and averages. Ours. */
export const operateByPart: Rewrite = (forward: ForwardGraph) =>
  editForward(forward, (given, editor) => {
    const operation = withOneLike(given);
    const [value] = operation.inputs;
    if (value === undefined || value.length < 2) return [editor.add(operation.path, operation)];
    return cut(operation, editor, value)?.map((each) => editor.add(operation.path, each));
  });

function cut(operation: ForwardOperation, editor: Editor, value: Parts): readonly NewOperation[] | undefined {
  const partChannels = editor.channelsOf(value);
  const weightAt = (place: number) => editor.operation(operation.inputs[place][0]);
  switch (operation.kind) {
    case "averagePool":
    case "maxPool":
    case "relu":
    case "softplus":
    case "spatialMean":
    case "flatten": {
      const { inputs } = operation;
      return value.map((part, index) => ({
        ...operation,
        inputs: [[part], ...inputs.slice(1)],
        channels: partChannels[index],
      }));
    }
    case "depthwiseConvolution": {
      const kernel = weightAt(1);
      if (kernel.kind !== "weight" || kernel.within || Math.max(...partChannels) < NARROW) return undefined;
      const kernels = cutKernel(editor, kernel, partChannels);
      return value.map((part, index) => ({
        ...operation,
        inputs: [[part], [kernels[index]]],
        channels: partChannels[index],
      }));
    }
    case "batchNormalization": {
      const [scale, offset] = [weightAt(1), weightAt(2)];
      if (scale.kind !== "weight" || offset.kind !== "weight") return undefined;
      const scales = cutRow(editor, scale, partChannels);
      const offsets = cutRow(editor, offset, partChannels);
      const { averages } = operation;
      return startsOf(partChannels).map((from, index) => ({
        ...operation,
        inputs: [[value[index]], [scales[index]], [offsets[index]]],
        channels: partChannels[index],
        averages: { mean: averages.mean + from, variance: averages.variance + from },
      }));
    }
    default:
      return undefined;
  }
}

/** Of images that only tell a size one part is enough. */
function withOneLike(operation: ForwardOperation): ForwardOperation {
  if (operation.kind !== "flatten" && operation.kind !== "unflatten") return operation;
  const [value, [like]] = operation.inputs;
  return { ...operation, inputs: [value, [like]] };
}
