/** Searches against random search at equal effort: does evolution beat it? */
import { scaleLinear } from "d3-scale";
import { max, median, min } from "simple-statistics";
import * as v from "valibot";
import { oneOf, type Schema, wholeNumber } from "../../input/schema.js";
import type { BestByEffort, SearchBest } from "../../rows/best-by-effort.js";
import { fitnessWords, pointsWords } from "../../rows/network-words.js";
import { bestAt, type RandomPoint, type RunPoint } from "../../rows/random-urn.js";
import { excludesZero } from "../../statistics/intervals.js";
import { amount, checkConfig, number, text } from "../output/check-input.js";
import type { Figure } from "../output/figure.js";
import { searchColours } from "../output/theme.js";
import {
  chartEntries,
  chartFigure,
  type ChartConfig,
  chartSize,
  extent,
  FITNESS_TITLE,
  fourDigits,
  isAccuracy,
  PERCENT,
} from "./chart-parts.js";
import { inSentence } from "./chart-legend.js";
import { endLabels, type LineEnd } from "./end-labels.js";

/** Settings of {@link bestAgainstRandom}. */
export type AgainstRandomConfig = Pick<ChartConfig, "title" | "width" | "height" | "fitnessDomain" | "fitnessTitle">;

const share = v.nullable(number);
const pointSchema: Schema<RandomPoint> = v.object({ effort: amount, expected: number, lower: number, upper: number });
const runSchema: Schema<RunPoint> = v.object({ effort: amount, best: number });
const searchSchema: Schema<SearchBest> = v.object({
  ...{ name: text, runs: v.array(v.pipe(v.array(runSchema), v.minLength(1, "must have points"))) },
  ...{ effort: amount, best: number, expected: number, shareBelow: share },
  difference: v.nullable(v.object({ estimate: number, lower: number, upper: number })),
});
const bestSchema: Schema<BestByEffort> = v.object({
  effort: oneOf(["evaluations", "core-seconds"]),
  random: v.object({ runs: wholeNumber(1), evaluations: wholeNumber(1), points: v.array(pointSchema) }),
  ...{ searches: v.array(searchSchema), noise: v.nullable(amount) },
});
const configSchema: Schema<AgainstRandomConfig> = v.object(chartEntries);

const RANDOM = "random search";

/** The fitness axis fits all values beyond this share of the effort. */
const SETTLED = 0.04;

/**
 * The expected best of random search by effort, with a band for nine of ten random searches, and the searches to
 * compare with it: the median of their runs, with a band from the worst to the best. Names are at the ends of the
 * lines. The title says whether random search is beaten.
 */
export function bestAgainstRandom(best: BestByEffort, config: AgainstRandomConfig = {}): Figure {
  checkConfig("bestAgainstRandom", best, bestSchema);
  checkConfig("bestAgainstRandom", config, configSchema);
  const { effort, random, searches } = best;
  const words = { isAccuracy: isAccuracy(config) };
  const size = chartSize(config);
  const bands = searches.flatMap(bandRows);
  const points = random.points.map((point) => ({ search: RANDOM, ...point }));
  const names = [RANDOM, ...searches.map(({ name }) => name)];
  const colours = searchColours(names);
  const end = Math.max(1, ...[...points, ...bands].map((row) => row.effort));
  // The best of a handful of evaluations may be anything, so the axis fits what follows.
  const isSettled = (_: unknown, index: number, rows: readonly { readonly effort: number }[]): boolean =>
    (rows[index + 1]?.effort ?? end) >= SETTLED * end;
  const values = [
    ...points.filter(isSettled).flatMap(({ lower, upper }) => [lower, upper]),
    ...searches.flatMap((search) =>
      bandRows(search)
        .filter(isSettled)
        .flatMap(({ least, most }) => [least, most]),
    ),
  ];
  const x = scaleLinear([0, end], [0, size.width]);
  const y = scaleLinear(config.fitnessDomain ?? padded(values), [size.height, 0]);
  if (config.fitnessDomain === undefined) y.nice(6);
  const [low, high] = y.domain();
  const within = (value: number): number => Math.min(high, Math.max(low, value));
  const shownPoints = points.map(({ expected, lower, upper, ...row }) => ({
    ...{ ...row, expected: within(expected), lower: within(lower), upper: within(upper) },
  }));
  const shownBands = bands.map(({ best: middle, least, most, ...row }) => ({
    ...{ ...row, best: within(middle), least: within(least), most: within(most) },
  }));
  const channels = {
    x: {
      ...{ field: "effort", type: "quantitative", title: effort, scale: { domain: x.domain(), nice: false } },
      axis: { grid: false, tickCount: 8, format: ",d" },
    },
    y: {
      ...{ type: "quantitative", title: `expected ${config.fitnessTitle ?? FITNESS_TITLE}` },
      ...{
        scale: { domain: y.domain(), nice: false, zero: false },
        axis: { tickCount: 6, ...(words.isAccuracy ? PERCENT : {}) },
      },
    },
    color: { field: "search", type: "nominal", scale: { domain: names, range: colours }, legend: null },
  };
  const subtitle = subtitleOf(
    best,
    bands.some(({ runs }) => runs > 1),
  );
  const title = config.title ?? titleOf(best, words);
  const said = searches.map((search) => `${search.name} ${numbers(search, best, words)}`).join("; ");
  const ends: readonly LineEnd[] = names.flatMap((name, index): readonly LineEnd[] => {
    const own =
      name === RANDOM && index === 0
        ? points.map((point) => ({ ...point, best: point.expected }))
        : bands.filter(({ search }) => search === name);
    const last = own.at(-1);
    return last === undefined ? [] : [{ name, x: x(last.effort), y: y(last.best), colour: colours[index] }];
  });
  const number = { type: "quantitative", format: words.isAccuracy ? ".1%" : ".4f" };
  return chartFigure({ title, subtitle, width: size.width }, `${subtitle}. ${said}.`, {
    ...size,
    layer: [
      area(shownPoints, "lower", "upper", channels, "linear"),
      {
        data: { values: shownPoints },
        mark: { type: "line", strokeWidth: 2, strokeDash: [6, 3] },
        encoding: {
          ...{ x: channels.x, y: { ...channels.y, field: "expected" }, color: channels.color },
        },
      },
      area(
        shownBands.filter(({ runs }) => runs > 1),
        "least",
        "most",
        channels,
        "step-after",
      ),
      {
        data: { values: shownBands },
        mark: { type: "line", strokeWidth: 2.2, interpolate: "step-after" },
        encoding: { x: channels.x, y: { ...channels.y, field: "best" }, color: channels.color },
      },
      {
        data: { values: shownBands },
        mark: { type: "point", filled: true, size: 40, opacity: 0 },
        encoding: {
          ...{ x: channels.x, y: { ...channels.y, field: "best" }, detail: { field: "search", type: "nominal" } },
          tooltip: [
            { field: "search", type: "nominal" },
            { field: "effort", type: "quantitative", format: ",.0f", title: effort },
            { field: "best", ...number, title: "expected" },
            { field: "runs", type: "quantitative", format: "d" },
          ],
        },
      },
      endLabels(ends, size.height),
    ],
  });
}

interface BandRow {
  readonly search: string;
  readonly effort: number;
  /** The median over the runs that have reached this effort. */
  readonly best: number;
  readonly least: number;
  readonly most: number;
  readonly runs: number;
}

/** The runs of a search at each effort where one of them changes, up to the end of the shortest. */
function bandRows({ name, runs }: SearchBest): readonly BandRow[] {
  const end = Math.min(...runs.map((run) => run[run.length - 1].effort));
  const efforts = [...new Set(runs.flatMap((run) => run.map(({ effort }) => effort)))]
    .filter((effort) => effort <= end)
    .sort((one, other) => one - other);
  const rows = efforts.flatMap((effort): readonly BandRow[] => {
    const bests = runs.flatMap((run) => bestAt(run, effort) ?? []).map(fourDigits);
    if (bests.length === 0) return [];
    return [{ search: name, effort, best: median(bests), least: min(bests), most: max(bests), runs: bests.length }];
  });
  const story = ({ effort: _, ...rest }: BandRow): string => JSON.stringify(rest);
  return rows.filter((row, index) => index === 0 || index === rows.length - 1 || story(row) !== story(rows[index - 1]));
}

function area(
  values: readonly object[],
  lower: string,
  upper: string,
  { x, y, color }: { readonly x: object; readonly y: object; readonly color: object },
  interpolate: string,
): object {
  return {
    data: { values },
    mark: { type: "area", opacity: 0.18, interpolate },
    encoding: { x, y: { ...y, field: lower }, y2: { field: upper }, color },
  };
}

function padded(values: readonly number[]): readonly [number, number] {
  const [low, high] = extent(values);
  return low < high ? [low, high] : [low - 0.05, low + 0.05];
}

function titleOf({ effort, searches }: BestByEffort, words: { readonly isAccuracy: boolean }): string {
  if (searches.length === 0) return `The best of random search by ${effort}`;
  if (searches.length > 1) {
    if (searches.every(({ difference }) => difference === null)) {
      return `Searches beside random search at equal ${effort}: too few runs to tell`;
    }
    const beating = searches.filter(({ difference }) => difference !== null && difference.lower > 0);
    const names = beating.map(({ name }) => inSentence(name)).join(" and ");
    const who = beating.length === 0 ? "None of the searches beats" : `${names} beat${beating.length === 1 ? "s" : ""}`;
    return capital(`${who} random search at equal ${effort} by more than chance`);
  }
  const [{ name, best, expected, difference, effort: spent }] = searches;
  const at = `after ${Math.round(spent).toLocaleString("en-US")} ${effort}`;
  const lead = pointsWords(Math.abs(best - expected), words);
  const side = best < expected ? "below" : "above";
  if (difference === null) {
    return capital(`${inSentence(name)} is ${lead} ${side} random search ${at}: too few runs to tell`);
  }
  if (!excludesZero(difference))
    return capital(`${inSentence(name)} and random search do not differ by more than chance ${at}`);
  const verdict = difference.estimate > 0 ? "beats" : "falls short of";
  return capital(`${inSentence(name)} ${verdict} random search by ${lead} ${at}`);
}

const capital = (words: string): string => `${words[0].toUpperCase()}${words.slice(1)}`;

function subtitleOf({ random, searches, noise }: BestByEffort, isBanded: boolean): string {
  const runs = Math.max(0, ...searches.map((search) => search.runs.length));
  const shrunk = noise === null ? "" : ", shrunk for the noise of a training";
  return [
    `expected fitness of a new training of the best network${shrunk}`,
    `dashed: random search, resampled from ${random.evaluations.toLocaleString("en-US")} evaluations; band: nine of ten random searches`,
    ...(isBanded ? [`lines: median of up to ${runs} runs, bands from the worst to the best`] : []),
  ].join("; ");
}

function numbers(
  { best, expected, effort }: SearchBest,
  { effort: unit }: BestByEffort,
  words: { readonly isAccuracy: boolean },
): string {
  return `${fitnessWords(best, words)} after ${Math.round(effort).toLocaleString("en-US")} ${unit}, random search ${fitnessWords(expected, words)}`;
}
