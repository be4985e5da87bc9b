/** Training in earnest by training step: the loss, and the accuracy on validation images where they were scored. */
import * as v from "valibot";
import { counted, percentWords } from "../../input/quantity.js";
import { finiteNumber, oneOf, type Schema, wholeNumber } from "../../input/schema.js";
import { type RunCurvePoint, runLines, type RunLine } from "../../rows/run-curve.js";
import { checkConfig, checkRows, count, domain, number, text } from "../output/check-input.js";
import type { Figure } from "../output/figure.js";
import { meanings, seriesColours, seriesDashes, sizes } from "../output/theme.js";
import { seriesChannel, topLegend } from "./chart-legend.js";
import { chartEntries, chartFigure, type ChartConfig, extent, messageView, PERCENT } from "./chart-parts.js";

/** The curve of a run. */
export interface TrainingCurve {
  /** The name in the legend; several with one name are repeated runs and share a colour. */
  readonly name: string;
  readonly points: readonly RunCurvePoint[];
  /** How long a training step took, in milliseconds, for an axis of time. */
  readonly millisPerStep?: number;
}

/** Settings of {@link trainingCurves}. */
export interface TrainingCurvesConfig extends Pick<ChartConfig, "title" | "width" | "height"> {
  readonly subtitle?: string;
  /** The training step at the end of the axis, so that a live chart keeps its scale. */
  readonly trainingSteps?: number;
  /** The ends of the loss axis. */
  readonly lossDomain?: readonly [number, number];
  /** The ends of the accuracy axis, whose panel is then there before the first validation. */
  readonly accuracyDomain?: readonly [number, number];
  /** What runs to the right: training steps (the default), or minutes of training by `millisPerStep`. */
  readonly by?: "trainingStep" | "minutes";
}

const pointSchema: Schema<RunCurvePoint> = v.object({
  ...{ training: wholeNumber(1), trainingStep: count, loss: v.nullish(number), learningRate: v.optional(number) },
  ...{ validationAccuracy: v.optional(finiteNumber(0, 1)), validationLoss: v.optional(number) },
});
const curveSchema: Schema<TrainingCurve> = v.object({
  ...{ name: text, points: v.array(pointSchema), millisPerStep: v.optional(finiteNumber(0)) },
});
const configSchema: Schema<TrainingCurvesConfig> = v.object({
  ...chartEntries,
  ...{ subtitle: v.optional(text), trainingSteps: v.optional(count) },
  ...{ lossDomain: v.optional(domain), accuracyDomain: v.optional(domain) },
  by: v.optional(oneOf(["trainingStep", "minutes"])),
});

const SPACING = 18;
/** Room at the left for the ticks of both axes, so that the panels stand exactly below each other. */
const AXIS_ROOM = 34;
const MILLIS_PER_MINUTE = 60_000;

/**
 * Above the loss, below the accuracy on validation images, by training step or by time. One run: the training loss and,
 * where validation images were kept apart, theirs, with a thin line for each training of several, and dashed lines where
 * the learning rate drops. Several runs: a colour for each name, the training loss and the validation accuracy. Losses
 * are means of neighbouring training steps; a loss that is not finite ends its line. Paper, section 4.2.
 */
export function trainingCurves(curves: readonly TrainingCurve[], config: TrainingCurvesConfig = {}): Figure {
  checkRows("trainingCurves", curves, curveSchema);
  checkConfig("trainingCurves", config, configSchema);
  const { by = "trainingStep", width = sizes.chartWidth, height = 1.4 * sizes.chartHeight } = config;
  const names = [...new Set(curves.map(({ name }) => name))];
  const isOne = curves.length === 1;
  const title = config.title ?? (isOne ? titleOf(curves[0].points) : "Training curves");
  const lines = curves.flatMap((each, index) => linesOf(each, index, isOne, by));
  if (lines.length === 0) {
    const message = "No training steps yet";
    return chartFigure({ title, width }, `${message}.`, { ...messageView(message, { width, height }) });
  }
  const values = lines.flatMap(({ line, series, measure, curve }) =>
    curve.map(({ x, value }) => ({ line, series, measure, x, value })),
  );
  const panels = (["loss", "accuracy"] as const).filter(
    (measure) =>
      lines.some((line) => line.measure === measure) || (measure === "accuracy" && config.accuracyDomain !== undefined),
  );
  const panelHeight = (height - (panels.length - 1) * SPACING) / panels.length;
  const series = isOne ? IMAGES.filter((name) => lines.some((line) => line.series === name)) : names;
  const legend = series.length === 1 ? null : topLegend(series, width, { symbolType: "stroke", symbolSize: 400 });
  const look: Look = {
    ...{ by, width, height: panelHeight, series, legend },
    domains: { loss: config.lossDomain, accuracy: config.accuracyDomain },
    colours: isOne && series.length === 1 && series[0] === IMAGES[1] ? [seriesColours[1]] : seriesColours,
    last: lastOf(values, config, by),
    isThin: new Set(lines.map(({ line }) => line)).size > names.length,
  };
  const drops = isOne && by === "trainingStep" ? rateDrops(curves[0].points) : [];
  const accuracies = values.filter(({ measure }) => measure === "accuracy");
  const subtitle = config.subtitle ?? (isOne ? subtitleOf(accuracies, drops) : undefined);
  return chartFigure(
    { title, width, ...(subtitle === undefined ? {} : { subtitle }) },
    `Training loss${accuracies.length === 0 ? "" : " and validation accuracy"} by ${by === "minutes" ? "time" : "training step"} of ${isOne ? "a run" : counted(curves.length, "run")}: ${names.slice(0, 8).join(", ")}.`,
    {
      spacing: SPACING,
      vconcat: panels.map((measure, index) => {
        const isLast = index === panels.length - 1;
        return panel(
          values.filter((each) => each.measure === measure),
          measure,
          drops,
          { ...look, hasTitle: isLast },
        );
      }),
    },
  );
}

const IMAGES = ["training images", "validation images"];

interface ChartLine {
  /** Tells lines of one series apart. */
  readonly line: string;
  readonly series: string;
  readonly measure: "loss" | "accuracy";
  readonly curve: readonly { readonly x: number; readonly value: number }[];
}

function linesOf(
  { name, points, millisPerStep = 0 }: TrainingCurve,
  index: number,
  isOne: boolean,
  by: "trainingStep" | "minutes",
): readonly ChartLine[] {
  const place = ({ trainingStep, value }: RunLine["curve"][number]) => ({
    x: by === "minutes" ? (trainingStep * millisPerStep) / MILLIS_PER_MINUTE : trainingStep,
    value,
  });
  return runLines(points)
    .filter(({ images, measure }) => isOne || measure === "accuracy" || images === "training")
    .map(({ training, images, measure, curve }) => ({
      line: `${index + 1}, ${training}`,
      series: isOne ? IMAGES[images === "training" ? 0 : 1] : name,
      measure,
      curve: curve.map(place),
    }));
}

type Value = Omit<ChartLine, "curve"> & { readonly x: number; readonly value: number };

function lastOf(values: readonly Value[], config: TrainingCurvesConfig, by: "trainingStep" | "minutes"): number {
  const drawn = extent(values.map(({ x }) => x))[1];
  return by === "minutes" ? drawn || 1 : Math.max(1, config.trainingSteps ?? 0, drawn);
}

/** The training steps of the first training at which the learning rate is at most half of the one before. */
function rateDrops(points: readonly RunCurvePoint[]): readonly number[] {
  const rates = points.filter(({ training, learningRate }) => training === 1 && learningRate !== undefined);
  return rates.flatMap(({ trainingStep, learningRate = 0 }, index) => {
    const before = rates[index - 1]?.learningRate;
    return before !== undefined && learningRate <= before / 2 ? [trainingStep] : [];
  });
}

/** What the run reached on validation images; with several trainings, the range. */
function titleOf(points: readonly RunCurvePoint[]): string {
  const ends = new Map(
    points.flatMap(({ training, validationAccuracy }) =>
      validationAccuracy === undefined ? [] : [[training, validationAccuracy] as const],
    ),
  );
  if (ends.size === 0) return "Training curve";
  const [low, high] = extent([...ends.values()]);
  const said = ends.size === 1 || low === high ? percentWords(low) : `${percentWords(low)} to ${percentWords(high)}`;
  return `${said} of the validation images are classified correctly`;
}

function subtitleOf(accuracies: readonly Value[], drops: readonly number[]): string | undefined {
  const ends = [...new Map(accuracies.map((each) => [each.line, each.value])).values()];
  const words = ends
    .slice(0, 5)
    .map((each) => percentWords(each))
    .join(", ");
  return (
    [
      ...(ends.length === 0 ? [] : [`validation accuracy at last ${words}${ends.length > 5 ? ", …" : ""}`]),
      ...(drops.length === 0 ? [] : ["dashed: the learning rate drops"]),
    ].join("; ") || undefined
  );
}

interface Look {
  readonly by: "trainingStep" | "minutes";
  readonly width: number;
  readonly height: number;
  readonly series: readonly string[];
  readonly colours: readonly string[];
  readonly domains: { readonly [measure in ChartLine["measure"]]?: readonly [number, number] };
  readonly legend: object | null;
  readonly last: number;
  /** Several lines have one colour. */
  readonly isThin: boolean;
}

function panel(
  values: readonly Value[],
  measure: "loss" | "accuracy",
  drops: readonly number[],
  look: Look & { readonly hasTitle: boolean },
): object {
  const { by, width, height, series, legend, last, hasTitle } = look;
  const [strokeWidth, opacity] = look.isThin ? [1.1, 0.8] : [1.8, 1];
  const words = by === "minutes" ? "minutes of training" : "training step";
  const x = {
    ...{ field: "x", type: "quantitative", title: hasTitle ? words : null },
    scale: { domain: [0, last], nice: false },
    axis: {
      ...{ grid: false, tickCount: 8, labels: hasTitle, ticks: hasTitle },
      ...(by === "minutes" ? {} : { format: "d", tickMinStep: 1 }),
    },
  };
  const fixed = look.domains[measure];
  const scale =
    fixed === undefined
      ? { zero: false, nice: true, padding: 6 }
      : { domain: fixed, nice: false, zero: false, clamp: true };
  const y = {
    ...{ field: "value", type: "quantitative", scale },
    title: measure === "loss" ? "loss (cross-entropy)" : "validation accuracy",
    axis: { tickCount: 5, minExtent: AXIS_ROOM, ...(measure === "accuracy" ? PERCENT : {}) },
  };
  const color = seriesChannel("series", series, look.colours.slice(0, series.length), legend);
  const strokeDash = seriesChannel("series", series, seriesDashes.slice(0, series.length), legend);
  const detail = { field: "line", type: "nominal" };
  const tooltip = [
    { field: "series", type: "nominal", title: "of" },
    { field: "x", type: "quantitative", title: words, format: by === "minutes" ? ".1f" : "d" },
    { field: "value", type: "quantitative", title: measure, format: measure === "loss" ? ".3f" : ".1%" },
  ];
  return {
    ...{ width, height },
    layer: [
      ...(drops.length === 0
        ? []
        : [
            {
              data: { values: drops.map((at) => ({ x: at })) },
              mark: { type: "rule", color: meanings.frame, strokeDash: [4, 3] },
              encoding: { x },
            },
          ]),
      {
        data: { values },
        mark: { type: "line", strokeWidth, opacity },
        encoding: { x, y, color, strokeDash, detail },
      },
      {
        data: { values },
        mark: { type: "point", filled: true, size: 26, opacity: measure === "accuracy" ? opacity : 0 },
        encoding: { x, y, color, detail, tooltip },
      },
    ],
  };
}
