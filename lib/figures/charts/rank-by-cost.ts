/** How well protocols rank genotypes, against what an evaluation costs. */
import * as v from "valibot";
import { finiteNumber, positiveNumber, type Schema } from "../../input/schema.js";
import { checkConfig, checkRows, text } from "../output/check-input.js";
import type { ProtocolRank } from "../../rows/protocol-rank.js";
import { chartFigure, type ChartConfig, messageView, chartEntries } from "./chart-parts.js";
import type { Figure } from "../output/figure.js";
import { textWidth } from "../output/text-width.js";
import { meanings, seriesColours, sizes } from "../output/theme.js";

/** How {@link rankByCost} draws. */
export interface RankConfig extends Pick<ChartConfig, "title" | "width" | "height"> {
  /** A correlation that is aimed at: a dashed line. */
  readonly aim?: number;
  /** The protocol that was chosen: its name is bold. */
  readonly chosen?: string;
  /** What the interval is, for example `95 % bootstrap interval`. */
  readonly interval?: string;
}

const share = finiteNumber(-1, 1);
const rowSchema: Schema<ProtocolRank> = v.object({
  ...{ protocol: text, processorSeconds: positiveNumber(), space: text, comparedTo: text, rankedBy: text },
  ...{ correlation: share, lower: share, upper: share },
});
const configSchema: Schema<RankConfig> = v.object({
  ...chartEntries,
  ...{ aim: v.optional(share), chosen: v.optional(text), interval: v.optional(text) },
});

/**
 * A panel for each space and each thing compared to: Spearman's correlation with its interval, one point a protocol,
 * against cost on a logarithmic axis.
 */
export function rankByCost(rows: readonly ProtocolRank[], config: RankConfig = {}): Figure {
  checkRows("rankByCost", rows, rowSchema);
  checkConfig("rankByCost", config, configSchema);
  const title = config.title ?? "How well protocols rank, and what they cost";
  const { width = 330, height = 300, interval = "interval" } = config;
  if (rows.length === 0) {
    return chartFigure({ title }, "No protocol measured yet.", {
      ...messageView("No protocol measured yet", { width, height }),
    });
  }
  const spaces = unique(rows.map(({ space }) => space));
  const comparisons = unique(rows.map(({ comparedTo }) => comparedTo));
  const rankings = unique(rows.map(({ rankedBy }) => rankedBy));
  const costs = rows.map(({ processorSeconds }) => processorSeconds);
  const x = {
    field: "drawnSeconds",
    type: "quantitative",
    scale: { type: "log", domain: [Math.min(...costs) / 1.35, Math.max(...costs) * 1.35], nice: false },
    axis: { format: "~g", tickCount: 5, grid: false },
  };
  // Names hang upright below the lowest interval.
  const nameHeight = Math.min(
    height / 2,
    2 * NAME_GAP +
      Math.max(...rows.map(({ protocol }) => textWidth(protocol, sizes.small, protocol === config.chosen))),
  );
  const legend = { orient: "top", direction: "horizontal", titleOrient: "left", offset: 4 };
  const channel = (range: readonly string[]) => ({
    field: "rankedBy",
    type: "nominal",
    title: "ranked by",
    scale: { domain: rankings, range },
    legend,
  });
  const color = channel(seriesColours);
  const cost = (row: ProtocolRank): number =>
    // Points of one protocol have one cost: beside each other, so that their intervals do not hide each other.
    row.processorSeconds * 1.035 ** (rankings.indexOf(row.rankedBy) - (rankings.length - 1) / 2);
  const panel = (space: string, comparedTo: string, isFirst: boolean, isLast: boolean): object => {
    const own = rows.filter((row) => row.space === space && row.comparedTo === comparedTo);
    const values = own.map((row) => ({ ...row, drawnSeconds: cost(row) }));
    const names = placeNames(own, config.chosen, x.scale.domain, width);
    const ofSpace = rows.filter((row) => row.space === space);
    const low = Math.floor(Math.min(0, ...ofSpace.map(({ lower }) => lower)) * 5) / 5;
    const yScale = { domain: [low - ((1 - low) * nameHeight) / (height - nameHeight), 1], nice: false };
    const ticks = Array.from({ length: Math.round((1 - low) / 0.2) + 1 }, (_, index) => 1 - index / 5);
    const y = (field: string) => ({
      field,
      type: "quantitative",
      title: isFirst ? "Spearman's rank correlation" : null,
      scale: yScale,
      // In the middle of the correlations, not of what is below them too.
      axis: { format: ".1f", values: ticks, titleY: (height - nameHeight) / 2 },
    });
    const panelX = { ...x, title: isLast ? "processor seconds of an evaluation" : null };
    const aim =
      config.aim === undefined
        ? []
        : [
            {
              data: { values: [{ aim: config.aim }] },
              mark: { type: "rule", strokeDash: [4, 4], color: meanings.quietText },
              encoding: { y: y("aim") },
            },
          ];
    return {
      title: { text: `${space}: compared to ${comparedTo}`, fontSize: sizes.text, fontWeight: "normal", offset: 6 },
      width,
      height,
      layer: [
        ...aim,
        {
          data: { values },
          mark: { type: "rule", strokeWidth: 2, opacity: 0.55 },
          encoding: { x: panelX, y: y("lower"), y2: { field: "upper" }, color },
        },
        {
          data: { values },
          mark: { type: "point", filled: true, size: 55, opacity: 1 },
          encoding: {
            x: panelX,
            y: y("correlation"),
            color,
            shape: channel(["circle", "diamond", "triangle-up", "square"]),
            tooltip: [
              { field: "protocol", type: "nominal" },
              { field: "space", type: "nominal" },
              { field: "comparedTo", type: "nominal", title: "compared to" },
              { field: "rankedBy", type: "nominal", title: "ranked by" },
              { field: "processorSeconds", type: "quantitative", format: ".1f", title: "processor seconds" },
              { field: "correlation", type: "quantitative", format: ".2f" },
              { field: "lower", type: "quantitative", format: ".2f" },
              { field: "upper", type: "quantitative", format: ".2f" },
            ],
          },
        },
        ...[false, true].map((isChosen) => ({
          data: { values: names.filter((each) => each.isChosen === isChosen) },
          mark: {
            type: "text",
            angle: -90,
            align: "right",
            baseline: "middle",
            fontSize: sizes.small,
            fontWeight: isChosen ? "bold" : "normal",
            color: isChosen ? meanings.best : meanings.quietText,
          },
          encoding: { x: panelX, y: { value: height - nameHeight + NAME_GAP }, text: { field: "protocol" } },
        })),
      ],
    };
  };
  const best = [...rows].sort((one, other) => other.correlation - one.correlation)[0];
  return chartFigure(
    {
      title,
      subtitle:
        `a point a protocol with its ${interval}` +
        (config.aim === undefined ? "" : `; dashed: ${config.aim}, what is aimed at`),
    },
    `Spearman's rank correlation against processor seconds for ${unique(rows.map(({ protocol }) => protocol)).length} protocols; ` +
      `highest ${best.correlation.toFixed(2)} (${best.lower.toFixed(2)} to ${best.upper.toFixed(2)}): ${best.protocol}, ${best.space}, by ${best.rankedBy}, compared to ${best.comparedTo}.`,
    {
      spacing: 22,
      vconcat: spaces.map((space, row) => ({
        spacing: 28,
        hconcat: comparisons.map((comparedTo, column) =>
          panel(space, comparedTo, column === 0, row === spaces.length - 1),
        ),
      })),
    },
  );
}

/** Between the lowest correlation and the names. */
const NAME_GAP = 8;
/** The least distance of two names. */
const NAME_DISTANCE = 13;

interface Name {
  readonly protocol: string;
  readonly drawnSeconds: number;
  readonly isChosen: boolean;
}

/** A name for each protocol at its cost, those that would lie on each other beside each other. */
function placeNames(
  rows: readonly ProtocolRank[],
  chosen: string | undefined,
  [low, high]: readonly number[],
  width: number,
): readonly Name[] {
  const perPixel = Math.log(high / low) / width;
  const byCost = [...rows].sort((one, other) => one.processorSeconds - other.processorSeconds);
  let last = -Infinity;
  return unique(byCost.map(({ protocol }) => protocol)).map((protocol) => {
    const { processorSeconds } = byCost.find((row) => row.protocol === protocol) as ProtocolRank;
    last = Math.max(last + NAME_DISTANCE, Math.log(processorSeconds / low) / perPixel);
    return { protocol, drawnSeconds: low * Math.exp(last * perPixel), isChosen: protocol === chosen };
  });
}

const unique = (names: readonly string[]): readonly string[] => [...new Set(names)];
