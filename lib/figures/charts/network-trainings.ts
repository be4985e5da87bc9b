/** Several trainings of one network: how much of its fitness is luck. */
import { counted } from "../../input/quantity.js";
import { median } from "simple-statistics";
import * as v from "valibot";
import { type Schema, wholeNumber } from "../../input/schema.js";
import type { TrainedNetwork } from "../../rows/network-mean.js";
import { highestEvaluation, seedNoise, timesEvaluated, trainedNetworks } from "../../rows/trained-networks.js";
import { fitnessWords, meanWords, type MeanWordsConfig, pointsWords } from "../../rows/network-words.js";
import { checkConfig } from "../output/check-input.js";
import type { Figure } from "../output/figure.js";
import { textWidth } from "../output/text-width.js";
import { colours, meanings, sizes } from "../output/theme.js";
import {
  chartEntries,
  chartFigure,
  checkStepRows,
  type ChartConfig,
  extent,
  FITNESS_TITLE,
  isAccuracy,
  messageView,
  nothingScored,
  PERCENT,
  type StepRow,
} from "./chart-parts.js";
import { cutBins } from "./cut-bins.js";

/** Settings of {@link networkTrainings}. */
export interface NetworkTrainingsConfig extends Pick<ChartConfig, "title" | "width" | "height" | "fitnessTitle"> {
  /** The most networks. Default: 8. */
  readonly networkCount?: number;
}

const configSchema: Schema<NetworkTrainingsConfig> = v.object({
  ...chartEntries,
  networkCount: v.optional(wholeNumber(1, 1_000)),
});

/**
 * The networks with the most evaluations in a search, one row each, the highest mean first: a dot per evaluation, and a
 * tick at the mean with a standard error to either side. The best network and that of the highest single evaluation,
 * which is marked, are always included. Above, on the same axis, are all evaluations of the search. The title compares
 * the record with its network's mean: the winner's curse.
 */
export function networkTrainings(rows: readonly StepRow[], config: NetworkTrainingsConfig = {}): Figure {
  checkStepRows("networkTrainings", rows);
  checkConfig("networkTrainings", config, configSchema);
  const { width = sizes.chartWidth, networkCount = 8 } = config;
  const words = { isAccuracy: isAccuracy(config) };
  const networks = trainedNetworks(rows);
  const record = highestEvaluation(networks);
  const repeated = networks.filter((network) => timesEvaluated(network) > 1);
  if (record === undefined || repeated.length === 0) {
    const message =
      record === undefined
        ? nothingScored(rows)
        : `Each of ${counted(networks.length, "network")} was evaluated once: the share of luck is unknown`;
    const title = config.title ?? "One network, many trainings";
    return chartFigure({ title, width }, `${message}.`, { ...messageView(message, { width, height: 120 }) });
  }
  const { spread } = seedNoise(rows);
  const fitnesses = networks.flatMap(({ evaluations }) => evaluations.map(({ fitness }) => fitness));
  const shown = choose(networks, record.network, networkCount);
  const title = config.title ?? titleOf(record, networks[0], words);
  const noise =
    spread === null ? "" : `; trainings of one network vary by ${pointsWords(spread, words)} (standard deviation)`;
  const subtitle = `${counted(networks.length, "network")}, ${repeated.length} evaluated more than once${noise}. Below: a dot for each evaluation, tick and bar for the mean ± its standard error, hollow for the highest of all${shown.some(({ confirmed }) => confirmed.length > 0) ? "; squares confirm the finalists" : ""}`;
  const picture = { shown, record, fitnesses, words, width, config };
  const names = shown.map(nameOf);
  return chartFigure(
    { title, subtitle, width: width + extent(names.map((name) => textWidth(name, sizes.small)))[1] },
    `${subtitle}. ${shown.map((network) => `${nameOf(network)}: ${meanWords(network, words)}`).join("; ")}.`,
    { spacing: 10, vconcat: [population(picture), trainings(picture)] },
  );
}

interface Picture {
  readonly shown: readonly TrainedNetwork[];
  readonly record: NonNullable<ReturnType<typeof highestEvaluation>>;
  /** The fitness of every scored evaluation. */
  readonly fitnesses: readonly number[];
  readonly words: MeanWordsConfig;
  readonly width: number;
  readonly config: NetworkTrainingsConfig;
}

/** The networks with the most evaluations, the best one and that of the highest evaluation, by mean. */
function choose(networks: readonly TrainedNetwork[], record: TrainedNetwork, count: number): readonly TrainedNetwork[] {
  const must = new Set([networks[0], record]);
  const most = networks
    .filter((network) => !must.has(network) && timesEvaluated(network) > 1)
    .sort((one, other) => timesEvaluated(other) - timesEvaluated(one) || one.step - other.step)
    .slice(0, Math.max(0, count - must.size));
  return [...must, ...most].sort((one, other) => other.mean - one.mean || one.step - other.step);
}

function titleOf({ fitness, network }: Picture["record"], best: TrainedNetwork, words: MeanWordsConfig): string {
  const record = fitnessWords(fitness, words);
  if (timesEvaluated(network) === 1) {
    return `The record, ${record}, is of a network evaluated only once: its luck is unknown`;
  }
  const mean = `${fitnessWords(network.mean, words)} on average over ${network.trainingCount} trainings`;
  if (network === best) return `The record, ${record}, is of the best network: ${mean}`;
  return `The record is luck: ${record} once, ${mean}`;
}

const nameOf = ({ step }: TrainedNetwork): string => `first at step ${step}`;

function fitnessScale({ fitnesses, shown }: Picture): object {
  const [low, high] = extent([
    ...fitnesses,
    ...shown.flatMap(({ mean, error, confirmed }) => [mean - (error ?? 0), mean + (error ?? 0), ...confirmed]),
  ]);
  return low === high
    ? { domain: [low - 0.05, low + 0.05], nice: false, zero: false }
    : { domain: [low, high], nice: true, zero: false };
}

/** A histogram of every evaluation of the search. */
function population(picture: Picture): object {
  const { fitnesses, width, words } = picture;
  const bins = cutBins(fitnesses)(fitnesses);
  const middle = median([...fitnesses]);
  const scale = fitnessScale(picture);
  const x = { type: "quantitative", title: null, scale, axis: { labels: false, ticks: false, tickCount: 10 } };
  return {
    ...{ width, height: 64 },
    layer: [
      {
        data: { values: bins },
        mark: { type: "bar", binSpacing: 1, color: colours.grey },
        encoding: {
          x: { ...x, field: "from", bin: { binned: true } },
          x2: { field: "to" },
          y: {
            ...{ field: "count", type: "quantitative", title: ["all", "evaluations"] },
            // Leaves room for the label of the median.
            scale: { domain: [0, 1.3 * extent(bins.map(({ count }) => count))[1]], nice: false },
            axis: { format: "d", tickMinStep: 1, tickCount: 3 },
          },
        },
      },
      {
        data: { values: [{ middle, label: `median ${fitnessWords(middle, words)}` }] },
        layer: [
          { mark: { type: "rule", strokeWidth: 2, color: meanings.text }, encoding: { x: { ...x, field: "middle" } } },
          {
            mark: {
              type: "text",
              align: "right",
              baseline: "top",
              dx: -5,
              fontSize: sizes.small,
              color: meanings.text,
            },
            encoding: { x: { ...x, field: "middle" }, y: { value: 0 }, text: { field: "label" } },
          },
        ],
      },
    ],
  };
}

/** One row per network. */
function trainings(picture: Picture): object {
  const { shown, record, width, words, config } = picture;
  const names = shown.map(nameOf);
  const x = {
    ...{ field: "fitness", type: "quantitative", title: config.fitnessTitle ?? FITNESS_TITLE },
    ...{ scale: fitnessScale(picture), axis: { tickCount: 10, ...(words.isAccuracy ? PERCENT : {}) } },
  };
  const y = {
    ...{ field: "name", type: "nominal", title: null, sort: names, scale: { domain: names } },
    axis: { ticks: false, domain: false, grid: true },
  };
  const means = shown.map((network) => ({
    ...{ name: nameOf(network), fitness: network.mean, said: meanWords(network, words) },
    ...{ lower: network.mean - (network.error ?? 0), upper: network.mean + (network.error ?? 0) },
  }));
  const dots = shown.flatMap((network) =>
    network.evaluations.map(({ step, fitness }) => ({ name: nameOf(network), step, fitness })),
  );
  const squares = shown.flatMap((network) =>
    network.confirmed.map((fitness) => ({ name: nameOf(network), confirms: true, fitness })),
  );
  const tooltip = [
    { field: "step", type: "quantitative", format: "d" },
    { field: "fitness", type: "quantitative", format: words.isAccuracy ? ".1%" : ".4f" },
  ];
  const isRecord = `datum.step === ${record.step}`;
  return {
    ...{ width, height: config.height ?? 28 * Math.max(2, names.length) },
    layer: [
      {
        data: { values: means },
        mark: { type: "rule", strokeWidth: 9, color: colours.paleGrey },
        encoding: { x: { ...x, field: "lower" }, x2: { field: "upper" }, y },
      },
      {
        data: { values: dots },
        transform: [{ filter: `!(${isRecord})` }],
        mark: { type: "point", filled: true, size: 42, opacity: 0.6, color: meanings.evolution },
        encoding: { x, y, tooltip },
      },
      {
        data: { values: squares },
        mark: { type: "point", shape: "square", filled: true, size: 42, opacity: 0.6, color: meanings.evolution },
        encoding: { x, y, tooltip: tooltip.slice(1) },
      },
      {
        data: { values: means },
        mark: { type: "tick", thickness: 2.5, size: 20, color: meanings.text },
        encoding: { x, y },
      },
      {
        data: { values: dots },
        transform: [{ filter: isRecord }],
        mark: {
          ...{ type: "point", shape: "diamond", size: 100, strokeWidth: 1.8, filled: false, opacity: 1 },
          ...{ fill: meanings.background, stroke: meanings.best },
        },
        encoding: { x, y, tooltip },
      },
      {
        data: { values: means },
        mark: { type: "text", align: "left", baseline: "middle", fontSize: sizes.small, color: meanings.text },
        encoding: { x: { value: width + 10 }, y, text: { field: "said" } },
      },
    ],
  };
}
