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
  phaseRule,
  pointArea,
  stepAxis,
  stepRows,
  type StepRow,
  checkChart,
  checkStepRows,
} from "./chart-parts.js";
import { countAxis } from "./cost-scale.js";
import type { Figure } from "../output/figure.js";
import { binNote, pointLayer, withSameNetwork } from "./point-layers.js";
import { medianChange, medianLayers, neighbourCount, runningMedian } from "./running-median.js";

/**
 * A point per genotype at its network's parameter count, initialization and evolution marked apart, failed evaluations
 * hollow. Thousands of points become cells, failed ones included. Paper, figure 3.
 */
export function parametersByStep(rows: readonly StepRow[], config: ChartConfig = {}): Figure {
  checkStepRows("parametersByStep", rows);
  checkChart("parametersByStep", config);
  const values = stepRows(rows).filter(({ parameterCount }) => typeof parameterCount === "number");
  const title = config.title ?? titleOf(values);
  const size = chartSize(config);
  if (values.length === 0)
    return chartFigure({ title, width: size.width }, "No evaluations yet.", {
      ...messageView("No evaluations yet", size),
    });
  const isBinned = values.length > POINT_LIMIT;
  const failed = values.filter(({ status }) => status === "failed").length;
  const [low, high] = extent(values.map(({ parameterCount }) => parameterCount as number));
  const range = `${low.toLocaleString("en")} to ${high.toLocaleString("en")} parameters`;
  const near = `line and band: median and quartiles of ${neighbourCount(values.length)} neighbours`;
  const failures = failed > 0 ? `; ${failed} failed${isBinned ? "" : " (hollow)"}` : "";
  const subtitle = `${counted(values.length, "evaluation")}: ${range}${failures}; ${near}${binNote(values.length)}`;
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
  const opacity = 0.5;
  const points = (status: StepRow["status"]): object => {
    const own = values.filter((row) => row.status === status);
    const layer = {
      transform: [{ filter: `datum.status === '${status}'` }],
      mark: { type: "point", filled: status === "scored", size: pointArea(values.length), opacity },
      encoding: { x, y, ...phaseChannels(values), tooltip: individualTooltip(own, config) },
    };
    return status === "scored" ? withSameNetwork(layer, opacity) : layer;
  };
  const medians = medianLayers(
    runningMedian(values, ({ parameterCount }) => parameterCount),
    x,
    y,
  );
  const cells = () => ({
    layer: [
      ...phaseRule(values, x),
      pointLayer(values, {
        ...{ x, y, titles: { x: "step", y: "parameters" }, tooltip: [] },
        at: ({ step, parameterCount }) => ({ x: step, y: parameterCount as number }),
      }),
      ...medians,
    ],
  });
  return chartFigure(
    { title, subtitle, width: size.width },
    `Parameters of each genotype's network by search step: ${subtitle}.`,
    {
      ...size,
      ...(isBinned
        ? cells()
        : { data: { values }, layer: [...phaseRule(values, x), points("scored"), points("failed"), ...medians] }),
    },
  );
}

function titleOf(values: readonly StepRow[]): string {
  const change = medianChange(values, ({ parameterCount }) => parameterCount);
  if (change === undefined) return "Parameters by step: too few evaluations to show selection";
  const [before, after] = [change.before, change.after].map((count) => Math.round(count).toLocaleString("en-US"));
  if (before === after) return `Evolution keeps the median of ${before} parameters`;
  const size = change.after < change.before ? "smaller" : "larger";
  return `Evolution moves to ${size} networks: median ${before} → ${after} parameters`;
}
