/** The finalists of searches before and after confirmation. */
import * as v from "valibot";
import { type Schema, wholeNumber } from "../../input/schema.js";
import { fitnessWords, pointsWords } from "../../rows/network-words.js";
import { type FinalistRow, type Finalists, winnersLuck } from "../../rows/winner-rows.js";
import { amount, checkConfig, number, step, text } from "../output/check-input.js";
import type { Figure } from "../output/figure.js";
import { textWidth } from "../output/text-width.js";
import { colours, meanings, sizes } from "../output/theme.js";
import {
  chartEntries,
  chartFigure,
  type ChartConfig,
  extent,
  FITNESS_TITLE,
  isAccuracy,
  messageView,
  PERCENT,
} from "./chart-parts.js";

/** Settings of {@link confirmedFinalists}. */
export type ConfirmedFinalistsConfig = Pick<ChartConfig, "title" | "width" | "height" | "fitnessTitle">;

const intervalSchema = v.object({ estimate: number, lower: number, upper: number });
const finalistSchema: Schema<FinalistRow> = v.object({
  ...{ rank: wholeNumber(1), step, searchTrainings: wholeNumber(1), searchMean: number, expected: number },
  ...{ fresh: v.pipe(v.array(number), v.minLength(1, "must have a training")), freshMean: intervalSchema },
});
const searchSchema: Schema<Finalists> = v.object({
  ...{ name: text, rows: v.array(finalistSchema), typical: number, networks: wholeNumber(1) },
  noise: v.object({ spread: amount, freedom: amount }),
});
const configSchema: Schema<ConfirmedFinalistsConfig> = v.object(chartEntries);

/** The width of the plotting area and the words beside it in pixels, without gaps. */
const MOST_WIDTH = 780;

/**
 * One row per finalist, search by search: a hollow mark at the mean by which it was chosen, dots for its fresh
 * trainings, and a tick and bar for their mean with its 95 % interval. A thin line is the mean of the search's
 * networks. The title says how much of the winners' lead was luck.
 */
export function confirmedFinalists(searches: readonly Finalists[], config: ConfirmedFinalistsConfig = {}): Figure {
  checkConfig("confirmedFinalists: searches", searches, v.array(searchSchema));
  checkConfig("confirmedFinalists", config, configSchema);
  const words = { isAccuracy: isAccuracy(config) };
  const luck = winnersLuck(searches);
  if (luck === undefined) {
    const message = "No finalist was confirmed: the share of luck in a lead is unknown";
    const width = config.width ?? sizes.chartWidth;
    return chartFigure({ title: config.title ?? "The finalists", width }, `${message}.`, {
      ...messageView(message, { width, height: 80 }),
    });
  }
  const finalists = searches.flatMap((search, index) =>
    search.rows.map((row) => ({
      key: `${index} ${row.rank}`,
      search: search.name,
      label: labelOf(search, row, searches),
      ...row,
    })),
  );
  const keys = finalists.map(({ key }) => key);
  const values = finalists.map(({ key, label, searchMean, freshMean, searchTrainings, fresh }) => ({
    ...{ key, label, searchMean, ...freshMean },
    said: `${fitnessWords(searchMean, words)} (${searchTrainings}) → ${fitnessWords(freshMean.estimate, words)} (${fresh.length})`,
  }));
  const dots = finalists.flatMap(({ key, fresh }) => fresh.map((fitness) => ({ key, fitness })));
  const typical = searches.flatMap((search, index) => {
    const own = search.rows.map(({ rank }) => `${index} ${rank}`);
    return own.map((key) => ({ key, typical: search.typical }));
  });
  const [low, high] = extent([
    ...values.flatMap(({ searchMean, lower, upper }) => [searchMean, lower, upper]),
    ...dots.map(({ fitness }) => fitness),
    ...typical.map((each) => each.typical),
  ]);
  const x = {
    ...{ type: "quantitative", title: config.fitnessTitle ?? FITNESS_TITLE },
    ...{ scale: { domain: low < high ? [low, high] : [low - 0.05, low + 0.05], nice: true, zero: false } },
    axis: { tickCount: 8, ...(words.isAccuracy ? PERCENT : {}) },
  };
  const y = { field: "key", type: "nominal", sort: keys, title: null, axis: null, scale: { domain: keys } };
  const title = config.title ?? titleOf(luck, words);
  const subtitle =
    "hollow: the mean by which a network was chosen; dots: its fresh trainings; bar and tick: their mean, 95 % interval; thin line: mean of the search's networks; in brackets: trainings";
  const sides = [values.map(({ label }) => label), values.map(({ said }) => said)];
  const [labelWidth, saidWidth] = sides.map((texts) => extent(texts.map((each) => textWidth(each, sizes.small)))[1]);
  const width = config.width ?? Math.max(200, Math.min(430, MOST_WIDTH - labelWidth - saidWidth));
  const format = words.isAccuracy ? ".1%" : ".4f";
  return chartFigure(
    // Less what chartFigure adds for an axis at the left, which this chart lacks.
    { title, subtitle, width: width + labelWidth + saidWidth - 20 },
    `${subtitle}. ${values.map(({ label, said }) => `${label}: ${said}`).join("; ")}.`,
    {
      ...{ width, height: config.height ?? 30 * Math.max(2, keys.length) },
      layer: [
        {
          data: { values: typical },
          mark: { type: "tick", thickness: 1.5, size: 30, color: meanings.quietText },
          encoding: { x: { ...x, field: "typical" }, y },
        },
        {
          data: { values },
          mark: { type: "rule", strokeWidth: 9, color: colours.paleGrey },
          encoding: { x: { ...x, field: "lower" }, x2: { field: "upper" }, y },
        },
        {
          data: { values: dots },
          mark: { type: "point", filled: true, size: 42, opacity: 0.6, color: meanings.evolution },
          encoding: { x: { ...x, field: "fitness" }, y, tooltip: [{ field: "fitness", type: "quantitative", format }] },
        },
        {
          data: { values },
          mark: { type: "rule", strokeWidth: 1, color: meanings.best, opacity: 0.7 },
          encoding: { x: { ...x, field: "searchMean" }, x2: { field: "estimate" }, y },
        },
        {
          data: { values },
          mark: { type: "tick", thickness: 2.5, size: 20, color: meanings.text },
          encoding: { x: { ...x, field: "estimate" }, y },
        },
        {
          data: { values },
          mark: {
            ...{ type: "point", shape: "diamond", size: 100, strokeWidth: 1.8, filled: false, opacity: 1 },
            ...{ fill: meanings.background, stroke: meanings.best },
          },
          encoding: {
            ...{ x: { ...x, field: "searchMean" }, y },
            tooltip: [{ field: "searchMean", type: "quantitative", format, title: "in the search" }],
          },
        },
        ...(["label", "said"] as const).map((field) => ({
          data: { values },
          mark: {
            ...{ type: "text", align: field === "label" ? "right" : "left", baseline: "middle", fontSize: sizes.small },
            color: meanings.text,
          },
          encoding: { x: { value: field === "label" ? -12 : width + 12 }, y, text: { field } },
        })),
      ],
    },
  );
}

function labelOf({ name }: Finalists, { rank, step: first }: FinalistRow, searches: readonly Finalists[]): string {
  const place = rank === 1 ? "winner" : `no. ${rank}`;
  return searches.length === 1 ? `${place}, step ${first}` : `${name}: ${place}`;
}

function titleOf(
  { lead, better, luck, searches }: NonNullable<ReturnType<typeof winnersLuck>>,
  words: { readonly isAccuracy: boolean },
): string {
  const who = searches === 1 ? "Of the winner's lead" : `Of the ${searches} winners' lead`;
  const said = (difference: number): string => pointsWords(difference, words).replace("-", "−");
  const isBetter = better.lower > 0;
  return `${who} of ${said(lead)}, fresh trainings leave ${said(better.estimate)}${isBetter ? "" : ", no more than chance"}: ${said(luck.estimate)} luck`;
}
