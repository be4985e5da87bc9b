/**
 * Best fitness so far by step, of one search or of several beside each other. Paper, figure 3; deck, "Architecture
 * search on small CIFAR-10".
 */
import { seriesChannel, topLegend } from "./chart-legend.js";
import {
  chartFigure,
  type ChartConfig,
  chartSize,
  counted,
  fitnessAxis,
  FITNESS_TITLE,
  messageView,
  nothingScored,
  runningBest,
  stepAxis,
  stepRows,
  type StepRow,
} from "./chart-parts.js";
import type { Figure } from "../output/figure.js";
import { seriesColours, seriesDashes } from "../output/theme.js";

/** Searches by name: the rows of one, or of several with different seeds. */
export type Searches = { readonly [name: string]: readonly StepRow[] | readonly (readonly StepRow[])[] };

/**
 * The best fitness so far by step. Several searches are lines of their own; a name with several runs is their median,
 * with a band from the lower to the upper quartile and a paler one from the worst run to the best. Paper, figure 3.
 */
export function bestSoFar(searches: readonly StepRow[] | Searches, config: ChartConfig = {}): Figure {
  const named: Searches = isRows(searches) ? { search: searches } : searches;
  const names = Object.keys(named);
  const values = names.flatMap((name) => summarizeRuns(runsOf(named[name])).map((row) => ({ search: name, ...row })));
  const title = config.title ?? "Best fitness so far";
  const size = chartSize(config);
  const ends = names.flatMap((name) => {
    const last = values.filter(({ search }) => search === name).at(-1);
    if (last === undefined) return [];
    const what = isRows(searches) ? "" : `${name}${last.runs > 1 ? ` (median of ${last.runs} runs)` : ""} `;
    return [`${what}${last.best.toFixed(3)} after ${counted(last.step, "step")}`];
  });
  if (values.length === 0) {
    const message = nothingScored(names.flatMap((name) => runsOf(named[name]).flat()));
    return chartFigure({ title, width: size.width }, `${message}.`, { ...messageView(message, size) });
  }
  const x = stepAxis(
    values.map(({ step }) => step),
    config,
  );
  const y = fitnessAxis(
    "best",
    values.flatMap(({ least, most }) => [least, most]),
    config,
    `best ${config.fitnessTitle ?? FITNESS_TITLE} so far`,
  );
  const legend =
    names.length === 1
      ? null
      : topLegend(names, size.width, { symbolType: "stroke", symbolSize: 400, symbolOpacity: 1 });
  const color = seriesChannel("search", names, seriesColours, legend);
  const strokeDash = seriesChannel("search", names, seriesDashes, legend);
  const several = values.some(({ runs }) => runs > 1);
  const number = { type: "quantitative", format: ".4f" };
  const tooltip = [
    { field: "search", type: "nominal" },
    { field: "step", type: "quantitative", format: "d" },
    { field: "best", ...number, title: several ? "median of best" : "best" },
    ...(several ? ["lower", "upper"].map((field) => ({ field, ...number, title: `${field} quartile` })) : []),
    ...(several ? [{ field: "runs", type: "quantitative", format: "d" }] : []),
  ];
  const band = (lower: string, upper: string, opacity: number): object => ({
    transform: [{ filter: "datum.runs > 1" }],
    mark: { type: "area", interpolate: "step-after", opacity },
    encoding: { x, y: { ...y, field: lower }, y2: { field: upper }, color },
  });
  const line = {
    mark: { type: "line", interpolate: "step-after", strokeWidth: 2 },
    encoding: { x, y, color, strokeDash },
  };
  const points = {
    mark: { type: "point", filled: true, size: 30, opacity: 0 },
    encoding: { x, y, detail: { field: "search", type: "nominal" }, tooltip },
  };
  // A line of one step is invisible without it.
  const end = {
    transform: [
      {
        window: [{ op: "row_number", as: "fromEnd" }],
        groupby: ["search"],
        sort: [{ field: "step", order: "descending" }],
      },
      { filter: "datum.fromEnd === 1" },
    ],
    mark: { type: "point", filled: true, size: 45, opacity: 1 },
    encoding: { x, y, color },
  };
  const bands = several ? [band("least", "most", 0.12), band("lower", "upper", 0.2)] : [];
  const meaning = several ? "; line: median, bands: quartiles and all runs" : "";
  return chartFigure(
    { title, subtitle: `${ends.join("; ")}${meaning}`, width: size.width },
    `Best fitness so far by search step: ${ends.join("; ")}${meaning}.`,
    { ...size, data: { values }, layer: [...bands, line, end, points] },
  );
}

/** The best so far of several runs at one step. */
interface RunSummary {
  readonly step: number;
  readonly best: number;
  readonly lower: number;
  readonly upper: number;
  readonly least: number;
  readonly most: number;
  /** Runs that have come so far with a scored evaluation. */
  readonly runs: number;
}

/** So many rows keep every step, for pointers; longer ones keep the steps at which something changes, and the last. */
const EVERY_STEP = 400;

function summarizeRuns(runs: readonly (readonly StepRow[])[]): readonly RunSummary[] {
  const scored = runs.map(bests);
  const steps = [...new Set(scored.flatMap((run) => run.map(({ step }) => step)))].sort((one, other) => one - other);
  const places = scored.map(() => -1);
  const rows: RunSummary[] = [];
  for (const step of steps) {
    const now = scored.flatMap((run, index) => {
      while (run[places[index] + 1]?.step <= step) places[index]++;
      const ended = run.length === 0 || step > run[run.length - 1].step;
      return places[index] < 0 || ended ? [] : [run[places[index]].best];
    });
    rows.push({ step, ...quantiles(now) });
  }
  if (rows.length <= EVERY_STEP) return rows;
  const story = ({ step: _, ...rest }: RunSummary): string => JSON.stringify(rest);
  return rows.filter((row, index) => index === 0 || index === rows.length - 1 || story(row) !== story(rows[index - 1]));
}

function bests(run: readonly StepRow[]): readonly { readonly step: number; readonly best: number }[] {
  const rows = stepRows(run);
  return runningBest(rows).flatMap((best, index) => (best === null ? [] : [{ step: rows[index].step, best }]));
}

function quantiles(values: readonly number[]): Omit<RunSummary, "step"> {
  const sorted = [...values].sort((one, other) => one - other);
  const [least, lower, best, upper, most] = [0, 0.25, 0.5, 0.75, 1].map((share) => quantile(sorted, share));
  return { best, lower, upper, least, most, runs: sorted.length };
}

function quantile(sorted: readonly number[], share: number): number {
  const place = (sorted.length - 1) * share;
  const below = Math.floor(place);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below] + (sorted[above] - sorted[below]) * (place - below);
}

function runsOf(entry: Searches[string]): readonly (readonly StepRow[])[] {
  return isRows(entry) ? [entry] : entry;
}

function isRows(entry: Searches | readonly StepRow[] | readonly (readonly StepRow[])[]): entry is readonly StepRow[] {
  return Array.isArray(entry) && !Array.isArray(entry[0]);
}
