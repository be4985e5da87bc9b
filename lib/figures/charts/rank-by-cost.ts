/** How well protocols rank genotypes, against the cost of an evaluation. */
import * as v from "valibot";
import { counted } from "../../input/quantity.js";
import { finiteNumber, positiveNumber, type Schema, wholeNumber } from "../../input/schema.js";
import { checkConfig, checkRows, text } from "../output/check-input.js";
import { aimOf, type ProtocolRank, type RankAim, rankFront, rankPanels } from "../../rows/protocol-rank.js";
import { inSentence, seriesChannel, topLegend } from "./chart-legend.js";
import { chartEntries, chartFigure, type ChartConfig, extent, messageView, MOST_WIDTH } from "./chart-parts.js";
import type { Figure } from "../output/figure.js";
import { textWidth } from "../output/text-width.js";
import { wrapText } from "../output/wrap-text.js";
import { colours, meanings, seriesColours, sizes } from "../output/theme.js";

/** Settings of {@link rankByCost}. */
export interface RankConfig extends Pick<ChartConfig, "title" | "width" | "height"> {
  /** The target correlation, drawn as a dashed line: one for all spaces, or one by space. */
  readonly aim?: RankAim;
  /** The chosen protocol: its name is bold, and it is always shown. */
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

/** The most protocols of a space; of more, those that no cheaper one beats are shown, and the best. */
const MOST_ROWS = 14;
/** Pixels per protocol. */
const ROW = 30;
const GAP = 26;
const shapes: readonly string[] = ["circle", "diamond", "triangle-up", "square", "cross", "triangle-down"];
/** A score is neither a search nor an operation. */
const SCORE_COLOURS: readonly string[] = [meanings.text, meanings.best, colours.grey, ...seriesColours];

/**
 * A table for each space, its protocols from cheap to dear with their core-seconds, and a column for each reference:
 * Spearman's correlation with its interval, a colour for each score. Protocols that no cheaper one beats are filled, all
 * others hollow. Of many protocols only the best are shown.
 */
export function rankByCost(rows: readonly ProtocolRank[], config: RankConfig = {}): Figure {
  checkRows("rankByCost", rows, rowSchema);
  checkConfig("rankByCost", config, configSchema);
  const { interval = "interval" } = config;
  if (rows.length === 0) {
    const size = { width: config.width ?? sizes.chartWidth, height: config.height ?? 230 };
    return chartFigure({ title: config.title ?? "How well protocols rank" }, "No protocol measured yet.", {
      ...messageView("No protocol measured yet", size),
    });
  }
  const panels = rankPanels(rows);
  const comparisons = unique(panels.map(({ comparedTo }) => comparedTo));
  const spaces = unique(panels.map(({ space }) => space));
  const rankings = unique(rows.map(({ rankedBy }) => rankedBy));
  const common = commonParts(unique(rows.map(({ protocol }) => protocol)));
  const tables = spaces.map((space) => tableOf(space, panels, config.chosen, common));
  const names = tables.flatMap(({ shown }) => shown.flatMap(({ label }) => label.split("\n")));
  const namesWidth = Math.min(NAMES_WIDTH, extent(names.map((name) => textWidth(name, sizes.small, true)))[1]);
  const room = MOST_WIDTH - 50 - namesWidth - GAP * (comparisons.length - 1);
  const width = config.width ?? Math.max(140, Math.min(360, Math.floor(room / comparisons.length)));
  const drawn = rows.flatMap(({ lower, upper }) => [lower, upper]);
  const domain = [Math.max(-1, Math.floor(10 * Math.min(0.5, ...drawn)) / 10), 1];
  const left = tables.reduce((sum, { hidden }) => sum + hidden, 0);
  const said = panels.map(
    (panel) =>
      `${panel.space}, compared to ${panel.comparedTo}: ${rankFront(panel.rows).map(rankWords).join(", then ")}`,
  );
  const subtitle = `Spearman's rank correlation, bars: ${interval}; filled: no cheaper protocol and score ranks better${common.length === 0 ? "" : `; all with ${common.join(", ")}`}${aimWords(config, spaces)}${chosenWords(config, rows)}${left === 0 ? "" : `; ${counted(left, "worse protocol")} not shown`}`;
  const look = { config, width, domain, rankings, namesWidth };
  return chartFigure(
    {
      ...{ title: config.title ?? titleOf(panels), subtitle },
      width: namesWidth + width * comparisons.length + GAP * (comparisons.length - 1) - 30,
    },
    `${subtitle}. The best for their cost: ${said.join("; ")}.`,
    {
      spacing: 14,
      resolve: { scale: { y: "independent" } },
      vconcat: tables.map((table, row) => ({
        spacing: GAP,
        resolve: { scale: { y: "independent" } },
        hconcat: table.panels.map((panel, column) =>
          panelOf(panel, table, { ...look, isFirst: column === 0, isLast: row === tables.length - 1 }),
        ),
      })),
    },
  );
}

/** The most pixels for the names of protocols, in two lines; longer ones are cut by the axis, whole in the tooltip. */
const NAMES_WIDTH = 330;

/** A protocol's name with its cost, in at most two lines: a line feed parts them. */
function labelOf(protocol: string, seconds: number): string {
  const [first, ...others] = wrapText(`${seconds.toFixed(1)} s: ${protocol}`, NAMES_WIDTH, sizes.small, true);
  return others.length === 0 ? first : `${first}\n${others.join(" ")}`;
}

/** Between the protocol of all and that of the better half, in the name of two rungs. */
const RUNG = "; ";

/** The settings that all protocols share, of those that their names list. */
function commonParts(protocols: readonly string[]): readonly string[] {
  const parts = protocols.flatMap((protocol) => protocol.split(RUNG).map((rung) => rung.split(", ")));
  return parts.length < 2 ? [] : parts[0].filter((part) => parts.every((each) => each.includes(part)));
}

function without(protocol: string, common: readonly string[]): string {
  const rungs = protocol.split(RUNG).map((rung) => rung.split(", ").filter((part) => !common.includes(part)));
  const short = rungs.map((parts) => parts.join(", ")).join(RUNG);
  return rungs.some((parts) => parts.length === 0) ? protocol : short;
}

type Panel = ReturnType<typeof rankPanels>[number];

interface Table {
  readonly panels: readonly Panel[];
  /** The protocols, cheap ones first, with their costs in words. */
  readonly shown: readonly { readonly protocol: string; readonly label: string }[];
  readonly hidden: number;
}

function tableOf(
  space: string,
  panels: readonly Panel[],
  chosen: string | undefined,
  common: readonly string[],
): Table {
  const own = panels.filter((panel) => panel.space === space);
  const rows = own.flatMap((panel) => panel.rows);
  const cost = (protocol: string): number =>
    Math.min(...rows.flatMap((row) => (row.protocol === protocol ? [row.processorSeconds] : [])));
  const rank = (protocol: string): number =>
    Math.max(...rows.flatMap((row) => (row.protocol === protocol ? [row.correlation] : [])));
  const protocols = unique(rows.map(({ protocol }) => protocol));
  const first = new Set([
    ...protocols.filter((protocol) => protocol === chosen),
    ...own.flatMap((panel) => rankFront(panel.rows).map(({ protocol }) => protocol)),
    ...[...protocols].sort((one, other) => rank(other) - rank(one)),
  ]);
  const shown = [...first].slice(0, MOST_ROWS).sort((one, other) => cost(one) - cost(other));
  return {
    panels: own,
    shown: shown.map((protocol) => ({ protocol, label: labelOf(without(protocol, common), cost(protocol)) })),
    hidden: protocols.length - shown.length,
  };
}

interface Look {
  readonly config: RankConfig;
  readonly width: number;
  readonly domain: readonly number[];
  readonly rankings: readonly string[];
  readonly namesWidth: number;
  readonly isFirst: boolean;
  readonly isLast: boolean;
}

function panelOf(panel: Panel, { shown }: Table, look: Look): object {
  const { config, width, domain, rankings, isFirst, isLast } = look;
  const labels = shown.map(({ label }) => label);
  const front = rankFront(panel.rows);
  const values = panel.rows.flatMap((row) => {
    const label = shown.find(({ protocol }) => protocol === row.protocol)?.label;
    return label === undefined ? [] : [{ ...row, label, isFront: front.includes(row) }];
  });
  const chosen = shown.find(({ protocol }) => protocol === config.chosen)?.label;
  const x = (field: string): object => ({
    ...{ field, type: "quantitative", title: isLast ? "rank correlation" : null },
    ...{ scale: { domain, nice: false, zero: false }, axis: { format: ".1f", tickCount: 6 } },
  });
  const y = {
    ...{ field: "label", type: "nominal", title: null, sort: labels, scale: { domain: labels } },
    axis: {
      ...{ ticks: false, domain: false, grid: true, labels: isFirst, labelLimit: NAMES_WIDTH },
      labelExpr: "split(datum.label, '\\n')",
      ...(isFirst ? { minExtent: look.namesWidth } : {}),
      labelFontWeight: {
        condition: { test: `datum.value === ${JSON.stringify(chosen ?? "")}`, value: "bold" },
        value: "normal",
      },
    },
  };
  const yOffset = { field: "rankedBy", type: "nominal", scale: { domain: rankings, paddingOuter: 1 } };
  const legend = rankings.length === 1 ? null : topLegend(rankings, width, { symbolOpacity: 1 });
  const color = seriesChannel("rankedBy", rankings, SCORE_COLOURS, legend);
  const tooltip = [
    ...["protocol", "rankedBy"].map((field) => ({ field, type: "nominal", title: words(field) })),
    ...["correlation", "lower", "upper"].map((field) => ({ field, type: "quantitative", format: ".2f" })),
    { field: "processorSeconds", type: "quantitative", format: ".1f", title: "core-seconds" },
    ...(panel.rows.some(({ givenParameters }) => givenParameters !== undefined)
      ? [{ field: "givenParameters", type: "quantitative", format: ".2f", title: "given parameters" }]
      : []),
  ];
  const aim = aimOf(config.aim, panel.space);
  return {
    title: {
      ...{ text: `${panel.space}: compared to ${panel.comparedTo}`, fontSize: sizes.text, fontWeight: "normal" },
      ...{ offset: 6, anchor: "start" },
    },
    ...{ width, height: config.height ?? ROW * Math.max(2, shown.length), data: { values } },
    layer: [
      {
        data: { values: aim === undefined ? [] : [{ aim }] },
        mark: { type: "rule", strokeDash: [4, 4], color: meanings.quietText, tooltip: false },
        encoding: { x: x("aim") },
      },
      {
        mark: { type: "rule", strokeWidth: 1.5, opacity: 0.5 },
        encoding: { x: x("lower"), x2: { field: "upper" }, y, yOffset, color },
      },
      ...[true, false].map((isFront) => ({
        transform: [{ filter: isFront ? "datum.isFront" : "!datum.isFront" }],
        mark: { type: "point", filled: isFront, size: 55, strokeWidth: 1.6, opacity: 1, ...(isFront ? {} : HOLLOW) },
        encoding: {
          ...{ x: x("correlation"), y, yOffset, tooltip },
          ...{ color, shape: seriesChannel("rankedBy", rankings, shapes, legend) },
        },
      })),
    ],
  };
}

const HOLLOW = { fill: meanings.background };

function aimWords(config: RankConfig, spaces: readonly string[]): string {
  const aims = spaces.flatMap((space) => aimOf(config.aim, space) ?? []);
  if (aims.length === 0) return "";
  const isOne = aims.length === spaces.length && new Set(aims).size === 1;
  return isOne ? `; dashed: the target of ${aims[0]}` : "; dashed: the target";
}

function chosenWords({ chosen }: RankConfig, rows: readonly ProtocolRank[]): string {
  return rows.some(({ protocol }) => protocol === chosen) ? "; bold: the chosen protocol" : "";
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
