/** Test accuracies of a few genotypes, each trained with several seeds, from the final test after a search. */
import { counted } from "../../input/quantity.js";
import * as v from "valibot";
import { finiteNumber, type Schema } from "../../input/schema.js";
import { checkConfig, checkRows, text } from "../output/check-input.js";
import { deviation, mean } from "d3-array";
import type { FinalTestRow } from "../../rows/final-test-row.js";
import { chartFigure, type ChartConfig, extent, messageView, chartEntries } from "./chart-parts.js";
import type { Figure } from "../output/figure.js";
import { textWidth } from "../output/text-width.js";
import { colours, meanings, sizes } from "../output/theme.js";

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

/** One row per genotype: a point per seed, the mean as a tick, and a bar of one standard deviation to either side. */
export function accuracyBySeed(
  rows: readonly Pick<FinalTestRow, "name" | "seed" | "accuracy">[],
  config: AccuracyConfig = {},
): Figure {
  checkRows("accuracyBySeed", rows, seedSchema);
  checkConfig("accuracyBySeed", config, configSchema);
  const names = [...new Set(rows.map(({ name }) => name))];
  const seeds = [...new Set(rows.map(({ seed }) => seed))];
  const values = rows.flatMap(({ name, seed, accuracy }) => (accuracy === null ? [] : [{ name, seed, accuracy }]));
  const title = config.title ?? "Test accuracy by genotype and seed";
  const { width = sizes.chartWidth } = config;
  const height = config.height ?? 46 * Math.max(2, names.length);
  if (values.length === 0) {
    const message = rows.length === 0 ? "No trainings yet" : `No accuracy: ${counted(rows.length, "training")} failed`;
    return chartFigure({ title, width }, `${message}.`, { ...messageView(message, { width, height }) });
  }
  const summaries = names.flatMap((name) => summarize(name, values));
  const failed = rows.length - values.length;
  const subtitle = `points: trainings; tick and bar: mean ± standard deviation${failed > 0 ? `; ${failed} of ${rows.length} trainings failed` : ""}`;
  const ends = [
    ...summaries.flatMap(({ lower, upper }) => [lower, upper]),
    ...(config.chance === undefined ? [] : [config.chance]),
  ];
  const [low, high] = [Math.min(...ends), Math.max(...ends)];
  const x = {
    field: "accuracy",
    type: "quantitative",
    title: "test accuracy",
    scale: low === high ? { domain: [low - 0.05, low + 0.05], zero: false } : { zero: false, nice: true, padding: 12 },
    axis: { format: ".2f", tickCount: 8 },
  };
  const y = {
    field: "name",
    type: "nominal",
    title: null,
    sort: names,
    scale: { domain: names },
    axis: { ticks: false, domain: false },
  };
  const accuracy = { type: "quantitative", format: ".4f" };
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
                  type: "text",
                  align: "left",
                  baseline: "bottom",
                  dx: 4,
                  dy: -4,
                  color: meanings.quietText,
                  fontSize: sizes.small,
                },
                encoding: { x, y: { value: height }, text: { field: "label" } },
              },
            ],
          },
        ];
  return chartFigure(
    // Title and subtitle may extend over the names.
    { title, subtitle, width: width + extent(names.map((name) => textWidth(name, sizes.small)))[1] },
    summaries
      .map(({ name, mean, spread, count }) => `${name}: ${mean.toFixed(3)} ± ${spread.toFixed(3)} over ${count}`)
      .join("; ") + ".",
    {
      width,
      height,
      layer: [
        ...chance,
        {
          data: { values: summaries },
          mark: { type: "rule", strokeWidth: 7, color: colours.paleGrey },
          encoding: { x: { ...x, field: "lower" }, x2: { field: "upper" }, y, tooltip: summaryTooltip },
        },
        {
          data: { values },
          mark: { type: "point", filled: true, size: 60, opacity: 0.9, color: meanings.evolution },
          encoding: {
            x,
            y,
            yOffset: { field: "seed", type: "nominal", scale: { domain: seeds, paddingOuter: 1 } },
            tooltip: [
              { field: "name", type: "nominal", title: "genotype" },
              { field: "seed", type: "nominal" },
              { field: "accuracy", ...accuracy },
            ],
          },
        },
        {
          data: { values: summaries },
          mark: { type: "tick", thickness: 2.5, size: 26, color: meanings.text },
          encoding: { x: { ...x, field: "mean" }, y, tooltip: summaryTooltip },
        },
      ],
    },
  );
}

const summaryTooltip: readonly object[] = [
  { field: "name", type: "nominal", title: "genotype" },
  { field: "mean", type: "quantitative", format: ".4f" },
  { field: "spread", type: "quantitative", format: ".4f", title: "standard deviation" },
  { field: "count", type: "quantitative", format: "d", title: "trainings" },
];

interface Summary {
  readonly name: string;
  readonly mean: number;
  readonly spread: number;
  readonly lower: number;
  readonly upper: number;
  readonly count: number;
}

function summarize(
  name: string,
  rows: readonly { readonly name: string; readonly accuracy: number }[],
): readonly Summary[] {
  const accuracies = rows.flatMap((row) => (row.name === name ? [row.accuracy] : []));
  const count = accuracies.length;
  if (count === 0) return [];
  const [middle, spread] = [mean(accuracies) ?? NaN, deviation(accuracies) ?? 0];
  return [{ name, mean: middle, spread, lower: middle - spread, upper: middle + spread, count }];
}
