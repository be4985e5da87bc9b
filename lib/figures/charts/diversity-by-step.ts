/** How much the latest genotypes differ from each other, by step. */
import { counted, percentWords } from "../../input/quantity.js";
import * as v from "valibot";
import { finiteNumber, type Schema } from "../../input/schema.js";
import { checkConfig, checkRows, count, step } from "../output/check-input.js";
import type { DiversityRow } from "../../rows/diversity-rows.js";
import { scaleLinear } from "d3-scale";
import { seriesChannel } from "./chart-legend.js";
import {
  chartEntries,
  chartFigure,
  type ChartConfig,
  chartSize,
  evolutionRule,
  messageView,
  PERCENT,
  stepAxis,
  widthBeside,
} from "./chart-parts.js";
import { endLabels } from "./end-labels.js";
import { paledUnlessChosen } from "./highlight.js";
import type { Figure } from "../output/figure.js";
import { meanings, seriesDashes } from "../output/theme.js";

/** Settings of {@link diversityByStep}. */
export interface DiversityConfig extends ChartConfig {
  /** The step at which evolution begins, drawn as a dashed line. */
  readonly firstEvolved?: number;
}

const share = finiteNumber(0, 1);
const rowSchema: Schema<DiversityRow> = v.object({ step, count, edgeDifference: share, distinctShare: share });
const configSchema: Schema<DiversityConfig> = v.object({ ...chartEntries, firstEvolved: v.optional(step) });

const series = ["edges that differ between two individuals", "different networks"] as const;

/**
 * Two lines from 0 to 1 for the latest individuals: the share of edges that differ between two of them, and the share
 * of different networks.
 */
export function diversityByStep(rows: readonly DiversityRow[], config: DiversityConfig = {}): Figure {
  checkRows("diversityByStep", rows, rowSchema);
  checkConfig("diversityByStep", config, configSchema);
  const title = config.title ?? titleOf(rows, config);
  const size = { ...chartSize(config), width: widthBeside(config, 160) };
  if (rows.length === 0) {
    const message = "Fewer than two evaluations: nothing to compare";
    return chartFigure({ title, width: size.width }, `${message}.`, { ...messageView(message, size) });
  }
  const window = Math.max(...rows.map(({ count }) => count));
  const last = rows[rows.length - 1];
  const subtitle = `the last ${counted(window, "individual")} at each step: edges that differ between two of them, and how many are different networks`;
  const values = rows.flatMap(({ step, count, edgeDifference, distinctShare }) => [
    { step, count, measure: series[0], share: edgeDifference },
    { step, count, measure: series[1], share: distinctShare },
  ]);
  const x = stepAxis(
    rows.map(({ step }) => step),
    config,
  );
  const lastStep = Math.max(2, config.steps ?? 0, ...rows.map(({ step }) => step));
  const lowest = Math.min(...values.map(({ share }) => share));
  const domain = [Math.max(0, Math.floor(10 * lowest - 0.5) / 10), 1];
  const [xPixels, yPixels] = [scaleLinear([0, lastStep + 1], [0, size.width]), scaleLinear(domain, [size.height, 0])];
  const range = [meanings.evolution, meanings.text];
  const color = seriesChannel("measure", series, range, null);
  const ends = series.map((name, index) => ({
    ...{ name: `${percentWords([last.edgeDifference, last.distinctShare][index])} ${ENDS[index]}`, series: name },
    ...{ x: xPixels(last.step), y: yPixels([last.edgeDifference, last.distinctShare][index]), colour: range[index] },
  }));
  const y = {
    field: "share",
    type: "quantitative",
    title: "share",
    scale: { domain, nice: false },
    axis: { ...PERCENT, tickCount: 6 },
  };
  return chartFigure({ title, subtitle, width: size.width }, `Diversity by search step: ${subtitle}.`, {
    ...size,
    layer: [
      ...(config.firstEvolved === undefined ? [] : evolutionRule(config.firstEvolved, x)),
      ...paledUnlessChosen(
        [
          {
            data: { values },
            mark: { type: "line", strokeWidth: 2 },
            encoding: { ...{ x, y, color }, strokeDash: seriesChannel("measure", series, seriesDashes, null) },
          },
        ],
        "measure",
      ),
      {
        data: { values },
        mark: { type: "point", filled: true, size: 30, opacity: 0 },
        encoding: {
          ...{ x, y, detail: { field: "measure", type: "nominal" } },
          tooltip: [
            { field: "measure", type: "nominal" },
            { field: "step", type: "quantitative", format: "d" },
            { field: "share", type: "quantitative", format: ".1%" },
            { field: "count", type: "quantitative", format: "d", title: "individuals compared" },
          ],
        },
      },
      endLabels(ends, size.height, "measure"),
    ],
  });
}

/** What the lines are called at their ends, in the order of {@link series}. */
const ENDS = ["of edges differ", "different networks"];

function titleOf(rows: readonly DiversityRow[], { firstEvolved }: DiversityConfig): string {
  if (rows.length === 0) return "Diversity by step";
  const last = rows[rows.length - 1];
  const before = firstEvolved === undefined ? undefined : rows.filter(({ step }) => step < firstEvolved).at(-1);
  const kept = `${percentWords(last.distinctShare)} of the latest networks are different`;
  return before === undefined ? kept : `${kept}, ${percentWords(before.distinctShare)} before evolution`;
}
