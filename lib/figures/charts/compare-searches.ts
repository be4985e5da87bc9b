/**
 * Several searches by step on a shared axis: fitness, the best network so far, parameters. Paper, figure 3 (flat, flat
 * parameter-constrained, hierarchical).
 */
import { counted } from "../../input/quantity.js";
import { median, quantileSorted } from "simple-statistics";
import { bestByStep, pooledSpread } from "../../rows/trained-networks.js";
import { checkSearches, endMark, runsOf, type Searches } from "./best-so-far.js";
import type { MeanWordsConfig } from "../../rows/network-words.js";
import { seriesChannel, topLegend } from "./chart-legend.js";
import {
  byStep,
  chartFigure,
  type ChartConfig,
  extent,
  fitnessAxis,
  fitnessFormat,
  fourDigits,
  FITNESS_TITLE,
  isAccuracy,
  messageView,
  nothingScored,
  stepAxis,
  stepRows,
  type StepRow,
  checkChart,
} from "./chart-parts.js";
import { commonRule, commonStep, leaderTitle } from "./common-steps.js";
import { costScale, countAxis } from "./cost-scale.js";
import { paledUnlessChosen, withChoice } from "./highlight.js";
import type { Figure } from "../output/figure.js";
import { searchColours, seriesDashes, sizes } from "../output/theme.js";

/** A window of consecutive evaluations of one search. */
interface Window {
  readonly search: string;
  /** The middle step of the window. */
  readonly step: number;
  readonly fromStep: number;
  readonly toStep: number;
  readonly count: number;
  readonly median: number;
  readonly lower: number;
  readonly upper: number;
}

/** The number of windows per search. */
const WINDOWS = 40;

/** The fewest evaluations per window: fewer would show noise. */
const WINDOW_LEAST = 15;

/**
 * Three panels on a shared axis: fitness (median and quartiles of consecutive evaluations), the expected fitness of the
 * best network so far (as in `bestSoFar`; a line per run, with a hollow mark at its end if that network was trained
 * once), and parameters (median and quartiles). Several runs of one name are pooled. Paper, figure 3.
 */
export function compareSearches(searches: Searches, config: ChartConfig = {}): Figure {
  checkSearches("compareSearches", searches);
  checkChart("compareSearches", config);
  const names = Object.keys(searches);
  const width = config.width ?? sizes.chartWidth;
  const height = Math.max(45, ((config.height ?? 1.9 * sizes.chartHeight) - 28) / 3);
  const given = names.map((name) => ({ name, runs: runsOf(searches[name]) }));
  const all = given.map(({ name, runs }) => ({ name, runs: runs.map(stepRows) }));
  const rows = all.flatMap(({ runs }) => runs.flat());
  const scored = rows.filter(({ status, fitness }) => status === "scored" && fitness !== null);
  if (scored.length === 0) {
    const message = nothingScored(rows);
    return chartFigure({ title: config.title ?? "Searches compared", width }, `${message}.`, {
      ...messageView(message, { width, height }),
    });
  }
  const words = all.map(({ name, runs }) => {
    const count = runs.reduce((sum, run) => sum + run.length, 0);
    return `${name}: ${counted(count, "evaluation")}${runs.length > 1 ? ` in ${runs.length} runs` : ""}`;
  });
  const subtitle =
    "fitness and parameters: median and quartiles of consecutive evaluations; best: expected fitness of a new training of the best network so far, one line per run; hollow: trained once; a click on a name shows its search alone";
  const legend = topLegend(names, width, { symbolType: "stroke", symbolSize: 400, symbolOpacity: 1 });
  const channels = {
    color: seriesChannel("search", names, searchColours(names), legend),
    strokeDash: seriesChannel("search", names, seriesDashes, legend),
  };
  const steps = [extent(rows.map(({ step }) => step))[1]];
  const x = (hasLabels: boolean): object => stepAxis(steps, config, { hasLabels });
  const fitnessTitle = config.fitnessTitle ?? (height < 110 ? "fitness" : FITNESS_TITLE);
  const fitness = all.flatMap(({ name, runs }) => windows(name, runs, ({ fitness: value }) => value));
  const parameters = all.flatMap(({ name, runs }) => windows(name, runs, (row) => row.parameterCount ?? null));
  const noise = pooledSpread(given.flatMap(({ runs }) => runs));
  const best = given.flatMap(({ name, runs }) =>
    runs.flatMap((run, index) => turns(run, noise).map((turn) => ({ search: name, run: index + 1, ...turn }))),
  );
  const fitnessY = fitnessAxis(
    "median",
    fitness.flatMap(({ lower, upper }) => [lower, upper]),
    config,
    fitnessTitle,
  );
  const bestY = fitnessAxis(
    "best",
    best.map((row) => row.best),
    config,
    "best",
  );
  const counts = parameters.flatMap(({ lower, upper }) => [lower, upper]);
  const parameterY = {
    ...{ field: "median", type: "quantitative", title: "parameters" },
    // Flat networks have many times the parameters of hierarchical ones.
    ...(Math.min(...counts) > 0 ? costScale(counts) : { scale: { zero: false, nice: true }, axis: countAxis }),
  };
  const common = commonStep(best, names);
  const shared = (axis: object, isNamed: boolean): readonly object[] => {
    const [rule, name] = commonRule(common, steps, names.length, axis);
    return rule === undefined ? [] : isNamed ? [rule, name] : [rule];
  };
  const title = config.title ?? titleOf(best, all, common, { isAccuracy: isAccuracy(config) });
  const bestX = x(parameters.length === 0);
  const bestPanel = [
    {
      mark: { type: "line", interpolate: "step-after", strokeWidth: 2 },
      encoding: {
        ...{ x: bestX, y: bestY, color: channels.color },
        ...{ strokeDash: channels.strokeDash, detail: { field: "run", type: "nominal" } },
      },
    },
    ...[true, false].map((isHollow) => ({
      transform: [{ filter: `datum.isLast && ${isHollow ? "datum.trainings === 1" : "datum.trainings !== 1"}` }],
      mark: { ...endMark(isHollow), size: 40 },
      encoding: { x: bestX, y: bestY, color: channels.color },
    })),
  ];
  return chartFigure({ title, subtitle, width }, `Searches by step: ${words.join("; ")}; ${subtitle}.`, {
    spacing: 14,
    vconcat: [
      bandPanel(fitness, {
        ...{ x: x(false), y: fitnessY, channels, width, height, format: fitnessFormat(config) },
        ...{ rules: shared(x(false), true), isFirst: true },
      }),
      {
        ...{ width, height, data: { values: best } },
        layer: [...shared(bestX, false), ...paledUnlessChosen(bestPanel, "search")],
      },
      ...(parameters.length === 0
        ? []
        : [
            bandPanel(parameters, {
              ...{ x: x(true), y: parameterY, channels, width, height, format: ",.0f" },
              ...{ rules: shared(x(true), false), isFirst: false },
            }),
          ]),
    ],
  });
}

interface PanelConfig {
  readonly x: object;
  readonly y: object;
  readonly channels: { readonly color: object; readonly strokeDash: object };
  readonly width: number;
  readonly height: number;
  readonly format: string;
  /** Drawn below everything. */
  readonly rules: readonly object[];
  /** The first panel has the legend that answers clicks. */
  readonly isFirst: boolean;
}

function bandPanel(values: readonly Window[], config: PanelConfig): object {
  const { x, y, channels, width, height } = config;
  const tooltip = [
    { field: "search", type: "nominal" },
    { field: "fromStep", type: "quantitative", title: "step from", format: "d" },
    { field: "toStep", type: "quantitative", title: "step to", format: "d" },
    ...["median", "lower", "upper"].map((field) => ({
      ...{ field, type: "quantitative", format: config.format },
      title: field === "median" ? field : `${field} quartile`,
    })),
    { field: "count", type: "quantitative", format: "d", title: "evaluations" },
  ];
  return {
    ...{ width, height, data: { values } },
    layer: [
      ...config.rules,
      ...(config.isFirst ? withChoice : paledUnlessChosen)(
        [
          {
            mark: { type: "area", opacity: 0.18 },
            encoding: { x, y: { ...y, field: "lower" }, y2: { field: "upper" }, color: channels.color },
          },
          { mark: { type: "line", strokeWidth: 2 }, encoding: { x, y, ...channels } },
          // For lines of a single window.
          {
            transform: [
              { joinaggregate: [{ op: "count", as: "windows" }], groupby: ["search"] },
              { filter: "datum.windows === 1" },
            ],
            mark: { type: "point", filled: true, size: 40, opacity: 1 },
            encoding: { x, y, color: channels.color },
          },
        ],
        "search",
      ),
      {
        mark: { type: "point", filled: true, size: 40, opacity: 0 },
        encoding: { x, y, detail: { field: "search", type: "nominal" }, tooltip },
      },
    ],
  };
}

function titleOf(
  best: readonly (Turn & { readonly search: string; readonly run: number })[],
  all: readonly { readonly name: string; readonly runs: readonly unknown[] }[],
  common: number,
  words: MeanWordsConfig,
): string {
  const ends = all.flatMap(({ name, runs }) => {
    const bests = runs.flatMap((_, index) => {
      const turn = best.filter((row) => row.search === name && row.run === index + 1 && row.step <= common).at(-1);
      return turn === undefined ? [] : [turn.best];
    });
    return bests.length === 0 ? [] : [{ search: name, best: median(bests), runs: bests.length }];
  });
  return leaderTitle(ends, common, words);
}

/** The evaluations of all runs of one search, by step, cut into windows of equal count. */
function windows(
  search: string,
  runs: readonly (readonly StepRow[])[],
  valueOf: (row: StepRow) => number | null,
): readonly Window[] {
  const points = runs
    .flat()
    .flatMap((row) => {
      const value = row.status === "scored" ? valueOf(row) : null;
      return value === null ? [] : [{ step: row.step, value }];
    })
    .sort((one, other) => one.step - other.step);
  const count = Math.max(1, Math.min(WINDOWS, Math.floor(points.length / WINDOW_LEAST)));
  return Array.from({ length: points.length === 0 ? 0 : count }, (_, index) => {
    const [start, end] = [index, index + 1].map((place) => Math.round((place * points.length) / count));
    const own = points.slice(start, end);
    const sorted = own.map(({ value }) => value).sort((one, other) => one - other);
    const [lower, median, upper] = [0.25, 0.5, 0.75].map((share) => quantileSorted(sorted, share));
    const [fromStep, toStep] = [own[0].step, own[own.length - 1].step];
    return {
      ...{ search, step: (fromStep + toStep) / 2, fromStep, toStep, count: own.length },
      ...{ median, lower, upper },
    };
  });
}

/** The best network of a run at one step. */
interface Turn {
  readonly step: number;
  readonly best: number;
  readonly trainings: number;
  readonly isLast: boolean;
}

/** The steps of a run at which its best network changes, and its last. */
function turns(run: readonly StepRow[], noise: number | null): readonly Turn[] {
  const sorted = byStep(run);
  const bests = bestByStep(sorted, noise);
  return bests.flatMap((best, index) => {
    const isLast = index === bests.length - 1;
    if (best === null || (!isLast && fourDigits(best.expected) === fourDigits(bests[index - 1]?.expected ?? NaN)))
      return [];
    return [{ step: sorted[index].step, best: fourDigits(best.expected), trainings: best.trainingCount, isLast }];
  });
}
