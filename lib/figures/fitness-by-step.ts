/** Fitness of each genotype by step. Paper, figure 3; deck, "Architecture search on small CIFAR-10". */
import {
  chartFigure,
  type ChartConfig,
  chartSize,
  counted,
  fitnessAxis,
  FITNESS_TITLE,
  individualTooltip,
  messageView,
  phaseChannels,
  runningBest,
  stepAxis,
  stepRows,
  type StepRow,
} from "./chart-parts.js";
import type { Figure } from "./figure.js";
import { meanings, sizes } from "./theme.js";

/**
 * A point for each scored evaluation by step, initialization and evolution told apart, a line for the best so far; failed evaluations in a lane of their own below. Paper, figure 3.
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
  const failedCount = values.length - scored.length;
  const top = scored.find(({ fitness }) => fitness === best[best.length - 1]);
  const found =
    top === undefined
      ? ""
      : `best ${(top.fitness as number).toFixed(3)} at step ${top.step}; the line is the best so far`;
  const subtitle = `${counted(values.length, "evaluation")}, ${failedCount} failed${found && `; ${found}`}`;
  const size = chartSize(config);
  const steps = values.map(({ step }) => step);
  const plot =
    scored.length === 0
      ? messageView(values.length === 0 ? "No evaluations yet" : `No scored evaluation, ${values.length} failed`, size)
      : { ...size, layer: layers(values, steps, config) };
  return chartFigure(
    { title: config.title ?? "Fitness by step", subtitle },
    `Fitness of each genotype by search step: ${subtitle}.`,
    {
      data: { values },
      spacing: 6,
      vconcat: [plot, failureLane(values, steps, size.width, config)],
    },
  );
}

type Value = StepRow & { readonly best: number | null };

function layers(values: readonly Value[], steps: readonly number[], config: ChartConfig): readonly object[] {
  const x = stepAxis(steps, config, { hasLabels: false });
  const fitnesses = values.flatMap(({ fitness }) => fitness ?? []);
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
  return [
    ...boundary,
    {
      transform: [{ filter: "datum.best !== null" }],
      mark: { type: "line", interpolate: "step-after", color: meanings.best, strokeWidth: 1.5 },
      encoding: { x, y: { ...y, field: "best" } },
    },
    {
      transform: [{ filter: "datum.status === 'scored'" }],
      mark: { type: "point", filled: true, size: 55, opacity: 0.85 },
      encoding: {
        x,
        y,
        ...phaseChannels,
        tooltip: individualTooltip(values.filter(({ status }) => status === "scored")),
      },
    },
  ];
}

function failureLane(values: readonly Value[], steps: readonly number[], width: number, config: ChartConfig): object {
  return {
    width,
    height: sizes.laneHeight,
    transform: [{ filter: "datum.status === 'failed'" }],
    mark: { type: "point", shape: "cross", filled: true, size: 60, color: meanings.failed, angle: 45 },
    encoding: {
      x: stepAxis(steps, config),
      y: {
        field: "lane",
        type: "nominal",
        title: null,
        scale: { domain: ["failed"] },
        axis: { ticks: false, domain: false, grid: true },
      },
      tooltip: individualTooltip(values.filter(({ status }) => status === "failed")),
    },
  };
}
