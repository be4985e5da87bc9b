/** Adds operations to a plan, keeping track of shapes, weights and costs. */
import type { AveragePiece, PlanLayer, PlanOperation, WeightPiece } from "./plan.js";

/**
 * A value in a plan under construction: the ids of operations whose outputs, concatenated along the channels, form it.
 */
export type Value = readonly number[];

/** A plan under construction. */
export interface PlanBuilder {
  readonly operations: readonly PlanOperation[];
  /** Adds an operation on `inputs` and returns its output as a value of one part. */
  add(path: string, layer: PlanLayer, inputs: Value): Value;
  /** Channels of a value. */
  channelsOf(value: Value): number;
}

const BYTES_PER_NUMBER = 4;

/** A builder whose first operation is the input of the given shape; its value is `[0]`. */
export function createPlanBuilder(imageSize: {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}): PlanBuilder {
  const operations: PlanOperation[] = [];
  let weightOffset = 0;
  let averageOffset = 0;

  const channelsOf = (value: Value): number => value.reduce((sum, id) => sum + operations[id].channels, 0);

  const add = (path: string, layer: PlanLayer, inputs: Value): Value => {
    const inputChannels = inputs.length === 0 ? imageSize.channels : channelsOf(inputs);
    const from = inputs.length === 0 ? imageSize : operations[inputs[0]];
    const stride = "stride" in layer ? (layer.stride ?? 1) : 1;
    const spread = layer.kind === "globalAveragePool" || layer.kind === "dense";
    const height = spread ? 1 : Math.ceil(from.height / stride);
    const width = spread ? 1 : Math.ceil(from.width / stride);
    const channels = layer.kind === "convolution" || layer.kind === "dense" ? layer.channels : inputChannels;
    const weights = weightsOf(layer, inputChannels).map(({ name, shape, initial }): WeightPiece => {
      const size = shape.reduce((product, side) => product * side, 1);
      const piece = { name: `${path}/${name}`, offset: weightOffset, size, shape, initial };
      weightOffset += size;
      return Object.freeze(piece);
    });
    let averages: AveragePiece | undefined;
    if (layer.kind === "batchNormalization") {
      averages = Object.freeze({ name: `${path}/averages`, offset: averageOffset, channels });
      averageOffset += 2 * channels;
    }
    const id = operations.length;
    operations.push(
      Object.freeze({
        id,
        path,
        layer: Object.freeze({ ...layer }),
        inputs: Object.freeze([...inputs]),
        inputChannels,
        height,
        width,
        channels,
        weights: Object.freeze(weights),
        ...(averages && { averages }),
        parameterCount: weights.reduce((sum, { size }) => sum + size, 0),
        multiplyAdds: multiplyAddsOf(layer, inputChannels) * height * width,
        activationBytes: BYTES_PER_NUMBER * height * width * channels,
      }),
    );
    return [id];
  };

  add("input", { kind: "input" }, []);
  return { operations, add, channelsOf };
}

type NewPiece = Pick<WeightPiece, "shape" | "initial"> & { readonly name: string };

function weightsOf(layer: PlanLayer, inputChannels: number): readonly NewPiece[] {
  switch (layer.kind) {
    case "convolution": {
      const { kernel, channels } = layer;
      const fanIn = kernel * kernel * inputChannels;
      return [{ name: "kernel", shape: [kernel, kernel, inputChannels, channels], initial: { kind: "normal", fanIn } }];
    }
    case "depthwiseConvolution": {
      const { kernel } = layer;
      return [
        {
          name: "kernel",
          shape: [kernel, kernel, inputChannels, 1],
          initial: { kind: "normal", fanIn: kernel * kernel },
        },
      ];
    }
    case "batchNormalization":
      return [
        { name: "scale", shape: [inputChannels], initial: { kind: "constant", value: 1 } },
        { name: "offset", shape: [inputChannels], initial: { kind: "constant", value: 0 } },
      ];
    case "dense":
      return [
        { name: "kernel", shape: [inputChannels, layer.channels], initial: { kind: "normal", fanIn: inputChannels } },
        { name: "bias", shape: [layer.channels], initial: { kind: "constant", value: 0 } },
      ];
    default:
      return [];
  }
}

function multiplyAddsOf(layer: PlanLayer, inputChannels: number): number {
  switch (layer.kind) {
    case "convolution":
      return layer.kernel * layer.kernel * inputChannels * layer.channels;
    case "depthwiseConvolution":
      return layer.kernel * layer.kernel * inputChannels;
    case "dense":
      return inputChannels * layer.channels;
    default:
      return 0;
  }
}
