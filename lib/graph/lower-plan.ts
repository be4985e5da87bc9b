/** Plan → forward pass: every layer becomes operations that TensorFlow has. */
import { checkCount } from "../input/errors.js";
import { limits } from "../input/limits.js";
import type { Plan, PlanOperation, WeightPiece } from "../network/plan.js";
import type { ForwardGraph, ForwardOperation, NewOperation } from "./forward-graph.js";
import type { Parts } from "./ops/rule.js";

/** What lowering needs besides the plan. */
export interface LoweringConfig {
  readonly batchNormalizationEpsilon: number;
  /** `smooth` replaces ReLU by softplus and maxima by averages, so that tests meet no kinks. */
  readonly standIns: "none" | "smooth";
  /** The approximate size of a training batch, which rewrites optimize for; any batch size can be fed. */
  readonly batchSize: number;
  /** The share of each label that the training loss spreads evenly over all classes. Default: 0. */
  readonly labelSmoothing?: number;
}

/**
 * The forward pass of a plan with its loss, with values in parts as in the plan. Throws InputError when a kernel, a
 * stride or a dilation is not a whole number within bounds: some others make TensorFlow abort the process.
 */
export function lowerPlan(plan: Plan, config: LoweringConfig): ForwardGraph {
  const operations: ForwardOperation[] = [];
  const outputs = new Map<number, number>();
  const add = (path: string, operation: NewOperation): Parts => {
    const id = operations.length;
    operations.push({ ...operation, id, path });
    return [id];
  };
  const [labels] = add("labels", { kind: "labels", inputs: [], channels: 0 });
  for (const operation of plan.operations) {
    checkWindow(operation);
    const value = operation.inputs.map((id) => outputs.get(id) as number);
    const [output] = lowerOperation(operation, value, config, (lowered) => add(operation.path, lowered));
    outputs.set(operation.id, output);
  }
  const logits = outputs.get(plan.operations[plan.operations.length - 1].id) as number;
  const { labelSmoothing: smoothing = 0 } = config;
  const { classCount } = plan;
  const [loss] = add("loss", {
    kind: "crossEntropy",
    ...{ inputs: [[logits], [labels]], channels: 0, smoothing, classCount },
  });
  return { operations, logits, loss, parameterCount: plan.parameterCount, averageCount: plan.averageCount };
}

function checkWindow({ path, layer }: PlanOperation): void {
  if (!("kernel" in layer)) return;
  const { kernel, stride = 1 } = layer;
  const dilation = "dilation" in layer ? (layer.dilation ?? 1) : 1;
  for (const [side, pixels] of Object.entries({ kernel, stride, dilation }))
    checkCount(`${path}: ${side}`, pixels, 1, limits.kernelSide);
}

function lowerOperation(
  operation: PlanOperation,
  value: Parts,
  config: LoweringConfig,
  add: (operation: NewOperation) => Parts,
): Parts {
  const { layer, channels, weights, height, width } = operation;
  const pixels = config.batchSize * height * width;
  const weight = (piece: WeightPiece): Parts =>
    add({
      kind: "weight",
      inputs: [],
      channels: piece.shape[piece.shape.length - 1],
      offset: piece.offset,
      shape: piece.shape,
    });
  const kernel = (dilation: number): Parts => {
    const [{ shape }] = weights;
    const plain = weight(weights[0]);
    return dilation === 1 || shape[0] === 1
      ? plain
      : add({ kind: "dilateKernel", inputs: [plain], channels: shape[shape.length - 1], dilation, shape });
  };
  switch (layer.kind) {
    case "input":
      return add({ kind: "images", inputs: [], channels });
    case "convolution":
    case "depthwiseConvolution": {
      const { kind, stride = 1, dilation = 1 } = layer;
      const convolve = (images: Parts, by: number): Parts => {
        const common = { inputs: [images, kernel(dilation)], channels, stride: by };
        return kind === "convolution" ? add({ kind, ...common }) : add({ kind, ...common, pixels });
      };
      if (layer.kernel > 1 || stride === 1) return convolve(value, stride);
      return convolve(add({ kind: "subsample", inputs: [value], channels: operation.inputChannels, stride }), 1);
    }
    case "batchNormalization": {
      const offset = operation.averages?.offset ?? 0;
      return add({
        kind: "batchNormalization",
        inputs: [value, weight(weights[0]), weight(weights[1])],
        channels,
        epsilon: config.batchNormalizationEpsilon,
        averages: { mean: offset, variance: offset + channels },
      });
    }
    case "relu":
      return add({ kind: config.standIns === "smooth" ? "softplus" : "relu", inputs: [value], channels });
    case "maxPool":
    case "averagePool": {
      const { kernel, stride = 1 } = layer;
      const kind = config.standIns === "smooth" ? "averagePool" : layer.kind;
      return add({ kind, inputs: [value], channels, kernel, stride, pixels });
    }
    case "globalAveragePool":
      return add({ kind: "spatialMean", inputs: [value], channels });
    case "dense": {
      const product = add({ kind: "product", inputs: [value, weight(weights[0])], channels });
      return add({ kind: "bias", inputs: [product, weight(weights[1])], channels });
    }
  }
}
