/** Training loss by training step, for one training or several. */
import { counted } from "../../input/quantity.js";
import * as v from "valibot";
import type { Schema } from "../../input/schema.js";
import { checkConfig, checkRows, count, domain, text } from "../output/check-input.js";
import { chartFigure, type ChartConfig, chartSize, messageView, chartEntries } from "./chart-parts.js";
import type { Figure } from "../output/figure.js";
import { colours, seriesColours, seriesDashes } from "../output/theme.js";

/** One training's losses. */
export interface LearningCurve {
  /** The name in the legend; curves with one name share a colour. */
  readonly name: string;
  readonly curve: readonly { readonly trainingStep: number; readonly loss: number }[];
}

/** Settings of {@link learningCurves}. */
export interface LearningCurvesConfig extends Pick<ChartConfig, "title" | "width" | "height"> {
  /** The training step at the end of the axis, so that a live chart keeps its scale. */
  readonly trainingSteps?: number;
  /** The ends of the loss axis. */
  readonly lossDomain?: readonly [number, number];
}

/** A loss may be any number, even NaN: see {@link learningCurves}. */
const loss = v.custom<number>((value) => typeof value === "number", "must be a number");
const curveSchema: Schema<LearningCurve> = v.object({
  name: text,
  curve: v.array(v.object({ trainingStep: count, loss })),
});
const configSchema: Schema<LearningCurvesConfig> = v.object({
  ...chartEntries,
  trainingSteps: v.optional(count),
  lossDomain: v.optional(domain),
});

/** Throws InputError, beginning with `where`, for anything but learning curves. */
export function checkCurves(where: string, curves: readonly LearningCurve[]): void {
  checkRows(where, curves, curveSchema);
}

/** The most names with colours and a legend; more are drawn alike. */
const NAMED_CURVES = seriesColours.length;

/** A line per training: softmax cross-entropy by training step. A line ends at the first loss that is not finite. */
export function learningCurves(curves: readonly LearningCurve[], config: LearningCurvesConfig = {}): Figure {
  checkCurves("learningCurves", curves);
  checkConfig("learningCurves", config, configSchema);
  const values = curves.flatMap(({ name, curve }, index) =>
    curve
      .filter(({ loss }) => Number.isFinite(loss))
      .map(({ trainingStep, loss }) => ({ training: index + 1, name, trainingStep, loss })),
  );
  const title = config.title ?? "Learning curves";
  const size = chartSize(config);
  if (values.length === 0)
    return chartFigure({ title, width: size.width }, "No training steps yet.", {
      ...messageView("No training steps yet", size),
    });
  const names = [...new Set(curves.map(({ name }) => name))];
  const last = Math.max(1, config.trainingSteps ?? 0, ...values.map(({ trainingStep }) => trainingStep));
  const x = {
    field: "trainingStep",
    type: "quantitative",
    title: "training step",
    scale: { domain: [0, last], nice: false },
    axis: { format: "d", tickMinStep: 1, tickCount: 8, grid: false },
  };
  const y = {
    field: "loss",
    type: "quantitative",
    title: "loss (cross-entropy)",
    scale: config.lossDomain
      ? { domain: config.lossDomain, nice: false, zero: false }
      : { zero: false, nice: true, padding: 6 },
  };
  const isNamed = names.length <= NAMED_CURVES;
  const legend = names.length === 1 ? null : { orient: "right", symbolType: "stroke", symbolSize: 400 };
  const color = isNamed
    ? { field: "name", type: "nominal", title: null, scale: { domain: names, range: seriesColours }, legend }
    : { value: colours.blue };
  const strokeDash = isNamed
    ? { field: "name", type: "nominal", title: null, scale: { domain: names, range: seriesDashes }, legend }
    : undefined;
  const detail = { field: "training", type: "nominal" };
  const tooltip = [
    { field: "name", type: "nominal", title: "training" },
    { field: "trainingStep", type: "quantitative", title: "training step", format: "d" },
    { field: "loss", type: "quantitative", format: ".4f" },
  ];
  const opacity = isNamed ? 1 : 0.35;
  return chartFigure(
    { title, width: size.width },
    `Training loss by training step of ${counted(curves.length, "training")}: ${names.slice(0, 8).join(", ")}.`,
    {
      ...size,
      data: { values },
      layer: [
        { mark: { type: "line", strokeWidth: 1.8, opacity }, encoding: { x, y, color, strokeDash, detail } },
        { mark: { type: "point", filled: true, size: 40, opacity: 0 }, encoding: { x, y, detail, tooltip } },
      ],
    },
  );
}
