/** Fitness of each genotype by step. Paper, figure 3; deck, "Architecture search on small CIFAR-10". */
import { counted } from "../../input/quantity.js";
import type { TrainedNetwork } from "../../rows/network-mean.js";
import {
  bestByStep,
  confirmedBest,
  highestEvaluation,
  searchedBest,
  timesEvaluated,
  trainedNetworks,
} from "../../rows/trained-networks.js";
import {
  confirmedWords,
  fitnessWords,
  meanWords,
  type MeanWordsConfig,
  pointsWords,
} from "../../rows/network-words.js";
import type { Figure } from "../output/figure.js";
import { textWidth } from "../output/text-width.js";
import { meanings, sizes } from "../output/theme.js";
import { POINT_LIMIT } from "./bin-points.js";
import {
  byStep,
  chartFigure,
  type ChartConfig,
  chartSize,
  fitnessAxis,
  fourDigits,
  FITNESS_TITLE,
  individualTooltip,
  phaseRule,
  isAccuracy,
  messageView,
  networkWordsOf,
  nothingScored,
  stepAxis,
  stepRows,
  type StepRow,
  checkChart,
  checkStepRows,
} from "./chart-parts.js";
import { binNote, pointLayer } from "./point-layers.js";
import { medianChange, medianLayers, neighbourCount, runningMedian } from "./running-median.js";

/**
 * A point per scored evaluation by step, initialization and evolution marked apart; the median and quartiles of its
 * neighbours, which show the effect of selection; the expected fitness of a new training of the best network so far, as
 * estimated by `trainedNetworks`; and the highest single evaluation as a hollow mark. Failed evaluations have their own
 * lane below. Thousands of points become cells, darker the more points they hold. Paper, figure 3.
 */
export function fitnessByStep(rows: readonly StepRow[], config: ChartConfig = {}): Figure {
  checkStepRows("fitnessByStep", rows);
  checkChart("fitnessByStep", config);
  const said = networkWordsOf(rows, config);
  const values: readonly Value[] = stepRows(rows).map((row) => ({
    ...row,
    ...(row.status === "failed" ? { lane: "failed" } : said(row)),
  }));
  const scored = values.filter(({ status }) => status === "scored");
  const failed = values.filter(({ status }) => status === "failed");
  const best = searchedBest(rows);
  const words = { isAccuracy: isAccuracy(config) };
  const found =
    best === undefined
      ? ""
      : `. Band and its line: median and quartiles of ${neighbourCount(scored.length)} neighbours. Stepped line: expected fitness of a new training of the best network so far, at last ${fitnessWords(best.expected, words)} (first at step ${best.step}: ${meanWords(best, words)})${confirmedWords(confirmedBest(rows), words)}. Hollow: the highest single evaluation`;
  const failures = failed.length === 0 ? "" : `, ${failed.length} failed`;
  const subtitle = `${counted(values.length, "evaluation")}${failures}${found}${binNote(scored.length)}`;
  const size = chartSize(config);
  const steps = values.map(({ step }) => step);
  const plot =
    scored.length === 0
      ? messageView(nothingScored(values), size)
      : { ...size, layer: layers(rows, values, size.width, failed.length === 0, config) };
  return chartFigure(
    { title: config.title ?? titleOf(rows, words), subtitle, width: size.width },
    `Fitness of each genotype by search step: ${subtitle}.`,
    {
      // Points that are drawn as cells are not stored twice.
      ...(scored.length > POINT_LIMIT ? {} : { data: { values } }),
      ...(failed.length === 0 ? plot : { spacing: 6, vconcat: [plot, failureLane(failed, steps, size.width, config)] }),
    },
  );
}

type Value = StepRow & { readonly lane?: string; readonly network?: string };

/** What selection did, and whether the record is luck. */
function titleOf(rows: readonly StepRow[], words: MeanWordsConfig): string {
  const change = medianChange(rows);
  if (change === undefined) return "Fitness by step: too few evaluations to show selection";
  const { before, after } = change;
  const by = pointsWords(Math.abs(after - before), words);
  const verb = after >= before ? "lifted" : "lowered";
  const networks = trainedNetworks(rows);
  const record = highestEvaluation(networks);
  const isLuck = record !== undefined && timesEvaluated(record.network) > 1 && record.network !== networks[0];
  return `Evolution ${verb} the median by ${by}${isLuck ? `; the record, ${fitnessWords(record.fitness, words)}, is luck` : ""}`;
}

function layers(
  rows: readonly StepRow[],
  values: readonly Value[],
  width: number,
  hasLabels: boolean,
  config: ChartConfig,
): readonly object[] {
  const steps = values.map(({ step }) => step);
  const x = stepAxis(steps, config, { hasLabels });
  const scored = values.filter(({ status }) => status === "scored");
  const fitnesses = scored.flatMap(({ fitness }) => fitness ?? []);
  const y = fitnessAxis("fitness", fitnesses, config, config.fitnessTitle ?? FITNESS_TITLE);
  const points = pointLayer(scored, {
    ...{ x, y, titles: { x: "step", y: "fitness" } },
    at: ({ step, fitness }) => ({ x: step, y: fitness as number }),
    tooltip: individualTooltip(scored, config),
    opacity: 0.5,
  });
  const isBinned = scored.length > POINT_LIMIT;
  return [
    ...phaseRule(values, x),
    isBinned ? points : { ...points, data: undefined, transform: [{ filter: "datum.status === 'scored'" }] },
    ...medianLayers(runningMedian(scored), x, y),
    {
      data: { values: bestTurns(rows) },
      mark: { type: "line", interpolate: "step-after", color: meanings.best, strokeWidth: 2 },
      encoding: { x, y: { ...y, field: "best" } },
    },
    ...recordLayers(rows, { x, y, width, last: Math.max(config.steps ?? 0, ...lastOf(steps)), config }),
  ];
}

const lastOf = (steps: readonly number[]): readonly number[] => steps.slice(-1);

/** The steps at which the expected fitness of the best network changes, and the last. */
function bestTurns(rows: readonly StepRow[]): readonly { readonly step: number; readonly best: number }[] {
  const sorted = byStep(rows);
  const expected = bestByStep(sorted).map((best) => best && fourDigits(best.expected));
  return sorted.flatMap(({ step }, index) => {
    const best = expected[index];
    return best !== null && (index === expected.length - 1 || best !== expected[index - 1]) ? [{ step, best }] : [];
  });
}

interface RecordPlace {
  readonly x: object;
  readonly y: object;
  readonly width: number;
  /** The last step on the axis. */
  readonly last: number;
  readonly config: ChartConfig;
}

/** The highest single evaluation as a hollow mark, with the mean of its network's trainings. */
function recordLayers(rows: readonly StepRow[], place: RecordPlace): readonly object[] {
  const networks = trainedNetworks(rows);
  const record = highestEvaluation(networks);
  if (record === undefined) return [];
  const { step, fitness, network } = record;
  const said = recordWords(fitness, network, { isAccuracy: isAccuracy(place.config) });
  const across = (place.width * step) / (place.last + 1);
  const isLeft = across + 12 + textWidth(said, sizes.small) > place.width;
  const data = { values: [{ step, fitness, said }] };
  return [
    {
      data,
      mark: {
        ...{ type: "point", shape: "diamond", size: 110, strokeWidth: 1.8, stroke: meanings.best },
        ...{ filled: false, fill: meanings.background, opacity: 1 },
      },
      encoding: { x: place.x, y: place.y, tooltip: { field: "said", type: "nominal", title: "highest" } },
    },
    // Drawn twice, the first time as a pale outline: points behind the text would make it hard to read.
    ...[{ stroke: meanings.background, strokeWidth: 3, strokeJoin: "round" }, {}].map((look) => ({
      data,
      mark: {
        ...{ type: "text", align: isLeft ? "right" : "left", dx: isLeft ? -10 : 10, baseline: "middle" },
        ...{ fontSize: sizes.small, color: meanings.best, tooltip: false, ...look },
      },
      encoding: { x: place.x, y: place.y, text: { field: "said" } },
    })),
  ];
}

function recordWords(fitness: number, network: TrainedNetwork, config: MeanWordsConfig): string {
  const once = timesEvaluated(network) === 1;
  return `${fitnessWords(fitness, config)}: ${once ? "its network was evaluated once" : `its network has ${meanWords(network, config)}`}`;
}

/** More failures than this are drawn as thin ticks because crosses would overlap. */
const CROSSES = 60;

function failureLane(failed: readonly Value[], steps: readonly number[], width: number, config: ChartConfig): object {
  return {
    width,
    height: sizes.laneHeight,
    data: { values: failed },
    mark:
      failed.length > CROSSES
        ? { type: "tick", thickness: 1, size: 14, color: meanings.failed, opacity: 0.6, orient: "vertical" }
        : { type: "point", shape: "cross", filled: true, size: 60, color: meanings.failed, angle: 45 },
    encoding: {
      x: stepAxis(steps, config),
      y: {
        field: "lane",
        type: "nominal",
        title: null,
        scale: { domain: ["failed"] },
        axis: { ticks: false, domain: false, grid: true },
      },
      tooltip: individualTooltip(failed, config),
    },
  };
}
