/** The costs and fitness of several searches' networks on shared axes. */
import { counted } from "../../input/quantity.js";
import * as v from "valibot";
import { printable } from "../../input/printable.js";
import { oneOf, type Schema } from "../../input/schema.js";
import { checkConfig, checkNamedLists, text } from "../output/check-input.js";
import { pooledSpread } from "../../rows/trained-networks.js";
import { checkCostRows, type CostStepRow, expectedRows, paretoFront } from "./fitness-by-cost.js";
import { binPoints, POINT_LIMIT } from "./bin-points.js";
import { median } from "simple-statistics";
import { fitnessWords, type MeanWordsConfig } from "../../rows/network-words.js";
import { inSentence, seriesChannel, topLegend } from "./chart-legend.js";
import { withChoice } from "./highlight.js";
import {
  chartFigure,
  type ChartConfig,
  chartSize,
  fitnessAxis,
  FITNESS_TITLE,
  fitnessFormat,
  isAccuracy,
  messageView,
  nothingScored,
  pointArea,
  chartEntries,
} from "./chart-parts.js";
import { costScale } from "./cost-scale.js";
import type { Figure } from "../output/figure.js";
import { meanings, searchColours, seriesDashes } from "../output/theme.js";

/** Searches by name: the rows of one run, or of several. */
export type CostSearches = { readonly [name: string]: readonly CostStepRow[] };

/** Settings of {@link compareCosts}. */
export interface CompareCostsConfig extends ChartConfig {
  /** The cost on the x axis. Default: parameters. */
  readonly cost?: "parameterCount" | "multiplyAdds";
  /** Replaces the counts below the title. */
  readonly subtitle?: string;
}

const configSchema: Schema<CompareCostsConfig> = v.object({
  ...chartEntries,
  cost: v.optional(oneOf(["parameterCount", "multiplyAdds"])),
  subtitle: v.optional(text),
});

const shapes: readonly string[] = ["circle", "triangle-up", "square", "diamond", "cross", "triangle-down", "stroke"];

const words = Object.freeze({ parameterCount: "parameters", multiplyAdds: "multiply-adds for one image" });

/**
 * Fitness against parameters or multiply-adds, on a logarithmic axis, with a colour and shape for each search. A
 * stepped line is each search's Pareto front: the networks that no other of the same search beats, by the expected
 * fitness of a new training, with the noise of a training pooled over all searches. Thousands of points become cells.
 */
export function compareCosts(searches: CostSearches, config: CompareCostsConfig = {}): Figure {
  checkNamedLists("compareCosts", searches);
  for (const [name, rows] of Object.entries(searches)) checkCostRows(`compareCosts: ${printable(name)}`, rows);
  checkConfig("compareCosts", config, configSchema);
  const { cost = "parameterCount" } = config;
  const size = chartSize(config);
  const names = Object.keys(searches);
  const all = names.flatMap((name) => searches[name]);
  const scored = names.flatMap((search) =>
    searches[search].flatMap(({ status, step, fitness, [cost]: value }) =>
      status === "scored" && fitness !== null && value > 0 ? [{ search, step, fitness, [cost]: value }] : [],
    ),
  );
  if (scored.length === 0) {
    const message = nothingScored(all);
    const title = config.title ?? "Fitness against cost";
    return chartFigure({ title, width: size.width }, `${message}.`, { ...messageView(message, size) });
  }
  const failed = all.filter(({ status }) => status === "failed").length;
  const noise = pooledSpread(names.map((name) => searches[name]));
  const fronts = names.flatMap((search) =>
    paretoFront(
      expectedRows(
        searches[search].filter((row) => row[cost] > 0),
        noise,
      ),
      (row) => row[cost],
    ).map(({ step, fitness, [cost]: value }) => ({ search, step, fitness, [cost]: value })),
  );
  const isBinned = scored.length > POINT_LIMIT;
  const counts = `${counted(scored.length, "scored genotype")}${failed > 0 ? `, ${failed} failed not drawn` : ""}`;
  const meaning =
    "lines, at the expected fitness of a new training: no other network of the same search is cheaper and as fit";
  const cellNote = isBinned ? "; points drawn as cells, darker where there are more" : "";
  const subtitle = config.subtitle ?? `${counts}; ${meaning}${cellNote}`;
  const x = {
    ...{ field: cost, type: "quantitative", title: words[cost] },
    ...costScale(scored.map((point) => point[cost] as number)),
  };
  const y = fitnessAxis(
    "fitness",
    scored.map(({ fitness }) => fitness),
    config,
    config.fitnessTitle ?? FITNESS_TITLE,
  );
  const legend = names.length === 1 ? null : topLegend(names, size.width, { symbolOpacity: 1, symbolStrokeWidth: 0 });
  const color = seriesChannel("search", names, searchColours(names), legend);
  const tooltip = [
    { field: "search", type: "nominal" },
    { field: "step", type: "quantitative", format: "d" },
    { field: "fitness", type: "quantitative", format: fitnessFormat(config) },
    { field: cost, type: "quantitative", format: ",", title: words[cost] },
  ];
  const points = isBinned
    ? cellLayer(scored, cost, { x, y, color })
    : {
        data: { values: scored },
        mark: { type: "point", filled: true, size: pointArea(scored.length) + 6, opacity: 0.55 },
        encoding: { x, y, color, shape: seriesChannel("search", names, shapes, legend), tooltip },
      };
  const title = config.title ?? titleOf(scored, names, cost, { isAccuracy: isAccuracy(config) });
  const drawn = [
    points,
    {
      data: { values: fronts },
      mark: { type: "line", interpolate: "step-after", strokeWidth: 2.2, opacity: 1 },
      encoding: { x, y, color, strokeDash: seriesChannel("search", names, seriesDashes, legend) },
    },
    {
      data: { values: fronts },
      mark: { type: "point", filled: true, size: 60, opacity: 1, stroke: meanings.background, strokeWidth: 1 },
      encoding: { x, y, color, shape: seriesChannel("search", names, shapes, isBinned ? null : legend), tooltip },
    },
  ];
  return chartFigure(
    { title, subtitle, width: size.width },
    `${title}. Of ${names.join("; ")}: ${counts}; ${meaning}.`,
    {
      ...size,
      layer: legend === null ? drawn : withChoice(drawn, "search"),
    },
  );
}

/** Which search has the fittest networks, and what they cost beside those of the cheapest. */
function titleOf(
  points: readonly Point[],
  names: readonly string[],
  cost: "parameterCount" | "multiplyAdds",
  words: MeanWordsConfig,
): string {
  const medians = names.flatMap((name) => {
    const own = points.filter(({ search }) => search === name);
    if (own.length === 0) return [];
    const [fitness, costs] = [own.map((row) => row.fitness), own.map((row) => row[cost] as number)].map(median);
    return [{ name, fitness, costs }];
  });
  const [fittest] = [...medians].sort((one, other) => other.fitness - one.fitness);
  const [cheapest] = [...medians].sort((one, other) => one.costs - other.costs);
  const said = fitnessWords(fittest.fitness, words);
  const what = cost === "parameterCount" ? "parameters" : "multiply-adds";
  if (medians.length === 1)
    return `The median network has ${said} and ${Math.round(fittest.costs).toLocaleString("en-US")} ${what}`;
  const who = `${inSentence(fittest.name)} (median ${said})`;
  if (fittest === cheapest) return capital(`${who} is both fittest and cheapest in ${what}`);
  const times = (fittest.costs / cheapest.costs).toPrecision(2);
  return capital(
    `${who} is fittest, with ${times} times the ${what} of ${inSentence(cheapest.name)} (${fitnessWords(cheapest.fitness, words)})`,
  );
}

const capital = (text: string): string => `${text[0].toUpperCase()}${text.slice(1)}`;

interface Point {
  readonly search: string;
  readonly step: number;
  readonly fitness: number;
  readonly parameterCount?: number;
  readonly multiplyAdds?: number;
}

function cellLayer(
  points: readonly Point[],
  cost: "parameterCount" | "multiplyAdds",
  channels: { readonly x: object; readonly y: object; readonly color: object },
): object {
  const cells = binPoints(
    points.map((point) => ({ group: point.search, x: point[cost] as number, y: point.fitness })),
    { logX: true, across: 50 },
  );
  return {
    data: { values: cells.map(({ group, ...cell }) => ({ search: group, ...cell })) },
    mark: { type: "rect", strokeWidth: 0 },
    encoding: {
      ...{ x: { ...channels.x, field: "fromX" }, x2: { field: "toX" } },
      ...{ y: { ...channels.y, field: "fromY" }, y2: { field: "toY" }, color: channels.color },
      opacity: { field: "count", type: "quantitative", scale: { type: "sqrt", range: [0.2, 0.9] }, legend: null },
      tooltip: [
        { field: "search", type: "nominal" },
        { field: "count", type: "quantitative", format: ",", title: "evaluations" },
      ],
    },
  };
}
