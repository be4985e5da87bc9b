/** Shared parts of the introduction's two figures: points of networks, their axes, and their names. */
import * as v from "valibot";
import { finiteNumber, oneOf, positiveNumber, type Schema } from "../../input/schema.js";
import { checkConfig, checkRows, number, text } from "../output/check-input.js";
import type { KnownNetworkRow } from "../../rows/known-network-row.js";
import { type ScaleContinuousNumeric, scaleLinear, scaleLog } from "d3-scale";
import { seriesChannel, topLegend } from "./chart-legend.js";
import { chartEntries, chartFigure, type ChartConfig, extent, messageView } from "./chart-parts.js";
import type { Figure } from "../output/figure.js";
import { type LabelPoint, type PlacedLabel, placeLabels } from "./place-labels.js";
import { meanings, searchFamily } from "../output/theme.js";

const networkSchema: Schema<KnownNetworkRow> = v.object({
  name: text,
  group: oneOf(["by hand", "by search", "transformer", "the paper's cell", "found here"]),
  year: v.nullable(number),
  parameterCount: positiveNumber(),
  multiplyAdds: positiveNumber(),
  top1: v.nullable(finiteNumber(0, 1)),
  source: text,
});

/** Throws InputError, beginning with `where`, for anything but networks. */
export function checkNetworks(where: string, rows: readonly KnownNetworkRow[]): void {
  checkRows(where, rows, networkSchema);
}

const groups: readonly (readonly [string, string, string])[] = [
  ["by hand", meanings.quietText, "circle"],
  ["by search", meanings.evolution, "square"],
  ["transformer", searchFamily.flatRandom, "triangle-up"],
  ["the paper's cell", meanings.published, "diamond"],
  ["found here", meanings.best, "cross"],
];

/** Settings of the figures of known networks. */
export interface KnownNetworksConfig extends ChartConfig {
  /**
   * The last year of publication to show, since later networks would bury the paper's; undated ones are always shown.
   * Default: 2018, the paper's. `Infinity` shows all.
   */
  readonly until?: number;
}

/** The year of the paper. */
const PAPERS_YEAR = 2018;

const configSchema: Schema<KnownNetworksConfig> = v.object({
  ...chartEntries,
  until: v.optional(v.number("must be a year")),
});

/** Throws InputError, beginning with `where`, for an invalid setting. */
export function checkKnownConfig(where: string, config: KnownNetworksConfig): void {
  checkConfig(where, config, configSchema);
}

/** The networks to show. */
export function upTo(
  rows: readonly KnownNetworkRow[],
  { until = PAPERS_YEAR }: KnownNetworksConfig,
): readonly KnownNetworkRow[] {
  return rows.filter(({ year }) => year === null || year <= until);
}

/** The words for what {@link upTo} leaves out; empty if nothing. */
export function untilWords(all: number, shown: number, { until = PAPERS_YEAR }: KnownNetworksConfig): string {
  return shown === all ? "" : `; ${all - shown} later than ${until} not shown`;
}

/** The size of these figures: larger than other charts, to make room for names. */
export const SIZE = Object.freeze({ width: 640, height: 400 });

/** The smallest and largest area of a point in square pixels; areas scale with parameters. */
const AREAS = Object.freeze({ least: 25, most: 500 });

/** The given parts of a size. */
export function defined({ width, height }: ChartConfig): Pick<ChartConfig, "width" | "height"> {
  return { ...(width === undefined ? {} : { width }), ...(height === undefined ? {} : { height }) };
}

/** The figure when there are no networks. */
export function noNetworks(title: string, width: number, height: number): Figure {
  return chartFigure({ title, width }, "No networks.", { ...messageView("No networks", { width, height }) });
}

/** The groups of the rows, in the order of the legend. */
function groupNames(rows: readonly KnownNetworkRow[]): readonly string[] {
  return groups.flatMap(([name]) => (rows.some(({ group }) => group === name) ? [name] : []));
}

/** Colour, shape and size of the points. */
export function channels(rows: readonly KnownNetworkRow[], legend: object | null): object {
  const names = groupNames(rows);
  const own = groups.filter(([name]) => names.includes(name));
  return {
    color: seriesChannel(
      "group",
      names,
      own.map(([, colour]) => colour),
      legend,
    ),
    shape: seriesChannel(
      "group",
      names,
      own.map(([, , shape]) => shape),
      legend,
    ),
    size: {
      ...{ field: "parameterCount", type: "quantitative", legend: null },
      scale: { type: "linear", domain: [0, mostParameters(rows)], range: [AREAS.least, AREAS.most] },
    },
  };
}

/** The tooltip of a point. */
export function tooltip(hasAccuracy: boolean): readonly object[] {
  return [
    { field: "name", type: "nominal" },
    { field: "group", type: "nominal" },
    { field: "year", type: "quantitative", format: "d" },
    { field: "multiplyAdds", type: "quantitative", format: ".3~s", title: "multiply-adds" },
    { field: "parameterCount", type: "quantitative", format: ",", title: "parameters" },
    ...(hasAccuracy ? [{ field: "top1", type: "quantitative", format: ".1%", title: "top-1 accuracy" }] : []),
    { field: "source", type: "nominal", title: "accuracy from" },
  ];
}

/** A point for each of `drawn`; colours, sizes and the legend above a chart of `width` pixels follow `all`. */
export function networkLayer(
  drawn: readonly KnownNetworkRow[],
  all: readonly KnownNetworkRow[],
  axes: { readonly x: object; readonly y: object },
  width: number,
): object {
  return {
    data: { values: drawn },
    mark: { type: "point", filled: true, opacity: 0.8, stroke: meanings.background, strokeWidth: 0.6 },
    encoding: { ...axes, ...channels(all, topLegend(groupNames(all), width)), tooltip: tooltip(true) },
  };
}

function mostParameters(rows: readonly KnownNetworkRow[]): number {
  return extent(rows.map(({ parameterCount }) => parameterCount))[1];
}

/** The radius of a point in pixels, by parameters. */
export function radiusOf(rows: readonly KnownNetworkRow[]): (parameterCount: number) => number {
  const area = scaleLinear([0, mostParameters(rows)], [AREAS.least, AREAS.most]);
  return (count) => Math.sqrt(area(count) / Math.PI);
}

/** A logarithmic axis with room at both ends: its channel, and its scale in pixels for placing names. */
export function logAxis(
  rows: readonly KnownNetworkRow[],
  length: number,
  field: "multiplyAdds",
): { readonly scale: ScaleContinuousNumeric<number, number>; readonly channel: AxisChannel } {
  const [low, high] = extent(rows.map((row) => row[field]));
  const domain = [low / 1.4, high * 1.6];
  return {
    scale: scaleLog(domain, [0, length]),
    channel: {
      ...{ field, type: "quantitative", scale: { type: "log", domain, nice: false } },
      axis: {
        format: "~s",
        values: [1, 3].flatMap((digit) => [7, 8, 9, 10, 11].map((power) => digit * 10 ** power)),
        grid: true,
      },
    },
  };
}

/** A vega-lite channel with an axis. */
export interface AxisChannel {
  readonly field: string;
  readonly axis: object;
  readonly [key: string]: unknown;
}

/** The ends of an axis of accuracies, at multiples of 0.05. */
export function accuracyDomain(values: readonly number[]): readonly [number, number] {
  const [low, high] = values.length === 0 ? [0, 1] : extent(values);
  return [Math.floor(20 * (low - 0.01)) / 20, Math.min(1, Math.ceil(20 * (high + 0.01)) / 20)];
}

/** A placed name, with whether its network is hiernas's. */
export interface Label extends PlacedLabel {
  readonly ours: boolean;
}

/**
 * The names to place: hiernas's networks first, then those that `isFirst` accepts, then the rest by cost. Earlier ones
 * get room first.
 */
export function labelsOf(
  rows: readonly KnownNetworkRow[],
  at: (row: KnownNetworkRow) => Omit<LabelPoint, "text">,
  isFirst: (row: KnownNetworkRow) => boolean,
  area: { readonly width: number; readonly height: number },
): readonly Label[] {
  const rank = (row: KnownNetworkRow): number => (row.source.startsWith("torchvision") ? (isFirst(row) ? 1 : 2) : 0);
  const sorted = [...rows].sort((one, other) => rank(one) - rank(other) || other.multiplyAdds - one.multiplyAdds);
  const words = properName;
  const labels = placeLabels(
    sorted.map((row) => ({ ...at(row), text: words(row.name), must: rank(row) === 0 })),
    { ...area, fontSize: LABEL_SIZE },
  );
  const ours = new Set(sorted.filter((row) => rank(row) === 0).map(({ name }) => words(name)));
  return labels.map((label) => ({ ...label, ours: ours.has(label.text) }));
}

const proper: readonly (readonly [RegExp, string])[] = [
  [/^alexnet/, "AlexNet"],
  [/^vgg(\d+)/, "VGG-$1"],
  [/^googlenet/, "GoogLeNet"],
  [/^inception[ _]v3/, "Inception-v3"],
  [/^wide resnet(\d+)/, "Wide ResNet-$1-"],
  [/^resnext(\d+)/, "ResNeXt-$1"],
  [/^resnet(\d+)/, "ResNet-$1"],
  [/^densenet(\d+)/, "DenseNet-$1"],
  [/^squeezenet/, "SqueezeNet "],
  [/^mobilenet/, "MobileNet"],
  [/^mnasnet/, "MnasNet "],
  [/^shufflenet/, "ShuffleNet"],
  [/^efficientnet/, "EfficientNet"],
  [/^regnet/, "RegNet"],
  [/^convnext/, "ConvNeXt"],
];

/** `VGG-16 BN` for `vgg16_bn`, since files do not write names as papers do. */
function properName(name: string): string {
  // In `squeezenet1_0` the underscore stands for a point, in `resnext101_32x8d` it does not.
  const spaced = name.replace(/(?<!\d)(\d)_(?=\d)/g, "$1.").replaceAll("_", " ");
  const found = proper.find(([file]) => file.test(spaced));
  return (found === undefined ? spaced : spaced.replace(...found)).replace(/ bn$/, " BN").replace(/- (?=\d)/, "-");
}

/** The font size of the names in pixels. */
export const LABEL_SIZE = 10;

/** Names, with leader lines to distant ones, on the axes of the points; `place` turns pixels into their fields. */
export function textLayers(
  labels: readonly Label[],
  { x, y }: { readonly x: { readonly field: string }; readonly y: { readonly field: string } },
  place: (x: number, y: number) => readonly [number, number],
): readonly object[] {
  const at = (pixelX: number, pixelY: number): readonly [number, number] => place(pixelX, pixelY);
  const leaders = labels.flatMap(({ leader }) => {
    if (leader === undefined) return [];
    const [[fromX, fromY], [toX, toY]] = [at(leader.x, leader.y), at(leader.toX, leader.toY)];
    return [{ [x.field]: fromX, [y.field]: fromY, toX, toY }];
  });
  const values = labels.map(({ text, ours, ...label }) => {
    const [valueX, valueY] = at(label.x, label.y);
    return { text, ours, [x.field]: valueX, [y.field]: valueY };
  });
  return [
    ...(leaders.length === 0
      ? []
      : [
          {
            data: { values: leaders },
            mark: { type: "rule", color: meanings.published, strokeWidth: 1 },
            encoding: { x, y, x2: { field: "toX" }, y2: { field: "toY" } },
          },
        ]),
    ...[true, false].map((isOutline) => ({
      data: { values },
      mark: {
        ...{ type: "text", align: "left", baseline: "middle", fontSize: LABEL_SIZE, tooltip: false },
        ...(isOutline ? { stroke: meanings.background, strokeWidth: 3, strokeOpacity: 0.8 } : {}),
      },
      encoding: {
        ...{ x, y, text: { field: "text" } },
        color: { condition: { test: "datum.ours", value: meanings.published }, value: meanings.quietText },
      },
    })),
  ];
}
