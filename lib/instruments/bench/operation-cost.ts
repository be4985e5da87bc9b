/** The least work of an operation: floating-point operations, and bytes read and written. */
import { sum } from "d3-array";
import type { TracedOperation } from "./trace-operations.js";

/** The work of one call. */
export interface OperationCost {
  /** A multiply-add counts as two. A rough count except for products and convolutions. */
  readonly flops: number;
  /** Every input read once and every output written once, at 4 bytes per number. */
  readonly bytes: number;
}

/** The cost of one call of a traced operation. */
export function costOfOperation({ op, attributes, inputs, outputs }: Omit<TracedOperation, "count">): OperationCost {
  const given = inputs.map(({ shape }) => size(shape));
  const made = sum(outputs, (shape) => (shape.length === 0 ? 1 : size(shape)));
  const numbers = isFree(op) ? 0 : sum(given) + made;
  return { flops: flopsOf(), bytes: 4 * numbers };

  function flopsOf(): number {
    const [first = 0] = given;
    const output = size(outputs[0] ?? []);
    switch (op) {
      case "MatMul":
      case "_FusedMatMul": {
        const [rows, columns] = inputs[0].shape;
        const isTransposed =
          attributes.transpose_a !== undefined && "bool" in attributes.transpose_a && attributes.transpose_a.bool;
        return 2 * output * (isTransposed ? rows : columns);
      }
      case "Conv2D":
        return 2 * output * taps(inputs[1].shape);
      // Each number of the output's gradient is multiplied by each input of the convolution at that place.
      case "Conv2DBackpropFilter":
        return 2 * given[2] * taps(outputs[0]);
      case "Conv2DBackpropInput":
        return 2 * given[2] * taps(inputs[1].shape);
      case "DepthwiseConv2dNative":
        return 2 * output * window(inputs[1].shape);
      case "DepthwiseConv2dNativeBackpropFilter":
        return 2 * given[2] * window(outputs[0]);
      case "DepthwiseConv2dNativeBackpropInput":
        return 2 * given[2] * window(inputs[1].shape);
      case "AvgPool":
      case "MaxPool":
        return output * pooled();
      case "AvgPoolGrad":
        return given[1] * pooled();
      case "MaxPoolGrad":
        return given[2] * pooled();
      // Mean, variance, scale and offset: a few passes of one or two operations per number.
      case "FusedBatchNormV3":
      case "_FusedBatchNormEx":
        return 6 * first;
      case "FusedBatchNormGradV3":
        return 10 * first;
      case "AddN":
        return output * (inputs.length - 1);
      case "Mean":
      case "BiasAddGrad":
        return first;
      case "ResourceApplyMomentum":
        return 4 * first;
      case "Relu":
      case "ReluGrad":
      case "AddV2":
      case "Mul":
      case "BiasAdd":
        return output;
      default:
        return 0;
    }
  }

  function pooled(): number {
    const { ksize } = attributes;
    return "ints" in ksize ? size(ksize.ints) : 1;
  }
}

const size = (shape: readonly number[]): number => shape.reduce((product, side) => product * side, 1);

/** The number of inputs to one output of a kernel `[height, width, channels in, channels out]`. */
const taps = ([height, width, channels]: readonly number[]): number => height * width * channels;

const window = ([height, width]: readonly number[]): number => height * width;

/** True for operations that only reinterpret the same numbers or read a shape. */
const isFree = (op: string): boolean => op === "Reshape" || op === "Shape" || op === "Size";
