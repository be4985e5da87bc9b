/** Number of parameters of each genotype's network by step. Paper, figure 3; deck, "Architecture search on small CIFAR-10". */
import {
  chartFigure,
  type ChartConfig,
  chartSize,
  counted,
  individualTooltip,
  messageView,
  phaseChannels,
  stepAxis,
  stepRows,
  type StepRow,
} from "./chart-parts.js";
import type { Figure } from "./figure.js";

/** A point for each genotype at its network's parameter count, initialization and evolution told apart, failed evaluations hollow. Paper, figure 3. */
export function parametersByStep(rows: readonly StepRow[], config: ChartConfig = {}): Figure {
  const values = stepRows(rows).filter(({ parameterCount }) => typeof parameterCount === "number");
  const title = config.title ?? "Parameters by step";
  const size = chartSize(config);
  if (values.length === 0)
    return chartFigure({ title }, "No evaluations yet.", { ...messageView("No evaluations yet", size) });
  const failed = values.filter(({ status }) => status === "failed").length;
  const counts = values.map(({ parameterCount }) => parameterCount as number);
  const range = `${Math.min(...counts).toLocaleString("en")} to ${Math.max(...counts).toLocaleString("en")} parameters`;
  const subtitle = `${counted(values.length, "evaluation")}: ${range}${failed > 0 ? `; ${failed} failed (hollow)` : ""}`;
  const encoding = {
    x: stepAxis(
      values.map(({ step }) => step),
      config,
    ),
    y: {
      field: "parameterCount",
      type: "quantitative",
      title: "parameters",
      scale: { zero: false, nice: true, padding: 8 },
      axis: { format: "~s" },
    },
    ...phaseChannels,
  };
  const points = (status: StepRow["status"]): object => ({
    transform: [{ filter: `datum.status === '${status}'` }],
    mark: { type: "point", filled: status === "scored", size: 55, opacity: 0.85 },
    encoding: { ...encoding, tooltip: individualTooltip(values.filter((row) => row.status === status)) },
  });
  return chartFigure({ title, subtitle }, `Parameters of each genotype's network by search step: ${subtitle}.`, {
    ...size,
    data: { values },
    layer: [points("scored"), points("failed")],
  });
}
