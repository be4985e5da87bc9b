/**
 * The introduction's figure of operations against accuracy, with hiernas's networks among the known ones. Deck,
 * "Computation cost versus accuracy".
 */
import { counted, percentWords } from "../../input/quantity.js";
import type { KnownNetworkRow } from "../../rows/known-network-row.js";
import { scaleLinear } from "d3-scale";
import { paretoFront } from "./fitness-by-cost.js";
import { chartFigure, PERCENT } from "./chart-parts.js";
import type { Figure } from "../output/figure.js";
import {
  checkKnownConfig,
  checkNetworks,
  accuracyDomain,
  channels,
  defined,
  type KnownNetworksConfig,
  LABEL_SIZE,
  labelsOf,
  logAxis,
  networkLayer,
  noNetworks,
  radiusOf,
  SIZE,
  textLayers,
  tooltip,
  untilWords,
  upTo,
} from "./network-points.js";
import { meanings, sizes } from "../output/theme.js";

/**
 * Operations of one forward pass against top-1 accuracy, with points sized by parameters; networks without a measured
 * accuracy are in a lane below. Deck, "Computation cost versus accuracy".
 */
export function operationsByAccuracy(all: readonly KnownNetworkRow[], config: KnownNetworksConfig = {}): Figure {
  checkNetworks("operationsByAccuracy", all);
  checkKnownConfig("operationsByAccuracy", config);
  const rows = upTo(all, config);
  const { width, height } = { ...SIZE, ...defined(config) };
  const measured = rows.filter(({ top1 }) => top1 !== null);
  const unmeasured = rows.filter(({ top1 }) => top1 === null);
  if (rows.length === 0) return noNetworks(config.title ?? "Computation cost versus accuracy", width, height);
  const title = config.title ?? titleOf(measured);
  const deck = measured.some(({ source }) => source === "deck")
    ? "; the paper's cell: the deck's accuracy, operations counted here"
    : "";
  const subtitle = `${counted(measured.length, "network")} on ImageNet, larger points have more parameters; accuracies are torchvision's, each at its own crop and training${deck}${untilWords(all.length, rows.length, config)}`;
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
    ...{ field: "top1", type: "quantitative", title: "top-1 accuracy" },
    ...{ scale: { domain, nice: false, zero: false }, axis: PERCENT },
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

/** Where the paper's cell stands: how many networks are as accurate at no more cost. */
function titleOf(measured: readonly KnownNetworkRow[]): string {
  const cell = measured.find(({ group }) => group === "the paper's cell");
  if (cell === undefined) return "Computation cost versus accuracy";
  const better = measured.filter(
    (row) => row !== cell && row.multiplyAdds <= cell.multiplyAdds && (row.top1 as number) >= (cell.top1 as number),
  ).length;
  const who = better === 0 ? "no network" : counted(better, "network");
  return `The published cell: ${percentWords(cell.top1 as number)} top-1; ${who} of ${measured.length - 1} cost${better > 1 ? "" : "s"} no more and ${better > 1 ? "are" : "is"} as accurate`;
}
