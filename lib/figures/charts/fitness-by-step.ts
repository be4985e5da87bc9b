/** Fitness of each genotype by step. Paper, figure 3; deck, "Architecture search on small CIFAR-10". */
import { POINT_LIMIT } from "./bin-points.js";
import {
  chartFigure,
  type ChartConfig,
  chartSize,
  counted,
  fitnessAxis,
  FITNESS_TITLE,
  individualTooltip,
  messageView,
  nothingScored,
  runningBest,
  stepAxis,
  stepRows,
  type StepRow,
} from "./chart-parts.js";
import type { Figure } from "../output/figure.js";
import { binNote, pointLayer } from "./point-layers.js";
import { meanings, sizes } from "../output/theme.js";

/**
 * A point for each scored evaluation by step, initialization and evolution told apart, a line for the best so far;
 * failed evaluations in a lane of their own below. Thousands of points become cells that are darker where there are
 * more; the line is always exact. Paper, figure 3.
 */
export function fitnessByStep(rows: readonly StepRow[], config: ChartConfig = {}): Figure {
  const sorted = stepRows(rows);
  const best = runningBest(sorted);
  const values = sorted.map((row, index) => ({
    ...row,
    best: best[index],
    ...(row.status === "failed" ? { lane: "failed" } : {}),
  }));
  const scored = values.filter(({ status }) => status === "scored");
  const failed = values.filter(({ status }) => status === "failed");
  const top = scored.find(({ fitness }) => fitness === best[best.length - 1]);
  const found =
    top === undefined
      ? ""
      : `best ${(top.fitness as number).toFixed(3)} at step ${top.step}; the line is the best so far`;
  const subtitle = `${counted(values.length, "evaluation")}, ${failed.length} failed${found && `; ${found}`}${binNote(scored.length)}`;
  const size = chartSize(config);
  const steps = values.map(({ step }) => step);
  const plot =
    scored.length === 0 ? messageView(nothingScored(values), size) : { ...size, layer: layers(values, steps, config) };
  return chartFigure(
    { title: config.title ?? "Fitness by step", subtitle, width: size.width },
    `Fitness of each genotype by search step: ${subtitle}.`,
    {
      // What is drawn as cells is not given twice.
      ...(scored.length > POINT_LIMIT ? {} : { data: { values } }),
      spacing: 6,
      vconcat: [plot, failureLane(failed, steps, size.width, config)],
    },
  );
}

type Value = StepRow & { readonly best: number | null };

function layers(values: readonly Value[], steps: readonly number[], config: ChartConfig): readonly object[] {
  const x = stepAxis(steps, config, { hasLabels: false });
  const scored = values.filter(({ status }) => status === "scored");
  const fitnesses = scored.flatMap(({ fitness }) => fitness ?? []);
  const y = fitnessAxis("fitness", fitnesses, config, config.fitnessTitle ?? FITNESS_TITLE);
  const firstEvolved = values.find(({ phase }) => phase === "evolution");
  const boundary =
    firstEvolved === undefined
      ? []
      : [
          {
            data: { values: [{ step: firstEvolved.step - 0.5 }] },
            mark: { type: "rule", color: meanings.quietText, strokeDash: [4, 4], tooltip: false },
            encoding: { x },
          },
        ];
  const isBinned = scored.length > POINT_LIMIT;
  const line = isBinned ? { data: { values: turns(values) } } : { transform: [{ filter: "datum.best !== null" }] };
  const points = pointLayer(scored, {
    ...{ x, y, titles: { x: "step", y: "fitness" } },
    at: ({ step, fitness }) => ({ x: step, y: fitness as number }),
    tooltip: individualTooltip(scored),
  });
  return [
    ...boundary,
    {
      ...line,
      mark: { type: "line", interpolate: "step-after", color: meanings.best, strokeWidth: 1.5 },
      encoding: { x, y: { ...y, field: "best" } },
    },
    isBinned ? points : { ...points, data: undefined, transform: [{ filter: "datum.status === 'scored'" }] },
  ];
}

/** The steps at which the best so far changes, and the last: the line through them is exact. */
function turns(values: readonly Value[]): readonly { readonly step: number; readonly best: number }[] {
  return values.flatMap(({ step, best }, index) =>
    best !== null && (index === values.length - 1 || best !== values[index - 1]?.best) ? [{ step, best }] : [],
  );
}

/** More failures than this are thin ticks: crosses would run into each other. */
const CROSSES = 60;

function failureLane(failed: readonly Value[], steps: readonly number[], width: number, config: ChartConfig): object {
  return {
    width,
    height: sizes.laneHeight,
    data: { values: failed },
    mark:
      failed.length > CROSSES
        ? { type: "tick", thickness: 1, size: 14, color: meanings.failed, opacity: 0.6, orient: "vertical" }
        : { type: "point", shape: "cross", filled: true, size: 60, color: meanings.failed, angle: 45 },
    encoding: {
      x: stepAxis(steps, config),
      y: {
        field: "lane",
        type: "nominal",
        title: null,
        scale: { domain: ["failed"] },
        axis: { ticks: false, domain: false, grid: true },
      },
      tooltip: individualTooltip(failed),
    },
  };
}
