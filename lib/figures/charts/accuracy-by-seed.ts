/** Test accuracies of a few genotypes, each trained with several seeds, from the final test after a search. */
import { counted } from "../../input/quantity.js";
import * as v from "valibot";
import { finiteNumber, type Schema } from "../../input/schema.js";
import { checkConfig, checkRows, text } from "../output/check-input.js";
import { deviation, mean } from "d3-array";
import type { FinalTestRow } from "../../rows/final-test-row.js";
import { fitnessWords, pointsWords } from "../../rows/network-words.js";
import { excludesZero, meanDifference } from "../../statistics/intervals.js";
import { inSentence } from "./chart-legend.js";
import {
  chartEntries,
  chartFigure,
  type ChartConfig,
  extent,
  messageView,
  PERCENT,
  widthBeside,
} from "./chart-parts.js";
import type { Figure } from "../output/figure.js";
import { textWidth } from "../output/text-width.js";
import { colours, meanings, searchColour, sizes } from "../output/theme.js";

/** Settings of {@link accuracyBySeed}. */
export interface AccuracyConfig extends Pick<ChartConfig, "title" | "width" | "height"> {
  /** The accuracy of guessing, 1 / classes, drawn as a dashed line. */
  readonly chance?: number;
}

const share = finiteNumber(0, 1);
const seedSchema: Schema<Pick<FinalTestRow, "name" | "seed" | "accuracy">> = v.object({
  name: text,
  seed: text,
  accuracy: v.nullable(share),
});
const configSchema: Schema<AccuracyConfig> = v.object({ ...chartEntries, chance: v.optional(share) });

/**
 * One row per genotype, the best first: a point per seed, the mean as a tick, a bar of one standard deviation to either
 * side, and both in words. The title says whether the best is better than the next by more than chance.
 */
export function accuracyBySeed(
  rows: readonly Pick<FinalTestRow, "name" | "seed" | "accuracy">[],
  config: AccuracyConfig = {},
): Figure {
  checkRows("accuracyBySeed", rows, seedSchema);
  checkConfig("accuracyBySeed", config, configSchema);
  const values = rows.flatMap(({ name, seed, accuracy }) => (accuracy === null ? [] : [{ name, seed, accuracy }]));
  const summaries = [...new Set(rows.map(({ name }) => name))]
    .flatMap((name) => summarize(name, values))
    .sort((one, other) => other.mean - one.mean);
  const height = config.height ?? 28 * Math.max(2, summaries.length);
  if (values.length === 0) {
    const title = config.title ?? "Test accuracy by genotype and seed";
    const message = rows.length === 0 ? "No trainings yet" : `No accuracy: ${counted(rows.length, "training")} failed`;
    const width = config.width ?? sizes.chartWidth;
    return chartFigure({ title, width }, `${message}.`, { ...messageView(message, { width, height }) });
  }
  const names = summaries.map(({ name }) => name);
  const texts = [names, summaries.map(({ said }) => said)];
  const [nameWidth, saidWidth] = texts.map((own) => extent(own.map((each) => textWidth(each, sizes.small)))[1]);
  const width = widthBeside(config, nameWidth + saidWidth);
  const failed = rows.length - values.length;
  const subtitle = `dots: trainings with new seeds, scored on test images; tick and bar: mean ± standard deviation${failed > 0 ? `; ${failed} of ${rows.length} trainings failed` : ""}`;
  const title = config.title ?? titleOf(summaries, values);
  const ends = [
    ...summaries.flatMap(({ lower, upper }) => [lower, upper]),
    ...(config.chance === undefined ? [] : [config.chance]),
  ];
  const [low, high] = extent(ends);
  const x = {
    ...{ field: "accuracy", type: "quantitative", title: "test accuracy" },
    scale: low === high ? { domain: [low - 0.05, low + 0.05], zero: false } : { zero: false, nice: true, padding: 8 },
    axis: { ...PERCENT, tickCount: 6 },
  };
  const y = {
    ...{ field: "name", type: "nominal", title: null, sort: names, scale: { domain: names } },
    axis: { ticks: false, domain: false },
  };
  const colour = {
    field: "name",
    type: "nominal",
    scale: { domain: names, range: names.map((name) => searchColour(name) ?? meanings.text) },
    legend: null,
  };
  const chance =
    config.chance === undefined
      ? []
      : [
          {
            data: { values: [{ accuracy: config.chance, label: "chance" }] },
            layer: [
              { mark: { type: "rule", strokeDash: [4, 4], color: meanings.quietText }, encoding: { x } },
              {
                mark: {
                  ...{ type: "text", align: "left", baseline: "bottom", dx: 4, dy: -4 },
                  ...{ color: meanings.quietText, fontSize: sizes.small },
                },
                encoding: { x, y: { value: height }, text: { field: "label" } },
              },
            ],
          },
        ];
  return chartFigure(
    // Title and subtitle may extend over the names.
    { title, subtitle, width: width + nameWidth + saidWidth },
    summaries.map(({ name, said, count }) => `${name}: ${said} over ${count}`).join("; ") + ".",
    {
      ...{ width, height },
      layer: [
        ...chance,
        {
          data: { values: summaries },
          mark: { type: "rule", strokeWidth: 9, color: colours.paleGrey },
          encoding: { x: { ...x, field: "lower" }, x2: { field: "upper" }, y, tooltip: summaryTooltip },
        },
        {
          data: { values },
          mark: { type: "point", filled: true, size: 48, opacity: 0.6 },
          encoding: {
            ...{ x, y, color: colour },
            tooltip: [
              { field: "name", type: "nominal", title: "genotype" },
              { field: "seed", type: "nominal" },
              { field: "accuracy", type: "quantitative", format: ".1%" },
            ],
          },
        },
        {
          data: { values: summaries },
          mark: { type: "tick", thickness: 2.5, size: 20, color: meanings.text },
          encoding: { x: { ...x, field: "mean" }, y, tooltip: summaryTooltip },
        },
        {
          data: { values: summaries },
          mark: { type: "text", align: "left", baseline: "middle", fontSize: sizes.small, color: meanings.text },
          encoding: { x: { value: width + 10 }, y, text: { field: "said" } },
        },
      ],
    },
  );
}

function titleOf(
  summaries: readonly Summary[],
  rows: readonly { readonly name: string; readonly accuracy: number }[],
): string {
  const [best, next] = summaries;
  if (next === undefined) return `${best.name}: test accuracy ${best.said}`;
  const [one, other] = [best, next].map(({ name }) =>
    rows.flatMap((row) => (row.name === name ? [[row.accuracy]] : [])),
  );
  const difference = meanDifference(one, other);
  const who = inSentence(best.name);
  const lead = pointsWords(best.mean - next.mean);
  const than = `${lead} above ${inSentence(next.name)}`;
  const verdict =
    difference === undefined
      ? "too few trainings to tell"
      : excludesZero(difference)
        ? "more than chance"
        : "no more than chance";
  return `${who[0].toUpperCase()}${who.slice(1)} is best, ${than}: ${verdict}`;
}

const summaryTooltip: readonly object[] = [
  { field: "name", type: "nominal", title: "genotype" },
  { field: "mean", type: "quantitative", format: ".1%" },
  { field: "spread", type: "quantitative", format: ".1%", title: "standard deviation" },
  { field: "count", type: "quantitative", format: "d", title: "trainings" },
];

interface Summary {
  readonly name: string;
  readonly mean: number;
  readonly spread: number;
  readonly lower: number;
  readonly upper: number;
  readonly count: number;
  /** `29.1 % ± 1.3`. */
  readonly said: string;
}

function summarize(
  name: string,
  rows: readonly { readonly name: string; readonly accuracy: number }[],
): readonly Summary[] {
  const accuracies = rows.flatMap((row) => (row.name === name ? [row.accuracy] : []));
  const count = accuracies.length;
  if (count === 0) return [];
  const [middle, spread] = [mean(accuracies) ?? NaN, deviation(accuracies) ?? 0];
  const said = `${fitnessWords(middle)}${count > 1 ? ` ± ${(100 * spread).toFixed(1)}` : ""}`;
  return [{ name, mean: middle, spread, lower: middle - spread, upper: middle + spread, count, said }];
}
