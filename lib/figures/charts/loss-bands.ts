/** Learning curves of thousands of trainings as bands, and those of the fittest networks as lines. */
import { counted } from "../../input/quantity.js";
import * as v from "valibot";
import { finiteNumber, type Schema } from "../../input/schema.js";
import { checkConfig, checkRows, count, number } from "../output/check-input.js";
import type { LossQuantiles } from "../../rows/curve-rows.js";
import { seriesChannel, topLegend } from "./chart-legend.js";
import { chartEntries, chartFigure, type ChartConfig, chartSize, messageView } from "./chart-parts.js";
import type { Figure } from "../output/figure.js";
import { colours, meanings, seriesColours, seriesDashes, sizes } from "../output/theme.js";
import { withChoice } from "./highlight.js";
import { checkCurves, type LearningCurve } from "./learning-curves.js";

const bandSchema: Schema<LossQuantiles> = v.object({
  ...{ trainingStep: count, count, median: number },
  ...{ p10: number, p25: number, p75: number, p90: number },
});

/** Settings of {@link lossBands}. */
export interface LossBandsConfig extends Pick<ChartConfig, "title" | "width" | "height"> {
  /** The accuracy of guessing, 1 / classes; its loss is drawn as a dashed line. */
  readonly chance?: number;
}

const configSchema: Schema<LossBandsConfig> = v.object({ ...chartEntries, chance: v.optional(finiteNumber(0, 1)) });

/** The best is marked as everywhere. */
const LINE_COLOURS = [meanings.best, ...seriesColours.filter((colour) => colour !== meanings.best)];
/** Neighbours to either side whose mean a line shows: single trainings are too jagged beside quantiles of hundreds. */
const REACH = 2;

function smooth(curve: LearningCurve["curve"]): LearningCurve["curve"] {
  return curve.map(({ trainingStep }, index) => {
    const near = curve.slice(Math.max(0, index - REACH), index + REACH + 1);
    return { trainingStep, loss: near.reduce((sum, { loss }) => sum + loss, 0) / near.length };
  });
}

function titleOf(
  median: number,
  fittest: readonly LearningCurve[],
  lines: readonly { readonly name: string; readonly loss: number }[],
): string {
  const ends = fittest.flatMap(({ name }) => lines.filter((line) => line.name === name).at(-1)?.loss ?? []);
  if (ends.length === 0) return `Half of the trainings end below a loss of ${median.toFixed(2)}`;
  const below = ends.filter((loss) => loss < median).length;
  const said = ends.map((loss) => loss.toFixed(2)).join(" and ");
  const where = below === ends.length ? "below" : below === 0 ? "not below" : "on both sides of";
  return `The best networks end at a loss of ${said}, ${where} the median of ${median.toFixed(2)}`;
}

function chanceLayers(loss: number, y: object): readonly object[] {
  const data = { values: [{ loss, said: "guessing" }] };
  return [
    {
      data,
      mark: { type: "rule", strokeDash: [4, 4], color: meanings.quietText, tooltip: false },
      encoding: { y: { ...y, field: "loss" } },
    },
    {
      data,
      mark: {
        ...{ type: "text", align: "right", baseline: "bottom", dx: -4, dy: -3, fontSize: sizes.small },
        ...{ color: meanings.quietText, tooltip: false },
      },
      encoding: { x: { value: "width" }, y: { ...y, field: "loss" }, text: { field: "said" } },
    },
  ];
}

/** The median, quartiles and middle 80 % of the losses by training step, with a line for each of `fittest`. */
export function lossBands(
  bands: readonly LossQuantiles[],
  fittest: readonly LearningCurve[] = [],
  config: LossBandsConfig = {},
): Figure {
  checkRows("lossBands", bands, bandSchema);
  checkCurves("lossBands: fittest", fittest);
  checkConfig("lossBands", config, configSchema);
  const size = chartSize(config);
  if (bands.length === 0) {
    const [message, title] = ["No learning curves", config.title ?? "Learning curves of all trainings"];
    return chartFigure({ title, width: size.width }, `${message}.`, { ...messageView(message, size) });
  }
  const trainings = Math.max(...bands.map(({ count }) => count));
  const last = bands[bands.length - 1];
  const lines = fittest.flatMap(({ name, curve }) =>
    smooth(curve.filter(({ loss }) => Number.isFinite(loss))).map((point) => ({ name, ...point })),
  );
  const title = config.title ?? titleOf(last.median, fittest, lines);
  const subtitle = `${counted(trainings, "training")}: median, quartiles and the middle 80 %; ${fittest.length === 0 ? "" : "lines: one training each of the best networks, mean of neighbouring points; "}at the end the median loss is ${last.median.toFixed(2)}`;
  const names = fittest.map(({ name }) => name);
  const x = {
    ...{ field: "trainingStep", type: "quantitative", title: "training step" },
    ...{
      scale: { domain: [0, last.trainingStep], nice: false },
      axis: { format: "d", tickMinStep: 1, tickCount: 8, grid: false },
    },
  };
  const y = { type: "quantitative", title: "loss (cross-entropy)", scale: { zero: false, nice: true } };
  const band = (lower: string, upper: string, opacity: number): object => ({
    data: { values: bands },
    mark: { type: "area", color: colours.grey, opacity },
    encoding: { x, y: { ...y, field: lower }, y2: { field: upper } },
  });
  const legend = topLegend(names, size.width, { symbolType: "stroke", symbolSize: 400 });
  const number = { type: "quantitative", format: ".4f" };
  return chartFigure({ title, subtitle, width: size.width }, `Training loss by training step of ${subtitle}.`, {
    ...size,
    layer: [
      band("p10", "p90", 0.18),
      band("p25", "p75", 0.3),
      {
        data: { values: bands },
        mark: { type: "line", color: meanings.text, strokeWidth: 1.2 },
        encoding: { x, y: { ...y, field: "median" } },
      },
      ...(config.chance === undefined ? [] : chanceLayers(-Math.log(config.chance), y)),
      ...(lines.length === 0
        ? []
        : withChoice(
            [
              {
                data: { values: lines },
                mark: { type: "line", strokeWidth: 1.8, opacity: 1 },
                encoding: {
                  ...{ x, y: { ...y, field: "loss" } },
                  color: seriesChannel("name", names, LINE_COLOURS, legend),
                  strokeDash: seriesChannel("name", names, seriesDashes, legend),
                },
              },
            ],
            "name",
          )),
      {
        data: { values: bands },
        mark: { type: "point", filled: true, size: 40, opacity: 0 },
        encoding: {
          ...{ x, y: { ...y, field: "median" } },
          tooltip: [
            { field: "trainingStep", type: "quantitative", title: "training step", format: "d" },
            ...["p10", "p25", "median", "p75", "p90"].map((field) => ({ field, ...number })),
            { field: "count", type: "quantitative", format: ",", title: "trainings" },
          ],
        },
      },
    ],
  });
}
