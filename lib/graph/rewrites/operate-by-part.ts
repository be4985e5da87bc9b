/**
 * Channelwise operations can act on each part alone: depthwise convolutions, pools, batch normalization, activations.
 * Joining would cost a pass over the value forward and another backward, without any arithmetic.
 */
import {
  type ForwardGraph,
  type ForwardOperation,
  type NewOperation,
  type Rewrite,
  startsOf,
} from "../forward-graph.js";
import type { Parts } from "../ops/rule.js";
import { cutKernel, cutRow } from "./cut-weight.js";
import { editForward, type Editor } from "./edit-forward.js";

/**
 * A depthwise convolution or pooling whose parts average fewer bytes per batch than this stays whole: many small
 * operations cost more than joining, whose cost is by the byte. On 2 cores with AVX-512, joining pays for parts below
 * 256 KiB and costs time for parts above 768 KiB.
 */
const SMALL_BYTES = 512 * 2 ** 10;
const BYTES_PER_NUMBER = 4;

/** A channelwise operation on several parts → one for each part, with its slice of the weights and averages. */
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
    case "subsample":
    case "spatialMean":
    case "flatten": {
      const { inputs } = operation;
      if ("pixels" in operation && areSmall(partChannels, operation.pixels)) return undefined;
      return value.map((part, index) => ({
        ...operation,
        inputs: [[part], ...inputs.slice(1)],
        channels: partChannels[index],
      }));
    }
    case "depthwiseConvolution": {
      const kernel = weightAt(1);
      if (kernel.kind !== "weight" || kernel.within || areSmall(partChannels, operation.pixels)) return undefined;
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

function areSmall(partChannels: readonly number[], pixels = Infinity): boolean {
  const channels = partChannels.reduce((sum, each) => sum + each, 0);
  return (BYTES_PER_NUMBER * pixels * channels) / partChannels.length < SMALL_BYTES;
}

/** Keeps one part of images that serve only to give a size. */
function withOneLike(operation: ForwardOperation): ForwardOperation {
  if (operation.kind !== "flatten" && operation.kind !== "unflatten") return operation;
  const [value, [like]] = operation.inputs;
  return { ...operation, inputs: [value, [like]] };
}
