/**
 * Every kind of layer at every stride, with few channels, which do not fill a kernel library's vectors. Layers that
 * differ only in stride and output channels share one network, a bundle, since a session for each would take minutes.
 */
import type { Layer } from "../../../lib/genotype/primitive.js";
import type { Plan } from "../../../lib/network/plan.js";
import { createPlanBuilder, type PlanBuilder, type Value } from "../../../lib/network/plan-builder.js";

/** One layer, its name and the layers around it. */
export interface LayerCase {
  readonly name: string;
  readonly layer: Layer;
  /** Its input: images, images after a product by channel (so that its input gradient is computed), or parts. */
  readonly reads: "images" | "scaled images" | "parts";
}

/** Layers in one network, all on `channels` channels. */
export interface Bundle {
  readonly name: string;
  readonly channels: number;
  /** Maxima and kinks: nothing before them rounds, so that all kernel libraries decide them alike. */
  readonly exact: boolean;
  readonly cases: readonly LayerCase[];
}

const CLASSES = 4;
const STRIDES = [1, 2, 3] as const;
/** Up to the width of a vector and beyond. */
const OUTPUT_CHANNELS = [5, 16] as const;

type Window = (stride: number, channels: number) => Layer;

const convolution =
  (kernel: number, dilation = 1): Window =>
  (stride, channels) => ({
    kind: "convolution",
    ...{ kernel, channels, stride, dilation },
  });
const depthwise =
  (kernel: number, dilation = 1): Window =>
  (stride) => ({
    kind: "depthwiseConvolution",
    ...{ kernel, stride, dilation },
  });
const average =
  (kernel: number): Window =>
  (stride) => ({ kind: "averagePool", kernel, stride });
const maximum =
  (kernel: number): Window =>
  (stride) => ({ kind: "maxPool", kernel, stride });

interface Kind {
  readonly name: string;
  readonly window: Window;
  readonly reads: readonly LayerCase["reads"][];
}

const sized = (what: string, kernels: readonly number[], window: (kernel: number) => Window): readonly Kind[] =>
  kernels.map((kernel) => ({
    name: `${kernel}×${kernel} ${what}`,
    window: window(kernel),
    reads: what === "convolution" ? ["scaled images", "images"] : ["scaled images"],
  }));
const one = (name: string, window: Window, reads: LayerCase["reads"] = "scaled images"): Kind => ({
  name,
  window,
  reads: [reads],
});

/** The layers of each network, by its name. */
const groups: readonly (readonly [name: string, kinds: readonly Kind[], exact?: "exact"])[] = [
  ["small convolutions", sized("convolution", [1, 2], convolution)],
  ["large convolutions", sized("convolution", [3, 5], convolution)],
  [
    "convolutions of parts",
    [
      one("1×1 convolution", convolution(1), "parts"),
      one("3×3 convolution", convolution(3), "parts"),
      one("3×3 convolution at dilation 2", convolution(3, 2)),
    ],
  ],
  [
    "depthwise convolutions",
    [
      ...sized("depthwise convolution", [1, 2, 3, 5], depthwise),
      one("3×3 depthwise convolution at dilation 2", depthwise(3, 2)),
      one("3×3 depthwise convolution", depthwise(3), "parts"),
    ],
  ],
  ["averages", [...sized("average", [1, 2, 3, 5], average), one("3×3 average", average(3), "parts")]],
  ["maxima", sized("maximum", [1, 2, 3, 5], maximum), "exact"],
];

/** A kind of layer on `channels` channels: every stride, input and number of output channels. */
function casesOf({ name, window, reads }: Kind, channels: number): readonly LayerCase[] {
  const of = { images: " of the images", "scaled images": "", parts: " and 3 more" } as const;
  return STRIDES.flatMap((stride) =>
    reads.flatMap((read) => {
      // Of the images only the input's gradient is missing: one number of output channels shows that.
      const some = read === "images" ? OUTPUT_CHANNELS.slice(0, 1) : OUTPUT_CHANNELS;
      const makes = window(stride, channels).kind === "convolution" ? some : [undefined];
      return makes.map((outputs) => {
        const to = outputs === undefined ? "" : ` to ${outputs}`;
        const layer = window(stride, outputs ?? channels);
        return { name: `${name}, stride ${stride}, of ${channels} channels${of[read]}${to}`, layer, reads: read };
      });
    }),
  );
}

/** Layers without a window. */
function pointwise(channels: number): readonly Bundle[] {
  const bundle = (name: string, exact: boolean, ...layers: readonly Layer[]): Bundle => ({
    name,
    channels,
    exact,
    cases: layers.map((layer) => ({ name, layer, reads: "scaled images" })),
  });
  return [
    bundle(`batch normalization of ${channels} channels`, false, { kind: "batchNormalization" }),
    bundle(`ReLU of ${channels} channels`, true, { kind: "relu" }),
  ];
}

/** All bundles on 1 to 9 channels. */
export const bundles: readonly Bundle[] = [1, 2, 3, 4, 5, 6, 7, 8, 9].flatMap((channels) => [
  ...groups.map(([name, kinds, exact]) => ({
    name: `${name} of ${channels} channels`,
    channels,
    exact: exact === "exact",
    cases: kinds.flatMap((kind) => casesOf(kind, channels)),
  })),
  ...pointwise(channels),
]);

/** The network of a bundle: its layers on the same images, each between layers that expose its gradient. */
export function planOfBundle({ channels, exact, cases }: Bundle): Plan {
  const imageSize = { height: 8, width: 6, channels };
  const builder = createPlanBuilder(imageSize);
  const ends = cases.flatMap((each) => branch(builder, each, exact));
  builder.add("classifier", { kind: "dense", channels: CLASSES }, ends);
  const total = (pick: (operation: Plan["operations"][number]) => number) =>
    builder.operations.reduce((sum, operation) => sum + pick(operation), 0);
  return {
    network: "bundle",
    imageSize,
    classCount: CLASSES,
    operations: builder.operations,
    parameterCount: total(({ parameterCount }) => parameterCount),
    averageCount: total(({ averages }) => 2 * (averages?.channels ?? 0)),
    multiplyAdds: 0,
    activationBytes: 0,
  };
}

function branch(builder: PlanBuilder, { name, layer, reads }: LayerCase, exact: boolean): Value {
  const add = (value: Value, next: Layer, place: string = next.kind): Value =>
    builder.add(`${name}/${place}`, next, value);
  const images: Value = [0];
  // One product per number rounds alike in every library.
  const scaled = reads === "images" ? images : add(images, { kind: "depthwiseConvolution", kernel: 1 }, "scale");
  const value =
    reads === "parts" ? [...scaled, ...add(images, { kind: "convolution", kernel: 1, channels: 3 }, "3 more")] : scaled;
  // The slope of a smooth curve differs from pixel to pixel, and so does the gradient before it.
  const bent = add(add(value, layer), exact ? { kind: "maxPool", kernel: 3 } : { kind: "relu" });
  return builder.add(`${name}/mean`, { kind: "globalAveragePool" }, bent);
}
