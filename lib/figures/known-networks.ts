/** The introduction's two figures: operations against accuracy, and growing complexity, with our networks among the known ones. Deck, "Introduction". */
import { paretoFront } from "./accuracy-by-cost.js";
import {
  chartFigure,
  type ChartConfig,
  counted,
  extent,
  messageView,
  seriesChannel,
  topLegend,
} from "./chart-parts.js";
import type { Figure } from "./figure.js";
import { type LabelPoint, type PlacedLabel, placeLabels } from "./place-labels.js";
import { colours, meanings, sizes } from "./theme.js";

/** One network for ImageNet; `readKnownNetworks` and `ourNetworks` make them. Ours. */
export interface KnownNetworkRow {
  readonly name: string;
  readonly group: string;
  /** Of its first publication, or null. */
  readonly year: number | null;
  readonly parameterCount: number;
  /** For one image. */
  readonly multiplyAdds: number;
  /** ImageNet top-1 accuracy, a fraction; null where nobody measured it. */
  readonly top1: number | null;
  readonly source: string;
}

const groups: readonly (readonly [string, string, string])[] = [
  ["by hand", colours.blue, "circle"],
  ["by search", colours.orange, "square"],
  ["transformer", colours.green, "triangle-up"],
  ["the paper's cell", colours.vermillion, "diamond"],
  ["found here", colours.black, "cross"],
];

/** The figures' own size: more room than other charts, for names. */
const SIZE = Object.freeze({ width: 640, height: 400 });

/** Areas of the points in square pixels, by parameters. */
const AREAS = Object.freeze({ least: 25, most: 500 });

/** Operations of one forward pass against top-1 accuracy, the size of a point by parameters; networks whose accuracy nobody measured in a lane below. Deck, "Computation cost versus accuracy". */
export function operationsByAccuracy(rows: readonly KnownNetworkRow[], config: ChartConfig = {}): Figure {
  const title = config.title ?? "Computation cost versus accuracy";
  const { width, height } = { ...SIZE, ...defined(config) };
  const measured = rows.filter(({ top1 }) => top1 !== null);
  const unmeasured = rows.filter(({ top1 }) => top1 === null);
  if (rows.length === 0) return noNetworks(title, width, height);
  const deck = measured.some(({ source }) => source === "deck")
    ? "; the paper's cell: the deck's accuracy, operations counted here"
    : "";
  const subtitle = `${counted(measured.length, "network")} on ImageNet, larger points have more parameters; accuracies are torchvision's, each at its own crop and training${deck}`;
  const x = logScale(rows, width, "multiplyAdds");
  const domain = accuracyDomain(measured.map(({ top1 }) => top1 as number));
  const y = linearScale(domain, height);
  const radius = radiusOf(rows);
  const front = paretoFront(
    measured.map((row) => ({ ...row, fitness: row.top1 })),
    (row) => row.multiplyAdds,
  ).map(({ name }) => name);
  const labels = labelsOf(
    measured,
    (row) => ({ x: x.at(row.multiplyAdds), y: height - y.at(row.top1 as number), radius: radius(row.parameterCount) }),
    (row) => front.includes(row.name),
    { width, height },
  );
  const xChannel = { ...x.channel, title: "multiply-adds for one image" };
  const xHere =
    unmeasured.length === 0 ? xChannel : { ...xChannel, title: null, axis: { ...x.channel.axis, labels: false } };
  const yHere = {
    ...{ field: "top1", type: "quantitative", title: "ImageNet top-1 accuracy" },
    ...{ scale: { domain, nice: false, zero: false }, axis: { format: ".0%" } },
  };
  const laneRows = unmeasured.map((row) => ({ ...row, lane: "not measured" }));
  const laneY = {
    ...{ field: "lane", type: "nominal", title: null },
    axis: { ticks: false, domain: false, grid: true },
  };
  const lane = {
    ...{ width, height: sizes.laneHeight, data: { values: laneRows } },
    layer: [
      {
        mark: { type: "point", filled: true, opacity: 1 },
        encoding: { ...{ x: xChannel, y: laneY }, ...channels(rows, null), tooltip: tooltip(false) },
      },
      {
        mark: { type: "text", align: "left", dx: 10, fontSize: LABEL_SIZE, color: colours.vermillion },
        encoding: { ...{ x: xChannel, y: laneY }, text: { field: "name" } },
      },
    ],
  };
  const main = {
    ...{ width, height },
    layer: [
      {
        data: { values: measured },
        mark: { type: "point", filled: true, opacity: 0.8, stroke: "white", strokeWidth: 0.6 },
        encoding: {
          ...{ x: xHere, y: yHere },
          ...channels(rows, topLegend(groupNames(rows), width)),
          tooltip: tooltip(true),
        },
      },
      ...textLayers(labels, { x: xHere, y: yHere }, (left, top) => [x.invert(left), y.invert(height - top)]),
    ],
  };
  const words =
    unmeasured.length === 0 ? "" : `; ${counted(unmeasured.length, "network")} found here without one (lane below)`;
  return chartFigure(
    { title, subtitle: `${subtitle}${words}`, width },
    `Multiply-adds against accuracy: ${subtitle}${words}.`,
    {
      ...(unmeasured.length === 0 ? main : { spacing: 8, vconcat: [main, lane] }),
    },
  );
}

/** Multiply-adds by year of publication, the size of a point by parameters; the years are from memory of the literature. Deck, "Increasing complexity of Deep Neural Networks". */
export function growingComplexity(rows: readonly KnownNetworkRow[], config: ChartConfig = {}): Figure {
  const title = config.title ?? "Increasing complexity of deep neural networks";
  const { width, height } = { ...SIZE, ...defined(config) };
  const dated = rows.filter(({ year }) => year !== null);
  if (dated.length === 0) return noNetworks(title, width, height);
  const subtitle = `${counted(dated.length, "network")}, larger points have more parameters; years of publication from memory of the literature`;
  const [first, last] = extent(dated.map(({ year }) => year as number));
  const domain: readonly [number, number] = [first - 0.5, last + 1];
  const x = linearScale(domain, width);
  const y = logScale(dated, height, "multiplyAdds");
  const radius = radiusOf(rows);
  const labels = labelsOf(
    dated,
    (row) => ({
      x: x.at(row.year as number),
      y: height - y.at(row.multiplyAdds),
      radius: radius(row.parameterCount),
    }),
    () => false,
    { width, height },
  );
  const xChannel = {
    ...{ field: "year", type: "quantitative", title: "year of publication" },
    ...{ scale: { domain, nice: false, zero: false }, axis: { format: "d", tickMinStep: 1, grid: false } },
  };
  const yChannel = { ...y.channel, title: "multiply-adds for one image" };
  return chartFigure({ title, subtitle, width }, `Multiply-adds by year: ${subtitle}.`, {
    ...{ width, height },
    layer: [
      {
        data: { values: dated },
        mark: { type: "point", filled: true, opacity: 0.8, stroke: "white", strokeWidth: 0.6 },
        encoding: {
          ...{ x: xChannel, y: yChannel },
          ...channels(dated, topLegend(groupNames(dated), width)),
          tooltip: tooltip(true),
        },
      },
      ...textLayers(labels, { x: xChannel, y: yChannel }, (left, top) => [x.invert(left), y.invert(height - top)]),
    ],
  });
}

function defined({ width, height }: ChartConfig): Pick<ChartConfig, "width" | "height"> {
  return { ...(width === undefined ? {} : { width }), ...(height === undefined ? {} : { height }) };
}

function noNetworks(title: string, width: number, height: number): Figure {
  return chartFigure({ title, width }, "No networks.", { ...messageView("No networks", { width, height }) });
}

function groupNames(rows: readonly KnownNetworkRow[]): readonly string[] {
  return groups.flatMap(([name]) => (rows.some(({ group }) => group === name) ? [name] : []));
}

function channels(rows: readonly KnownNetworkRow[], legend: object | null): object {
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

function tooltip(hasAccuracy: boolean): readonly object[] {
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

function mostParameters(rows: readonly KnownNetworkRow[]): number {
  return extent(rows.map(({ parameterCount }) => parameterCount))[1];
}

function radiusOf(rows: readonly KnownNetworkRow[]): (parameterCount: number) => number {
  const most = mostParameters(rows);
  return (count) => Math.sqrt((AREAS.least + ((AREAS.most - AREAS.least) * count) / most) / Math.PI);
}

interface Scale {
  /** Pixels from the axis' beginning. */
  readonly at: (value: number) => number;
  readonly invert: (pixels: number) => number;
  readonly channel: { readonly field: string; readonly axis: object; readonly [key: string]: unknown };
}

function logScale(rows: readonly KnownNetworkRow[], length: number, field: "multiplyAdds"): Scale {
  const [low, high] = extent(rows.map((row) => row[field]));
  const domain = [low / 1.4, high * 1.6];
  const [from, to] = domain.map(Math.log);
  return {
    at: (value) => ((Math.log(value) - from) / (to - from)) * length,
    invert: (pixels) => Math.exp(from + (pixels / length) * (to - from)),
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

function linearScale(domain: readonly [number, number], length: number): Omit<Scale, "channel"> {
  const [from, to] = domain;
  return {
    at: (value) => ((value - from) / (to - from)) * length,
    invert: (pixels) => from + (pixels / length) * (to - from),
  };
}

function accuracyDomain(values: readonly number[]): readonly [number, number] {
  const [low, high] = values.length === 0 ? [0, 1] : extent(values);
  return [Math.floor(20 * (low - 0.01)) / 20, Math.min(1, Math.ceil(20 * (high + 0.01)) / 20)];
}

interface Label extends PlacedLabel {
  readonly ours: boolean;
}

/** Ours first, then those that `isFirst` names, then the rest by cost: the first find room. */
function labelsOf(
  rows: readonly KnownNetworkRow[],
  at: (row: KnownNetworkRow) => Omit<LabelPoint, "text">,
  isFirst: (row: KnownNetworkRow) => boolean,
  area: { readonly width: number; readonly height: number },
): readonly Label[] {
  const rank = (row: KnownNetworkRow): number => (row.source.startsWith("torchvision") ? (isFirst(row) ? 1 : 2) : 0);
  const sorted = [...rows].sort((one, other) => rank(one) - rank(other) || other.multiplyAdds - one.multiplyAdds);
  const words = (name: string): string => name.replaceAll("_", " ");
  const labels = placeLabels(
    sorted.map((row) => ({ ...at(row), text: words(row.name), must: rank(row) === 0 })),
    { ...area, fontSize: LABEL_SIZE },
  );
  const ours = new Set(sorted.filter((row) => rank(row) === 0).map(({ name }) => words(name)));
  return labels.map((label) => ({ ...label, ours: ours.has(label.text) }));
}

const LABEL_SIZE = 9.5;

/** Names, and lines to them where they stand away, on the axes of the points; `place` turns pixels into their fields. */
function textLayers(
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
            mark: { type: "rule", color: colours.vermillion, strokeWidth: 1 },
            encoding: { x, y, x2: { field: "toX" }, y2: { field: "toY" } },
          },
        ]),
    {
      data: { values },
      mark: { type: "text", align: "left", baseline: "middle", fontSize: LABEL_SIZE, tooltip: false },
      encoding: {
        ...{ x, y, text: { field: "text" } },
        color: { condition: { test: "datum.ours", value: colours.vermillion }, value: meanings.quietText },
      },
    },
  ];
}
