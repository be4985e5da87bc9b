/**
 * The introduction's figure of operations against accuracy, with hiernas's networks among the known ones. Deck,
 * "Computation cost versus accuracy".
 */
import { counted } from "../../input/quantity.js";
import type { KnownNetworkRow } from "../../rows/known-network-row.js";
import { scaleLinear } from "d3-scale";
import { paretoFront } from "./fitness-by-cost.js";
import { chartFigure, type ChartConfig, checkChart } from "./chart-parts.js";
import type { Figure } from "../output/figure.js";
import {
  checkNetworks,
  accuracyDomain,
  channels,
  defined,
  LABEL_SIZE,
  labelsOf,
  logAxis,
  networkLayer,
  noNetworks,
  radiusOf,
  SIZE,
  textLayers,
  tooltip,
} from "./network-points.js";
import { meanings, sizes } from "../output/theme.js";

/**
 * Operations of one forward pass against top-1 accuracy, with points sized by parameters; networks without a measured
 * accuracy are in a lane below. Deck, "Computation cost versus accuracy".
 */
export function operationsByAccuracy(rows: readonly KnownNetworkRow[], config: ChartConfig = {}): Figure {
  checkNetworks("operationsByAccuracy", rows);
  checkChart("operationsByAccuracy", config);
  const title = config.title ?? "Computation cost versus accuracy";
  const { width, height } = { ...SIZE, ...defined(config) };
  const measured = rows.filter(({ top1 }) => top1 !== null);
  const unmeasured = rows.filter(({ top1 }) => top1 === null);
  if (rows.length === 0) return noNetworks(title, width, height);
  const deck = measured.some(({ source }) => source === "deck")
    ? "; the paper's cell: the deck's accuracy, operations counted here"
    : "";
  const subtitle = `${counted(measured.length, "network")} on ImageNet, larger points have more parameters; accuracies are torchvision's, each at its own crop and training${deck}`;
  const x = logAxis(rows, width, "multiplyAdds");
  const domain = accuracyDomain(measured.map(({ top1 }) => top1 as number));
  const y = scaleLinear(domain, [0, height]);
  const radius = radiusOf(rows);
  const front = paretoFront(
    measured.map((row) => ({ ...row, fitness: row.top1 })),
    (row) => row.multiplyAdds,
  ).map(({ name }) => name);
  const labels = labelsOf(
    measured,
    (row) => ({ x: x.scale(row.multiplyAdds), y: height - y(row.top1 as number), radius: radius(row.parameterCount) }),
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
        mark: { type: "text", align: "left", dx: 10, fontSize: LABEL_SIZE, color: meanings.text },
        encoding: { ...{ x: xChannel, y: laneY }, text: { field: "name" } },
      },
    ],
  };
  const main = {
    ...{ width, height },
    layer: [
      networkLayer(measured, rows, { x: xHere, y: yHere }, width),
      ...textLayers(labels, { x: xHere, y: yHere }, (left, top) => [x.scale.invert(left), y.invert(height - top)]),
    ],
  };
  const words =
    unmeasured.length === 0
      ? ""
      : `; ${counted(unmeasured.length, "network")} found here without an accuracy (lane below)`;
  return chartFigure(
    { title, subtitle: `${subtitle}${words}`, width },
    `Multiply-adds against accuracy: ${subtitle}${words}.`,
    {
      ...(unmeasured.length === 0 ? main : { spacing: 8, vconcat: [main, lane] }),
    },
  );
}
