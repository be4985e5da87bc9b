/**
 * The best network so far by step, of one search or several. Paper, figure 3; deck, "Architecture search on small
 * CIFAR-10".
 */
import { counted } from "../../input/quantity.js";
import { printable } from "../../input/printable.js";
import { checkNamedLists } from "../output/check-input.js";
import { scaleLinear } from "d3-scale";
import { quantileSorted } from "simple-statistics";
import type { NetworkMean } from "../../rows/network-mean.js";
import { bestByStep, confirmedBest, pooledSpread, searchedBest } from "../../rows/trained-networks.js";
import { confirmedWords, fitnessWords, meanWords, type MeanWordsConfig } from "../../rows/network-words.js";
import type { Figure } from "../output/figure.js";
import { seriesChannel } from "./chart-legend.js";
import {
  byStep,
  chartFigure,
  type ChartConfig,
  chartSize,
  extent,
  fitnessAxis,
  fitnessFormat,
  fourDigits,
  FITNESS_TITLE,
  isAccuracy,
  messageView,
  nothingScored,
  stepAxis,
  type StepRow,
  checkChart,
  checkStepRows,
  widthBeside,
} from "./chart-parts.js";
import { commonRule, commonStep, leaderTitle } from "./common-steps.js";
import { endLabels } from "./end-labels.js";
import { paledUnlessChosen } from "./highlight.js";
import { textWidth } from "../output/text-width.js";
import { meanings, searchColours, seriesDashes, sizes } from "../output/theme.js";

/** Searches by name: the rows of one run, or of several with different seeds. */
export type Searches = { readonly [name: string]: readonly StepRow[] | readonly (readonly StepRow[])[] };

/** Throws InputError, beginning with `where`, for anything but searches by name. */
export function checkSearches(where: string, searches: Searches): void {
  checkNamedLists(where, searches);
  for (const [name, entry] of Object.entries(searches)) {
    for (const run of runsOf(entry)) checkStepRows(`${where}: ${printable(name)}`, run);
  }
}

/**
 * The expected fitness of a new training of the best network so far, by step, as estimated by `trainedNetworks` with
 * the noise of a training pooled over all searches. The line may fall, because the best network's next training may be
 * worse. A single search also shows, thin, the highest single evaluation so far; the gap between the two is luck.
 * Several searches get a line each. Several runs of one name become their median, with a band between the quartiles and
 * a paler one from the worst run to the best. The mark at the end of a line is hollow if the best network was trained
 * once. Paper, figure 3.
 */
export function bestSoFar(searches: readonly StepRow[] | Searches, config: ChartConfig = {}): Figure {
  checkSearches("bestSoFar", isRows(searches) ? { search: searches } : searches);
  checkChart("bestSoFar", config);
  const named: Searches = isRows(searches) ? { search: searches } : searches;
  const names = Object.keys(named);
  const all = names.flatMap((name) => runsOf(named[name]));
  const noise = pooledSpread(all);
  const values = names.flatMap((name) =>
    summarizeRuns(runsOf(named[name]), noise).map((row) => ({ search: name, ...row })),
  );
  if (values.length === 0) {
    const [message, size] = [nothingScored(all.flat()), chartSize(config)];
    const title = config.title ?? "The best network so far";
    return chartFigure({ title, width: size.width }, `${message}.`, { ...messageView(message, size) });
  }
  const words = { isAccuracy: isAccuracy(config) };
  const highest = all.length === 1 ? highestSoFar(all[0]) : [];
  const ends = names.flatMap((name) => {
    const runs = runsOf(named[name]);
    const last = values.filter(({ search }) => search === name).at(-1);
    return last === undefined ? [] : [endWords(isRows(searches) ? "" : name, runs, last, noise, config)];
  });
  const common = commonStep(values, names);
  const labels = labelsOf(values, isRows(searches) ? [] : names, words);
  const size = { ...chartSize(config), width: widthBeside(config, labelWidth(labels)) };
  const steps = values.map(({ step }) => step);
  const x = stepAxis(steps, config);
  const drawn = [...values.flatMap(({ least, most }) => [least, most]), ...highest.map(({ best }) => best)];
  const yTitle = `expected ${config.fitnessTitle ?? FITNESS_TITLE}`;
  const fixed = { ...config, fitnessDomain: fitnessEnds(drawn, config) };
  const y = fitnessAxis("best", drawn, fixed, yTitle);
  const colours = searchColours(names);
  const color = seriesChannel("search", names, colours, null);
  const strokeDash = seriesChannel("search", names, seriesDashes, null);
  const several = values.some(({ runs }) => runs > 1);
  const number = { type: "quantitative", format: fitnessFormat(config) };
  const tooltip = [
    { field: "search", type: "nominal" },
    { field: "step", type: "quantitative", format: "d" },
    { field: "best", ...number, title: several ? "median of expected" : "expected" },
    ...(several ? [] : [{ field: "trainings", type: "quantitative", format: "d" }]),
    ...(several ? ["lower", "upper"].map((field) => ({ field, ...number, title: `${field} quartile` })) : []),
    ...(several ? [{ field: "runs", type: "quantitative", format: "d" }] : []),
  ];
  const band = (lower: string, upper: string, opacity: number): object => ({
    transform: [{ filter: "datum.runs > 1" }],
    mark: { type: "area", interpolate: "step-after", opacity },
    encoding: { x, y: { ...y, field: lower }, y2: { field: upper }, color },
  });
  const line = {
    mark: { type: "line", interpolate: "step-after", strokeWidth: 2 },
    encoding: { x, y, color, strokeDash },
  };
  const points = {
    mark: { type: "point", filled: true, size: 30, opacity: 0 },
    encoding: { x, y, detail: { field: "search", type: "nominal" }, tooltip },
  };
  // A line of a single step would be invisible without a mark.
  const end = (isHollow: boolean): object => ({
    transform: [
      {
        window: [{ op: "row_number", as: "fromEnd" }],
        groupby: ["search"],
        sort: [{ field: "step", order: "descending" }],
      },
      { filter: `datum.fromEnd === 1 && ${isHollow ? "datum.trainings === 1" : "datum.trainings !== 1"}` },
    ],
    mark: { ...endMark(isHollow), size: 45 },
    encoding: { x, y, color },
  });
  const bands = several ? [band("least", "most", 0.12), band("lower", "upper", 0.2)] : [];
  const meaning = [
    "expected fitness of a new training of the best network so far",
    ...(several ? ["line: median, bands: quartiles and all runs"] : []),
    ...(highest.length > 0 ? ["thin: the highest single evaluation"] : []),
    ...(names.length > 1 ? ["hollow: trained once"] : []),
  ].join("; ");
  const told = `${ends.join("; ")}. ${meaning[0].toUpperCase()}${meaning.slice(1)}`;
  // The ends of several lines are written beside them.
  const subtitle = names.length > 1 ? meaning : told;
  const layers = [...bands, ...highestLayers(highest, x, y), line, end(false), end(true), points];
  const title = config.title ?? titleOf(values, names, { common, highest: highest.at(-1)?.best, words });
  const last = Math.max(2, config.steps ?? 0, extent(steps)[1]);
  const at = { x: scaleLinear([0, last + 1], [0, size.width]), y: scaleLinear(fixed.fitnessDomain, [size.height, 0]) };
  const lineEnds = labels.map(({ search, said, step, best }) => ({
    ...{ name: said, series: search, x: at.x(step), y: at.y(best), colour: colours[names.indexOf(search)] },
  }));
  return chartFigure({ title, subtitle, width: size.width + 0.6 * labelWidth(labels) }, `By search step: ${told}.`, {
    ...size,
    data: { values },
    layer: [
      ...commonRule(common, steps, names.length, x),
      ...(lineEnds.length === 0 ? layers : [...paledUnlessChosen(layers, "search"), endLabels(lineEnds, size.height)]),
    ],
  });
}

interface LabelledEnd {
  readonly search: string;
  readonly said: string;
  readonly step: number;
  readonly best: number;
}

function labelsOf(
  values: readonly (RunSummary & { readonly search: string })[],
  names: readonly string[],
  words: MeanWordsConfig,
): readonly LabelledEnd[] {
  return names.flatMap((search) => {
    const last = values.filter((row) => row.search === search).at(-1);
    if (last === undefined) return [];
    return [{ search, said: `${search} ${fitnessWords(last.best, words)}`, step: last.step, best: last.best }];
  });
}

/** The width of the words that stand right of the plotting area: of the lines that reach its end. */
function labelWidth(labels: readonly LabelledEnd[]): number {
  if (labels.length === 0) return 0;
  const last = extent(labels.map(({ step }) => step))[1];
  return 10 + extent(labels.flatMap(({ said, step }) => (step > 0.6 * last ? [textWidth(said, sizes.small)] : [])))[1];
}

/** The ends of the fitness axis, at round numbers, so that names can be placed beside lines. */
function fitnessEnds(values: readonly number[], { fitnessDomain }: ChartConfig): readonly [number, number] {
  if (fitnessDomain !== undefined) return fitnessDomain;
  const [low, high] = extent(values);
  const [least, most] = low < high ? scaleLinear([low, high], [0, 1]).nice(6).domain() : [low - 0.05, low + 0.05];
  return [least, most];
}

interface TitleFacts {
  readonly common: number;
  /** The highest single evaluation of a single run. */
  readonly highest: number | undefined;
  readonly words: MeanWordsConfig;
}

function titleOf(
  values: readonly (RunSummary & { readonly search: string })[],
  names: readonly string[],
  { common, highest, words }: TitleFacts,
): string {
  if (names.length === 1) {
    const { best } = values[values.length - 1];
    const promised =
      highest !== undefined && highest > best ? `, not the ${fitnessWords(highest, words)} of the record` : "";
    return `The best network is worth ${fitnessWords(best, words)}${promised}`;
  }
  const at = names.flatMap(
    (name) => values.filter(({ search, step }) => search === name && step <= common).at(-1) ?? [],
  );
  return leaderTitle(at, common, words);
}

/** The mark at the end of a line, hollow if the best network was trained once. */
export function endMark(isHollow: boolean): object {
  const look = { type: "point", opacity: 1, strokeWidth: 2 };
  return isHollow ? { ...look, filled: false, fill: meanings.background } : { ...look, filled: true };
}

function endWords(
  name: string,
  runs: readonly (readonly StepRow[])[],
  last: RunSummary,
  noise: number | null,
  config: ChartConfig,
): string {
  const words = { isAccuracy: isAccuracy(config) };
  // The line's own: of another network, or with its confirmations, a mean would contradict what is expected.
  const network = runs.length === 1 ? searchedBest(runs[0], noise) : undefined;
  const measured = network === undefined ? "" : ` (${meanWords(network, words)})`;
  const confirmed = runs.length === 1 ? confirmedWords(confirmedBest(runs[0], noise), words) : "";
  const what = `${name}${last.runs > 1 ? ` (median of ${last.runs} runs)` : ""}`;
  return `${what}${what && " "}${fitnessWords(last.best, words)}${measured} after ${counted(last.step, "step")}${confirmed}`;
}

/** The highest single evaluation so far, at each step where it changes and at the last. */
function highestSoFar(rows: readonly StepRow[]): readonly { readonly step: number; readonly best: number }[] {
  let best = -Infinity;
  const sorted = byStep(rows);
  return sorted.flatMap(({ step, fitness }, index) => {
    const isHigher = fitness !== null && fitness > best;
    if (isHigher) best = fitness;
    return isHigher || (index === sorted.length - 1 && best > -Infinity) ? [{ step, best }] : [];
  });
}

function highestLayers(values: ReturnType<typeof highestSoFar>, x: object, y: object): readonly object[] {
  if (values.length === 0) return [];
  return [
    {
      data: { values },
      mark: { type: "line", interpolate: "step-after", strokeWidth: 1, color: meanings.best },
      encoding: { x, y },
    },
    {
      data: { values: values.slice(-1) },
      mark: {
        ...{ type: "point", shape: "diamond", size: 80, strokeWidth: 1.8, filled: false },
        ...{ fill: meanings.background, stroke: meanings.best, opacity: 1 },
      },
      encoding: { x, y },
    },
  ];
}

/** The best so far of one or several runs at one step. */
interface RunSummary {
  readonly step: number;
  /** The expected fitness of the best network; its median over several runs. */
  readonly best: number;
  readonly lower: number;
  readonly upper: number;
  readonly least: number;
  readonly most: number;
  /** The number of runs with a scored evaluation by this step. */
  readonly runs: number;
  /** For a single run: the number of trainings of its best network. */
  readonly trainings?: number;
}

/**
 * Up to this many rows keep every step, for tooltips; longer searches keep only the steps with a change, and the last.
 */
const EVERY_STEP = 400;

function summarizeRuns(runs: readonly (readonly StepRow[])[], noise: number | null): readonly RunSummary[] {
  const scored = runs.map((run) => bests(run, noise));
  const steps = [...new Set(scored.flatMap((run) => run.map(({ step }) => step)))].sort((one, other) => one - other);
  const places = scored.map(() => -1);
  const rows: RunSummary[] = [];
  for (const step of steps) {
    const now = scored.flatMap((run, index) => {
      while (run[places[index] + 1]?.step <= step) places[index]++;
      const ended = run.length === 0 || step > run[run.length - 1].step;
      return places[index] < 0 || ended ? [] : [run[places[index]].network];
    });
    rows.push({ step, ...summarize(now) });
  }
  if (rows.length <= EVERY_STEP) return rows;
  const story = ({ step: _, ...rest }: RunSummary): string => JSON.stringify(rest);
  return rows.filter((row, index) => index === 0 || index === rows.length - 1 || story(row) !== story(rows[index - 1]));
}

function bests(
  run: readonly StepRow[],
  noise: number | null,
): readonly { readonly step: number; readonly network: NetworkMean }[] {
  const steps = byStep(run).map(({ step }) => step);
  return bestByStep(run, noise).flatMap((network, index) =>
    network === null ? [] : [{ step: steps[index], network }],
  );
}

function summarize(networks: readonly NetworkMean[]): Omit<RunSummary, "step"> {
  const sorted = networks.map(({ expected }) => fourDigits(expected)).sort((one, other) => one - other);
  const [least, lower, best, upper, most] = [0, 0.25, 0.5, 0.75, 1].map((share) => quantileSorted(sorted, share));
  const trainings = networks.length === 1 ? { trainings: networks[0].trainingCount } : {};
  return { best, lower, upper, least, most, runs: sorted.length, ...trainings };
}

/** The runs of one entry of {@link Searches}. */
export function runsOf(entry: Searches[string]): readonly (readonly StepRow[])[] {
  return isRows(entry) ? [entry] : entry;
}

function isRows(entry: Searches | readonly StepRow[] | readonly (readonly StepRow[])[]): entry is readonly StepRow[] {
  return Array.isArray(entry) && !Array.isArray(entry[0]);
}
