/**
 * Small networks, each with one operation, or one combination of operations, that the fused kernels treat specially.
 */
import type { Layer } from "../../../lib/genotype/primitive.js";
import type { Plan } from "../../../lib/network/plan.js";
import { createPlanBuilder, type PlanBuilder, type Value } from "../../../lib/network/plan-builder.js";
import { createRandom } from "../../../lib/random.js";
import type { Given } from "../rewrites/observe-graph.js";

const CLASSES = 4;

/** The layers between a 1×1 convolution to `channels` and the end of the network. */
export type Build = (builder: PlanBuilder, value: Value, channels: number) => Value;

export interface OperationCase {
  readonly name: string;
  readonly build: Build;
  /**
   * Whether there are maxima: then all numbers are small integers, so that every kernel library finds the same maximum.
   */
  readonly whole: boolean;
  /** The operation reads the images themselves. */
  readonly onImages: boolean;
}

type Put = (layers: readonly Layer[]) => Build;

export const put: Put = (layers) => (builder, value) =>
  layers.reduce<Value>((from, layer) => builder.add(`${builder.operations.length}`, layer, from), value);

export const normalize: Layer = { kind: "batchNormalization" };
export const relu: Layer = { kind: "relu" };
export const conv = (kernel: number, channels: number, more: object = {}): Layer => ({
  kind: "convolution",
  kernel,
  channels,
  ...more,
});
export const dw = (kernel: number, more: object = {}): Layer => ({ kind: "depthwiseConvolution", kernel, ...more });
export const average = (kernel: number, stride = 1): Layer => ({ kind: "averagePool", kernel, stride });
const maximum = (kernel: number, stride = 1): Layer => ({ kind: "maxPool", kernel, stride });

const layersCase = (
  name: string,
  layers: (channels: number) => readonly Layer[],
  options: Partial<OperationCase> = {},
): OperationCase => ({
  name,
  build: (builder, value, channels) => put(layers(channels))(builder, value, channels),
  whole: false,
  onImages: false,
  ...options,
});

export const buildCase = (name: string, build: Build, options: Partial<OperationCase> = {}): OperationCase => ({
  name,
  build,
  whole: false,
  onImages: false,
  ...options,
});

const windows = [
  ["", {}],
  [" at stride 2", { stride: 2 }],
  [" at dilation 2", { dilation: 2 }],
] as const;

const odd = [1, 3, 5];

const convolutions = odd.flatMap((kernel) =>
  windows.flatMap(([words, more]) => [
    layersCase(`convolution ${kernel}×${kernel}${words}, nothing after it`, (c) => [conv(kernel, c + 1, more)]),
    layersCase(`convolution ${kernel}×${kernel}${words}, normalized`, (c) => [conv(kernel, c, more), normalize, relu]),
  ]),
);

const depthwises = [3, 5].flatMap((kernel) =>
  windows.flatMap(([words, more]) => [
    layersCase(`depthwise ${kernel}×${kernel}${words}, normalized`, () => [dw(kernel, more), normalize, relu]),
    layersCase(`depthwise ${kernel}×${kernel}${words} before a product`, (c) => [dw(kernel, more), conv(1, c + 2)]),
    layersCase(`depthwise ${kernel}×${kernel}${words} before a 3×3 convolution`, (c) => [dw(kernel, more), conv(3, c)]),
  ]),
);

const pools = [2, 3, 5].flatMap((kernel) =>
  [1, 2].flatMap((stride) => [
    layersCase(`average ${kernel} at stride ${stride}`, () => [relu, average(kernel, stride)]),
    layersCase(`average ${kernel} at stride ${stride} before a product`, (c) => [average(kernel, stride), conv(1, c)]),
    layersCase(`average ${kernel} at stride ${stride}, normalized`, () => [average(kernel, stride), normalize, relu]),
    layersCase(`maximum ${kernel} at stride ${stride}`, () => [maximum(kernel, stride)], { whole: true }),
    layersCase(
      `maximum ${kernel} at stride ${stride} after an activation, before a product`,
      (c) => [relu, maximum(kernel, stride), conv(1, c)],
      { whole: true },
    ),
  ]),
);

const chains = [
  layersCase("a normalization without activation", () => [normalize]),
  layersCase("a normalization of what was activated", (c) => [relu, normalize, conv(1, c)]),
  layersCase("a normalization of what was normalized", () => [normalize, normalize, relu]),
  layersCase("an activation of what was activated", () => [relu, relu]),
  layersCase("an activation without normalization", () => [relu]),
  layersCase("a depthwise convolution of an average, before a product", (c) => [average(3), dw(3), conv(1, c)]),
  layersCase("an average of a depthwise convolution, before a product", (c) => [dw(3), average(5), conv(1, c)]),
  layersCase("a normalized average of a normalized average", () => [average(3), normalize, average(3), normalize]),
  layersCase("a normalized maximum of an activation", () => [maximum(3), relu, maximum(3, 2)], { whole: true }),
];

const onImages = (
  [
    ["a depthwise convolution", () => [dw(3)]],
    ["a depthwise convolution before a product", (c) => [dw(3), conv(1, c)]],
    ["an average before a product", (c) => [average(3), conv(1, c)]],
    ["an average", () => [average(3, 2)]],
    ["a normalization", () => [normalize]],
    ["an activation", () => [relu]],
    ["a 3×3 convolution", (c) => [conv(3, c)]],
  ] as readonly (readonly [string, (channels: number) => readonly Layer[]])[]
).map(([name, layers]) => layersCase(`${name} of the images`, layers, { onImages: true }));

const meetings = [
  buildCase("two readers of one value, one through a normalization, one raw", (builder, value, channels) => {
    const normalized = put([normalize, relu])(builder, value, channels);
    return put([conv(1, channels)])(builder, [...normalized, ...value], channels);
  }),
  buildCase("a value read raw, activated, and activated after a normalization", (builder, value, channels) => {
    const active = put([relu])(builder, value, channels);
    const normalized = put([normalize])(builder, value, channels);
    const both = put([relu])(builder, normalized, channels);
    return put([conv(3, 8)])(builder, [...value, ...active, ...normalized, ...both], channels);
  }),
  buildCase("the same value twice", (builder, value, channels) =>
    put([normalize, relu, conv(1, channels)])(builder, [...value, ...value], channels),
  ),
  buildCase("a normalization over a concatenation of other operations' values", (builder, value, channels) => {
    const parts = [[conv(1, 3)], [dw(3)], [average(3)]].flatMap((layers) => put(layers)(builder, value, channels));
    return put([normalize, relu, conv(1, channels)])(builder, parts, channels);
  }),
  buildCase("averages of two kernels in one product", (builder, value, channels) => {
    const parts = [3, 5, 3].flatMap((kernel) => put([average(kernel)])(builder, value, channels));
    return put([conv(1, channels), normalize, relu])(builder, [...value, ...parts], channels);
  }),
  buildCase("equal pools, one of them normalized", (builder, value, channels) => {
    const [one, other] = [0, 1].map(() => put([average(3)])(builder, value, channels));
    const normalized = put([normalize])(builder, other, channels);
    return put([dw(3), conv(1, channels)])(builder, [...one, ...normalized], channels);
  }),
  buildCase("depthwise, averaged and plain parts in one product", (builder, value, channels) => {
    const parts = [[dw(3)], [average(3)], [dw(5)]].flatMap((layers) => put(layers)(builder, value, channels));
    return put([conv(1, channels)])(builder, [...parts, ...value], channels);
  }),
  buildCase("a depthwise convolution of a value, then the value itself, in one product", (builder, value, channels) => {
    const convolved = put([dw(3)])(builder, value, channels);
    return put([conv(1, channels)])(builder, [...convolved, ...value], channels);
  }),
  buildCase("depthwise convolutions of a normalized value around the value itself", (builder, value, channels) => {
    const normalized = put([normalize, relu])(builder, value, channels);
    const [one, other] = [3, 5].map((kernel) => put([dw(kernel)])(builder, normalized, channels));
    const before = put([conv(1, channels)])(builder, [...one, ...normalized], channels);
    return [...before, ...put([conv(1, channels)])(builder, [...normalized, ...other], channels)];
  }),
  buildCase("a depthwise convolution that a product and a pool read", (builder, value, channels) => {
    const convolved = put([dw(3)])(builder, value, channels);
    const product = put([conv(1, channels)])(builder, convolved, channels);
    return [...product, ...put([average(3)])(builder, convolved, channels)];
  }),
  buildCase("an average that a product and a depthwise convolution read", (builder, value, channels) => {
    const averaged = put([average(3)])(builder, value, channels);
    return [[conv(1, channels)], [dw(3)]].flatMap((layers) => put(layers)(builder, averaged, channels));
  }),
  buildCase(
    "a maximum with two readers",
    (builder, value, channels) => {
      const most = put([maximum(3)])(builder, value, channels);
      return [[conv(1, channels)], [dw(3)], [maximum(3)]].flatMap((layers) => put(layers)(builder, most, channels));
    },
    { whole: true },
  ),
];

export const operationCases: readonly OperationCase[] = [
  ...convolutions,
  ...depthwises,
  ...pools,
  ...chains,
  ...onImages,
  ...meetings,
];

/** The network of a case: its operation, then layers that make the gradient differ from pixel to pixel. */
export function planOfCase({ build, onImages }: OperationCase, channels: number, imageChannels: number): Plan {
  const imageSize = { height: 8, width: 8, channels: imageChannels };
  const builder = createPlanBuilder(imageSize);
  const start = onImages ? [0] : put([conv(1, channels)])(builder, [0], channels);
  const tested = build(builder, start, channels);
  const end = put([relu, conv(3, 5), relu, { kind: "averagePool", kernel: 3 }, relu])(builder, tested, channels);
  const mean = builder.add("mean", { kind: "globalAveragePool" }, end);
  builder.add("classifier", { kind: "dense", channels: CLASSES }, mean);
  const total = (pick: (operation: Plan["operations"][number]) => number) =>
    builder.operations.reduce((sum, operation) => sum + pick(operation), 0);
  return {
    network: "test",
    imageSize,
    classCount: CLASSES,
    operations: builder.operations,
    parameterCount: total(({ parameterCount }) => parameterCount),
    averageCount: total(({ averages }) => 2 * (averages?.channels ?? 0)),
    multiplyAdds: 0,
    activationBytes: 0,
  };
}

/** Numbers whose sums are exact while they are small. The classifier's are smaller, so that the loss is typical. */
export function wholeWeights(plan: Plan): Float32Array {
  const random = createRandom("whole");
  const [{ offset }] = plan.operations[plan.operations.length - 1].weights;
  return Float32Array.from({ length: plan.parameterCount }, (_, index) => {
    const whole = random.integer(3) - 1;
    return index < offset ? whole : whole / 64;
  });
}

export const givenOf = ({ whole }: OperationCase, [batch, height, width]: readonly number[]): Given => ({
  batch,
  height,
  width,
  ...(whole && { pixel: (random) => random.integer(5) - 2, weights: wholeWeights }),
});
