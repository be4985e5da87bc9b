/**
 * Networks that the fused kernels process in other pieces than small ones: pictures of which only some lines are in the
 * cache at a time, and products with so many weights that they take several images at a time.
 */
import { average, buildCase, conv, dw, normalize, type OperationCase, put, relu } from "./operation-cases.js";

/** A case, its channels, and sizes `[batch, height, width]`. */
export interface WideCase {
  readonly operation: OperationCase;
  readonly channels: number;
  readonly sizes: readonly (readonly [batch: number, height: number, width: number])[];
}

/** Lines of pictures: several of each piece, a last piece of another height, and a single one. */
const inLines = [
  [2, 24, 21],
  [1, 31, 20],
  [5, 2, 300],
  [1, 3, 170],
] as const;
/** Shards of several small images. */
const together = [
  [9, 5, 4],
  [17, 3, 3],
] as const;

const separable = buildCase("depthwise convolutions before a product", (builder, value, channels) => {
  const other = put([conv(1, channels), normalize, relu])(builder, value, channels);
  const parts = [value, other].flatMap((each) => put([relu, dw(3)])(builder, each, channels));
  return put([conv(1, channels), normalize])(builder, [...value, ...parts], channels);
});
const alone = buildCase("a depthwise convolution of its own", (builder, value, channels) =>
  put([dw(3), normalize, relu, conv(1, channels), normalize])(builder, value, channels),
);
const dilated = buildCase("windows that take whole pictures", (builder, value, channels) => {
  const parts = [dw(3, { dilation: 2 }), dw(5), dw(3)].flatMap((each) => put([each])(builder, value, channels));
  return put([conv(1, channels), normalize])(builder, parts, channels);
});
const averaged = buildCase("averages after a product", (builder, value, channels) => {
  const parts = put([average(3)])(builder, value, channels);
  return put([conv(1, channels), normalize, relu, conv(1, channels)])(builder, [...value, ...parts], channels);
});

export const wideCases: readonly WideCase[] = [
  ...[separable, alone, dilated, averaged].map((operation) => ({ operation, channels: 72, sizes: inLines })),
  ...[separable, dilated, averaged].map((operation) => ({ operation, channels: 260, sizes: together })),
  { operation: separable, channels: 136, sizes: [...inLines.slice(0, 2), ...together] },
];
