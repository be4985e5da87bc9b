/**
 * The parameter count of each genotype's network by step. Paper, figure 3; deck, "Architecture search on small
 * CIFAR-10".
 */
import { counted } from "../../input/quantity.js";
import { POINT_LIMIT } from "./bin-points.js";
import {
  chartFigure,
  type ChartConfig,
  chartSize,
  extent,
  individualTooltip,
  messageView,
  phaseChannels,
  pointArea,
  stepAxis,
  stepRows,
  type StepRow,
  checkChart,
  checkStepRows,
} from "./chart-parts.js";
import { countAxis } from "./cost-scale.js";
import type { Figure } from "../output/figure.js";
import { binNote, pointLayer } from "./point-layers.js";

/**
 * A point per genotype at its network's parameter count, initialization and evolution marked apart, failed evaluations
 * hollow. Thousands of points become cells, failed ones included. Paper, figure 3.
 */
export function parametersByStep(rows: readonly StepRow[], config: ChartConfig = {}): Figure {
  checkStepRows("parametersByStep", rows);
  checkChart("parametersByStep", config);
  const values = stepRows(rows).filter(({ parameterCount }) => typeof parameterCount === "number");
  const title = config.title ?? "Parameters by step";
  const size = chartSize(config);
  if (values.length === 0)
    return chartFigure({ title, width: size.width }, "No evaluations yet.", {
      ...messageView("No evaluations yet", size),
    });
  const isBinned = values.length > POINT_LIMIT;
  const failed = values.filter(({ status }) => status === "failed").length;
  const [low, high] = extent(values.map(({ parameterCount }) => parameterCount as number));
  const range = `${low.toLocaleString("en")} to ${high.toLocaleString("en")} parameters`;
  const failures = failed > 0 ? `; ${failed} failed${isBinned ? "" : " (hollow)"}` : "";
  const subtitle = `${counted(values.length, "evaluation")}: ${range}${failures}${binNote(values.length)}`;
  const x = stepAxis(
    values.map(({ step }) => step),
    config,
  );
  const y = {
    field: "parameterCount",
    type: "quantitative",
    title: "parameters",
    scale: { zero: false, nice: true, padding: 8 },
    axis: countAxis,
  };
  const points = (status: StepRow["status"]): object => ({
    transform: [{ filter: `datum.status === '${status}'` }],
    mark: { type: "point", filled: status === "scored", size: pointArea(values.length), opacity: 0.85 },
    encoding: {
      x,
      y,
      ...phaseChannels(values),
      tooltip: individualTooltip(values.filter((row) => row.status === status)),
    },
  });
  const cells = () => ({
    layer: [
      pointLayer(values, {
        ...{ x, y, titles: { x: "step", y: "parameters" }, tooltip: [] },
        at: ({ step, parameterCount }) => ({ x: step, y: parameterCount as number }),
      }),
    ],
  });
  return chartFigure(
    { title, subtitle, width: size.width },
    `Parameters of each genotype's network by search step: ${subtitle}.`,
    { ...size, ...(isBinned ? cells() : { data: { values }, layer: [points("scored"), points("failed")] }) },
  );
}
