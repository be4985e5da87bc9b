/** How well protocols rank genotypes, against the cost of an evaluation. */
import { scaleLinear, scaleLog } from "d3-scale";
import * as v from "valibot";
import { finiteNumber, positiveNumber, type Schema, wholeNumber } from "../../input/schema.js";
import { checkConfig, checkRows, text } from "../output/check-input.js";
import { aimOf, type ProtocolRank, type RankAim, rankFront, rankPanels } from "../../rows/protocol-rank.js";
import { inSentence, seriesChannel, topLegend } from "./chart-legend.js";
import { chartFigure, type ChartConfig, messageView, chartEntries } from "./chart-parts.js";
import { costScale } from "./cost-scale.js";
import type { Figure } from "../output/figure.js";
import { type PlacedLabel, placeLabels } from "./place-labels.js";
import { textWidth } from "../output/text-width.js";
import { meanings, seriesColours, sizes } from "../output/theme.js";
import { wrapText } from "../output/wrap-text.js";

/** Settings of {@link rankByCost}. */
export interface RankConfig extends Pick<ChartConfig, "title" | "width" | "height"> {
  /** The target correlation, drawn as a dashed line: one for all spaces, or one by space. */
  readonly aim?: RankAim;
  /** The chosen protocol: ringed, its name bold and always shown. */
  readonly chosen?: string;
  /** The kind of interval, for example `95 % bootstrap interval`. */
  readonly interval?: string;
}

const share = finiteNumber(-1, 1);
const rowSchema: Schema<ProtocolRank> = v.object({
  ...{ protocol: text, processorSeconds: positiveNumber(), space: text, comparedTo: text, rankedBy: text },
  ...{ correlation: share, lower: share, upper: share, genotypes: v.optional(wholeNumber()) },
  givenParameters: v.optional(share),
});
const configSchema: Schema<RankConfig> = v.object({
  ...chartEntries,
  aim: v.optional(v.union([share, v.record(v.string(), share)], "must be a number from -1 to 1, or one by space")),
  ...{ chosen: v.optional(text), interval: v.optional(text) },
});

/** The total width of plotting areas side by side, in pixels. */
const MOST_WIDTH = 700;
/** A point of the front is named if it ranks this much better than the last named one, or best. */
const NAMED_GAIN = 0.05;
/** Names wider than this share of a panel become numbers in it and are listed below. */
const LISTED_SHARE = 0.42;
/** The distance between their lines, in pixels. */
const LIST_LINE = 15;
const shapes: readonly string[] = ["circle", "diamond", "triangle-up", "square", "cross", "triangle-down"];

/**
 * A panel for each space and reference: Spearman's correlation against cost on a logarithmic axis, one point per
 * protocol and score. The best front is emphasized: points that no cheaper one beats have their intervals, a stepped
 * line joins them, and those that gain much have their names, or numbers with the names below. All others are pale.
 */
export function rankByCost(rows: readonly ProtocolRank[], config: RankConfig = {}): Figure {
  checkRows("rankByCost", rows, rowSchema);
  checkConfig("rankByCost", config, configSchema);
  const panels = rankPanels(rows);
  const comparisons = unique(panels.map(({ comparedTo }) => comparedTo));
  const { height = 230, interval = "interval" } = config;
  const width = config.width ?? Math.min(sizes.chartWidth, Math.floor(MOST_WIDTH / Math.max(1, comparisons.length)));
  if (rows.length === 0) {
    return chartFigure({ title: config.title ?? "How well protocols rank" }, "No protocol measured yet.", {
      ...messageView("No protocol measured yet", { width, height }),
    });
  }
  const spaces = unique(panels.map(({ space }) => space));
  const drawing = { rows, config, width, height, rankings: unique(rows.map(({ rankedBy }) => rankedBy)) };
  const subtitle = `Spearman's rank correlation of each protocol and score; the line joins the best for their cost, bars: their ${interval}${aimWords(config, spaces)}${chosenWords(config, rows)}`;
  const said = panels.map(
    (panel) =>
      `${panel.space}, compared to ${panel.comparedTo}: ${rankFront(panel.rows).map(rankWords).join(", then ")}`,
  );
  return chartFigure(
    {
      ...{ title: config.title ?? titleOf(panels), subtitle },
      width: width * comparisons.length + 40 * (comparisons.length - 1),
    },
    `${subtitle}. The best for their cost: ${said.join("; ")}.`,
    {
      spacing: 18,
      vconcat: spaces.map((space, row) => ({
        spacing: 30,
        hconcat: panels
          .filter((panel) => panel.space === space)
          .map((panel, column) => panelOf(panel, column === 0, row === spaces.length - 1, drawing)),
      })),
    },
  );
}

interface Drawing {
  readonly rows: readonly ProtocolRank[];
  readonly config: RankConfig;
  readonly width: number;
  readonly height: number;
  readonly rankings: readonly string[];
}

type Panel = ReturnType<typeof rankPanels>[number];

function aimWords(config: RankConfig, spaces: readonly string[]): string {
  const aims = spaces.flatMap((space) => aimOf(config.aim, space) ?? []);
  if (aims.length === 0) return "";
  const isOne = aims.length === spaces.length && new Set(aims).size === 1;
  return isOne ? `; dashed: the target of ${aims[0]}` : "; dashed: the target";
}

function chosenWords({ chosen }: RankConfig, rows: readonly ProtocolRank[]): string {
  return rows.some(({ protocol }) => protocol === chosen) ? "; ringed: the chosen protocol" : "";
}

function panelOf(panel: Panel, isFirst: boolean, isLast: boolean, drawing: Drawing): object {
  const { rows, config, width, height, rankings } = drawing;
  const front = rankFront(panel.rows);
  const costs = rows.map(({ processorSeconds }) => processorSeconds);
  const xDomain = [Math.min(...costs) / 1.35, Math.max(...costs) * 1.35];
  const ofSpace = rankPanels(rows).filter(({ space }) => space === panel.space);
  const drawn = ofSpace.flatMap((each) => [
    ...each.rows.map(({ correlation }) => correlation),
    ...rankFront(each.rows).map(({ lower }) => lower),
  ]);
  const yDomain = [Math.floor(Math.min(0.5, ...drawn) * 5) / 5, 1];
  const [xScale, yScale] = [scaleLog(xDomain, [0, width]), scaleLinear(yDomain, [height, 0])];
  const x = {
    ...{ field: "processorSeconds", type: "quantitative", title: isLast ? "core-seconds of an evaluation" : null },
    ...{ scale: { type: "log", domain: xDomain, nice: false }, axis: costScale(costs).axis },
  };
  const y = (field: string): object => ({
    ...{ field, type: "quantitative", title: isFirst ? "rank correlation" : null },
    ...{ scale: { domain: yDomain, nice: false, zero: false }, axis: { format: ".1f", tickCount: 6 } },
  });
  const legend = rankings.length === 1 ? null : topLegend(rankings, width, { symbolOpacity: 1 });
  const color = seriesChannel("rankedBy", rankings, seriesColours, legend);
  const shape = seriesChannel("rankedBy", rankings, shapes, legend);
  const tooltip = [
    ...["protocol", "rankedBy"].map((field) => ({ field, type: "nominal", title: words(field) })),
    { field: "processorSeconds", type: "quantitative", format: ".1f", title: "core-seconds" },
    ...["correlation", "lower", "upper"].map((field) => ({ field, type: "quantitative", format: ".2f" })),
    ...(panel.rows.some(({ givenParameters }) => givenParameters !== undefined)
      ? [{ field: "givenParameters", type: "quantitative", format: ".2f", title: "given parameters" }]
      : []),
  ];
  const points = (values: readonly ProtocolRank[], size: number, opacity: number): object => ({
    data: { values },
    mark: { type: "point", filled: true, size, opacity },
    encoding: { x, y: y("correlation"), color, shape, tooltip },
  });
  const named = namedRows(panel.rows, front, config.chosen);
  const isListed = named.some(({ protocol }) => textWidth(protocol, sizes.small) > LISTED_SHARE * width);
  const listed = isListed ? [...named].sort((one, other) => one.processorSeconds - other.processorSeconds) : [];
  const nameOf = (row: ProtocolRank): string => (isListed ? String(listed.indexOf(row) + 1) : row.protocol);
  const names = placeLabels(
    // Names have a halo because pale points may be under them.
    [...named, ...front.filter((row) => !named.includes(row))].map((row) => ({
      ...{ x: xScale(row.processorSeconds), y: yScale(row.correlation), radius: 6 },
      ...{ text: named.includes(row) ? nameOf(row) : "", must: named.includes(row) },
    })),
    { width, height, fontSize: sizes.small },
  ).filter((label) => label.text !== "");
  const aim = aimOf(config.aim, panel.space);
  const ringed = bestOf(panel.rows, config.chosen);
  return {
    title: {
      ...{ text: `${panel.space}: compared to ${panel.comparedTo}`, fontSize: sizes.text, fontWeight: "normal" },
      offset: 6,
    },
    width,
    height,
    layer: [
      {
        data: { values: aim === undefined ? [] : [{ aim }] },
        mark: { type: "rule", strokeDash: [4, 4], color: meanings.quietText },
        encoding: { y: y("aim") },
      },
      {
        data: { values: front },
        mark: { type: "line", interpolate: "step-after", strokeWidth: 1.2, color: meanings.quietText },
        encoding: { x, y: y("correlation") },
      },
      {
        data: { values: front },
        mark: { type: "rule", strokeWidth: 1.5, opacity: 0.4 },
        encoding: { x, y: y("lower"), y2: { field: "upper" }, color },
      },
      points(
        panel.rows.filter((row) => !front.includes(row)),
        40,
        0.4,
      ),
      points(front, 75, 1),
      {
        data: { values: ringed },
        mark: { type: "point", filled: false, size: 190, strokeWidth: 2, opacity: 1, color: meanings.best },
        encoding: { x, y: y("correlation") },
      },
      ...nameLayers(names, ringed.map(nameOf)[0]),
      ...(isListed ? [listLayer(listed, drawing, isLast)] : []),
    ],
  };
}

function namedRows(
  rows: readonly ProtocolRank[],
  front: readonly ProtocolRank[],
  chosen: string | undefined,
): readonly ProtocolRank[] {
  let last = -Infinity;
  const named = front.filter(({ correlation }, index) => {
    if (index < front.length - 1 && correlation < last + NAMED_GAIN) return false;
    last = correlation;
    return true;
  });
  // The best comes first, so that it gets room.
  return [...new Set([...named.slice(-1), ...bestOf(rows, chosen), ...named])];
}

/** The best row of one protocol, if it has any. */
function bestOf(rows: readonly ProtocolRank[], chosen: string | undefined): readonly ProtocolRank[] {
  return [...rows]
    .filter(({ protocol }) => protocol === chosen)
    .sort((one, other) => other.correlation - one.correlation)
    .slice(0, 1);
}

/** Numbered names below a panel, if they are too long for it. */
function listLayer(rows: readonly ProtocolRank[], { config, width, height }: Drawing, isLast: boolean): object {
  // A single panel may be as wide as the page.
  const room = config.width === undefined && width === sizes.chartWidth ? MOST_WIDTH : width;
  const top = height + (isLast ? 50 : 34);
  const values = rows
    .flatMap((row, index) => wrapText(`${index + 1}: ${rankWords(row)}`, room, sizes.small))
    .map((line, index) => ({ line, y: top + LIST_LINE * index }));
  return {
    data: { values },
    mark: { type: "text", align: "left", baseline: "middle", fontSize: sizes.small, color: meanings.quietText },
    encoding: {
      ...{ x: { value: 0 }, y: { field: "y", type: "quantitative", scale: null }, text: { field: "line" } },
    },
  };
}

function nameLayers(names: readonly PlacedLabel[], chosen: string | undefined): readonly object[] {
  const pixels = (field: string): object => ({ field, type: "quantitative", scale: null });
  return [
    {
      data: { values: names.flatMap(({ leader }) => leader ?? []) },
      mark: { type: "rule", strokeWidth: 0.7, color: meanings.quietText },
      encoding: { x: pixels("x"), y: pixels("y"), x2: { field: "toX" }, y2: { field: "toY" } },
    },
    // A halo first, since intervals and lines run under the names.
    ...[true, false].flatMap((isHalo) =>
      [false, true].map((isChosen) => ({
        data: {
          values: names
            .filter((name) => (name.text === chosen) === isChosen)
            .map(({ x, y, text: name }) => ({ x, y, name })),
        },
        mark: {
          ...{ type: "text", align: "left", baseline: "middle", fontSize: sizes.small },
          ...{ fontWeight: isChosen ? "bold" : "normal", color: isChosen ? meanings.best : meanings.text },
          ...(isHalo ? { stroke: meanings.background, strokeWidth: 3, opacity: 0.9 } : {}),
        },
        encoding: { x: pixels("x"), y: pixels("y"), text: { field: "name" } },
      })),
    ),
  ];
}

function titleOf(panels: readonly Panel[]): string {
  const target = panels.filter(({ space }) => space === panels[0].space).at(-1) ?? panels[0];
  const best = rankFront(target.rows).at(-1) ?? target.rows[0];
  return `${best.protocol}, by ${best.rankedBy}, ranks ${inSentence(target.space)} genotypes most like ${target.comparedTo}: ${correlationWords(best)}`;
}

function rankWords(row: ProtocolRank): string {
  return `${row.protocol} by ${row.rankedBy} ${correlationWords(row)} at ${row.processorSeconds.toFixed(1)} core-seconds`;
}

const correlationWords = ({ correlation, lower, upper }: ProtocolRank): string =>
  `${correlation.toFixed(2)} (${lower.toFixed(2)} to ${upper.toFixed(2)})`.replaceAll("-", "−");

const words = (field: string): string => (field === "rankedBy" ? "ranked by" : field);

const unique = (names: readonly string[]): readonly string[] => [...new Set(names)];
