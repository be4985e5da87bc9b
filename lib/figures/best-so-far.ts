/** Best fitness so far by step, of one search or of several beside each other. Paper, figure 3; deck, "Architecture search on small CIFAR-10". */
import {
  chartFigure,
  type ChartConfig,
  chartSize,
  counted,
  fitnessAxis,
  FITNESS_TITLE,
  messageView,
  runningBest,
  stepAxis,
  stepRows,
  type StepRow,
} from "./chart-parts.js";
import type { Figure } from "./figure.js";
import { seriesColours, seriesDashes } from "./theme.js";

/** Searches by name: the rows of one, or of several with different seeds. Ours. */
export type Searches = { readonly [name: string]: readonly StepRow[] | readonly (readonly StepRow[])[] };

/**
 * The best fitness so far by step. Several searches are lines of their own; a name with several runs is their median, with a band from the lower to the upper quartile. Paper, figure 3.
 */
export function bestSoFar(searches: readonly StepRow[] | Searches, config: ChartConfig = {}): Figure {
  const named: Searches = isRows(searches) ? { search: searches } : searches;
  const names = Object.keys(named);
  const values = names.flatMap((name) => {
    const entry = named[name];
    const runs = isRows(entry) ? [entry] : entry;
    return summarize(runs).map((row) => ({ search: name, ...row }));
  });
  const title = config.title ?? "Best fitness so far";
  const size = chartSize(config);
  const ends = names.flatMap((name) => {
    const last = values.filter(({ search }) => search === name).at(-1);
    return last === undefined
      ? []
      : [`${isRows(searches) ? "" : `${name} `}${last.best.toFixed(3)} after ${counted(last.step, "step")}`];
  });
  if (values.length === 0) {
    return chartFigure({ title }, "No scored evaluation yet.", { ...messageView("No scored evaluation yet", size) });
  }
  const x = stepAxis(
    values.map(({ step }) => step),
    config,
  );
  const y = fitnessAxis(
    "best",
    values.map(({ best }) => best),
    config,
    `best ${config.fitnessTitle ?? FITNESS_TITLE} so far`,
  );
  const legend =
    names.length === 1
      ? null
      : { orient: "top", direction: "horizontal", offset: 4, symbolType: "stroke", symbolSize: 400 };
  const color = {
    field: "search",
    type: "nominal",
    title: null,
    scale: { domain: names, range: seriesColours },
    legend,
  };
  const strokeDash = {
    field: "search",
    type: "nominal",
    title: null,
    scale: { domain: names, range: seriesDashes },
    legend,
  };
  const tooltip = [
    { field: "search", type: "nominal" },
    { field: "step", type: "quantitative", format: "d" },
    { field: "best", type: "quantitative", format: ".4f" },
    { field: "runs", type: "quantitative", format: "d" },
  ];
  const band = {
    transform: [{ filter: "datum.runs > 1" }],
    mark: { type: "area", interpolate: "step-after", opacity: 0.2 },
    encoding: { x, y: { ...y, field: "lower" }, y2: { field: "upper" }, color },
  };
  const line = {
    mark: { type: "line", interpolate: "step-after", strokeWidth: 2 },
    encoding: { x, y, color, strokeDash },
  };
  const points = {
    mark: { type: "point", filled: true, size: 30, opacity: 0 },
    encoding: { x, y, detail: { field: "search", type: "nominal" }, tooltip },
  };
  const several = values.some(({ runs }) => runs > 1);
  return chartFigure({ title, subtitle: ends.join("; ") }, `Best fitness so far by search step: ${ends.join("; ")}.`, {
    ...size,
    data: { values },
    layer: several ? [band, line, points] : [line, points],
  });
}

interface Summary {
  readonly step: number;
  readonly best: number;
  readonly lower: number;
  readonly upper: number;
  readonly runs: number;
}

function summarize(runs: readonly (readonly StepRow[])[]): readonly Summary[] {
  const byStep = new Map<number, number[]>();
  for (const run of runs) {
    const rows = stepRows(run);
    runningBest(rows).forEach((best, index) => {
      if (best !== null) byStep.set(rows[index].step, [...(byStep.get(rows[index].step) ?? []), best]);
    });
  }
  return [...byStep]
    .sort(([one], [other]) => one - other)
    .map(([step, bests]) => {
      const sorted = [...bests].sort((one, other) => one - other);
      return {
        step,
        best: quantile(sorted, 0.5),
        lower: quantile(sorted, 0.25),
        upper: quantile(sorted, 0.75),
        runs: sorted.length,
      };
    });
}

function quantile(sorted: readonly number[], share: number): number {
  const place = (sorted.length - 1) * share;
  const below = Math.floor(place);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below] + (sorted[above] - sorted[below]) * (place - below);
}

function isRows(entry: Searches | readonly StepRow[] | readonly (readonly StepRow[])[]): entry is readonly StepRow[] {
  return Array.isArray(entry) && !Array.isArray(entry[0]);
}
