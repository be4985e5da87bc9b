/** What it costs to tell two networks apart, by how much they differ. */
import { scaleLog } from "d3-scale";
import * as v from "valibot";
import { counted } from "../../input/quantity.js";
import { positiveNumber, type Schema } from "../../input/schema.js";
import { pointsWords } from "../../rows/network-words.js";
import { type TrainingKind, trainingsToTell } from "../../rows/telling-apart.js";
import { amount, checkConfig, number, text } from "../output/check-input.js";
import type { Figure } from "../output/figure.js";
import { meanings, seriesColours, sizes } from "../output/theme.js";
import { seriesChannel } from "./chart-legend.js";
import { chartFigure, type ChartConfig, chartSize, checkChart, extent, messageView } from "./chart-parts.js";
import { endLabels } from "./end-labels.js";

const kindSchema: Schema<TrainingKind> = v.object({
  ...{ name: text, between: v.nullable(amount), seconds: positiveNumber() },
  noise: v.object({ estimate: positiveNumber(), lower: positiveNumber(), upper: number }),
});

/** The differences drawn, in points. */
const [LEAST, MOST] = [0.1, 10];
/** Points of a line. */
const POINTS = 60;
const differences = Array.from({ length: POINTS }, (_, index) => LEAST * (MOST / LEAST) ** (index / (POINTS - 1)));
/** Spans of time to compare with, in hours of two cores. */
const spans = Object.freeze([
  { words: "1 hour of two cores", hours: 1 },
  { words: "1 day", hours: 24 },
  { words: "1 month", hours: 24 * 30 },
]);
const CORES = 2;

/**
 * Hours of two cores that two networks take until they are told apart (in 80 % of cases, by a test at 5 %), against how
 * much they differ: a line for each kind of training, with a band for the 95 % interval of its noise and a mark at the
 * standard deviation between networks drawn at random. Both axes are logarithmic.
 */
export function tellingApart(kinds: readonly TrainingKind[], config: ChartConfig = {}): Figure {
  checkConfig("tellingApart: kinds", kinds, v.array(kindSchema));
  checkChart("tellingApart", config);
  const size = chartSize(config);
  const title = config.title ?? titleOf(kinds);
  if (kinds.length === 0) {
    const message = "No network was trained twice: the noise is unknown";
    return chartFigure({ title, width: size.width }, `${message}.`, { ...messageView(message, size) });
  }
  const subtitle =
    "hours of two cores for a test at 5 % that finds the difference in 80 % of cases; band: 95 % interval of the noise; mark: the standard deviation between networks drawn at random";
  const values = kinds.flatMap((kind) =>
    differences.map((difference) => {
      const { estimate, lower, upper } = kind.noise;
      const [hours, least, most] = [estimate, lower, upper].map((spread) => hoursOf(kind, spread, difference));
      return { name: kind.name, difference, hours, least, most };
    }),
  );
  const marks = kinds.flatMap(({ between, ...kind }) => {
    const difference = 100 * (between ?? 0);
    if (difference < LEAST || difference > MOST) return [];
    return [{ name: kind.name, difference, hours: hoursOf(kind, kind.noise.estimate, difference) }];
  });
  const yDomain = extent(values.flatMap(({ least, most }) => [least, most]));
  const names = kinds.map(({ name }) => name);
  const color = seriesChannel("name", names, seriesColours, null);
  const x = {
    ...{ field: "difference", type: "quantitative", title: "difference of two networks, points" },
    scale: { type: "log", domain: [LEAST, MOST], nice: false },
    axis: { values: [0.1, 0.2, 0.5, 1, 2, 5, 10], format: "~g", grid: false },
  };
  const y = (field: string): object => ({
    ...{ field, type: "quantitative", title: "hours of two cores" },
    scale: { type: "log", domain: yDomain, nice: false },
    axis: { values: Array.from({ length: 13 }, (_, place) => 10 ** (place - 5)), format: "~g", grid: false },
  });
  const yScale = scaleLog(yDomain, [size.height, 0]);
  const within = spans.filter(({ hours }) => hours > yDomain[0] && hours < yDomain[1]);
  const tooltip = [
    { field: "name", type: "nominal", title: "by" },
    { field: "difference", type: "quantitative", format: ".2f", title: "points" },
    { field: "hours", type: "quantitative", format: ".3~g" },
  ];
  const labels = kinds.map(({ name }, index) => {
    const end = values.filter((each) => each.name === name).at(-1);
    return { name, x: size.width, y: yScale(end?.hours ?? 1), colour: seriesColours[index % seriesColours.length] };
  });
  return chartFigure({ title, subtitle, width: size.width }, `${title}. ${subtitle}.`, {
    ...size,
    layer: [
      {
        data: { values: within },
        mark: { type: "rule", strokeDash: [4, 4], color: meanings.frame },
        encoding: { y: y("hours") },
      },
      {
        data: { values: within },
        // At the right, where every line is low.
        mark: { type: "text", align: "right", baseline: "bottom", dy: -2, fontSize: sizes.small },
        encoding: {
          x: { value: size.width },
          y: y("hours"),
          text: { field: "words" },
          color: { value: meanings.quietText },
        },
      },
      {
        data: { values },
        mark: { type: "area", opacity: 0.18 },
        encoding: { x, y: y("least"), y2: { field: "most" }, color },
      },
      { data: { values }, mark: { type: "line", strokeWidth: 2 }, encoding: { x, y: y("hours"), color, tooltip } },
      {
        data: { values: marks },
        mark: { type: "point", filled: true, size: 80, opacity: 1 },
        encoding: { x, y: y("hours"), color, tooltip },
      },
      endLabels(labels, size.height),
    ],
  });
}

function hoursOf({ seconds }: Pick<TrainingKind, "seconds">, spread: number, difference: number): number {
  return (2 * trainingsToTell(spread, difference / 100) * seconds) / 3_600 / CORES;
}

function titleOf(kinds: readonly TrainingKind[]): string {
  const said = kinds.map(
    ({ name, noise }) =>
      `${counted(trainingsToTell(noise.estimate, 0.01), name)} of each (noise ${pointsWords(noise.estimate)})`,
  );
  return said.length === 0
    ? "What it costs to tell two networks apart"
    : `Networks that differ by 1 point are told apart by ${said.join(" or ")}`;
}
