/** What it costs to tell two networks apart, given the noise of a training. */
import { jStat } from "jstat";
import { sampleVariance } from "simple-statistics";
import { type Interval, spreadInterval } from "../statistics/intervals.js";
import { type LongNetwork, longNoise } from "./long-network.js";
import type { TrainedRow } from "./network-mean.js";
import { pooledNoise, trainedNetworks } from "./trained-networks.js";

/** One kind of training. */
export interface TrainingKind {
  /** For example `laptop training`. */
  readonly name: string;
  /** The standard deviation of one training over seeds, with its 95 % interval; a fraction of accuracy. */
  readonly noise: Interval;
  /** The standard deviation between networks drawn at random, without that noise; null with fewer than three. */
  readonly between: number | null;
  /** Core-seconds of one training. */
  readonly seconds: number;
}

/** What is needed of an evaluated individual; a study's rows have it. */
export interface TimedRow extends TrainedRow {
  readonly phase: "initialization" | "evolution";
  /** Milliseconds since 1970. */
  readonly startedMillis: number;
  readonly finishedMillis: number;
}

/**
 * The trainings of some searches by one protocol, in workers of one thread. Undefined while no network was trained
 * twice.
 */
export function searchKind(name: string, runs: readonly (readonly TimedRow[])[]): TrainingKind | undefined {
  const { spread, freedom } = pooledNoise(runs);
  const evaluated = runs.flat().filter(({ fitness, reusedFrom }) => fitness != null && reusedFrom == null);
  if (spread === null || evaluated.length === 0) return undefined;
  const trainings = evaluated.reduce((sum, { trainingCount }) => sum + (trainingCount || 1), 0);
  const millis = evaluated.reduce((sum, row) => sum + row.finishedMillis - row.startedMillis, 0);
  const drawn = trainedNetworks(
    runs.flat().filter(({ phase }) => phase === "initialization"),
    spread,
  );
  const between = betweenOf(
    drawn.map(({ mean, trainingCount }) => ({ mean, trainings: trainingCount })),
    spread,
  );
  return kindOf({ name, spread, freedom, between, seconds: millis / 1_000 / trainings });
}

/**
 * The long trainings at the yardstick's width, `channels`, without the trivial genotype, whose noise is larger; undefined
 * while no other network was trained twice.
 */
export function longKind(networks: readonly LongNetwork[], channels = 16): TrainingKind | undefined {
  const own = networks.filter((each) => each.channels === channels && each.kind !== "trivial");
  const { spread, freedom } = longNoise(own);
  if (spread === null) return undefined;
  const drawn = own.filter(({ kind }) => kind === "random");
  const between = betweenOf(
    drawn.map(({ accuracy, accuracies }) => ({ mean: accuracy, trainings: accuracies.length })),
    spread,
  );
  const trainings = own.reduce((sum, { accuracies }) => sum + accuracies.length, 0);
  const seconds = own.reduce((sum, each) => sum + each.accuracies.length * each.processorSeconds, 0) / trainings;
  return kindOf({ name: "long training", spread, freedom, between, seconds });
}

/**
 * How many trainings each of two networks needs, so that a `difference` of their accuracies, with `noise` as the standard
 * deviation of one training, is found in 80 % of cases by a test that finds one in 5 % where there is none.
 */
export function trainingsToTell(noise: number, difference: number): number {
  const [error, power] = [0.975, 0.8].map((share) => jStat.normal.inv(share, 0, 1));
  return Math.max(1, Math.ceil(2 * ((error + power) * (noise / difference)) ** 2 - 1e-9));
}

interface Kind extends Pick<TrainingKind, "name" | "between" | "seconds"> {
  readonly spread: number;
  readonly freedom: number;
}

function kindOf({ name, spread, freedom, between, seconds }: Kind): TrainingKind {
  return Object.freeze({ name, noise: Object.freeze(spreadInterval(spread, freedom)), between, seconds });
}

/** The variance of means contains that of the noise in them. */
function betweenOf(
  networks: readonly { readonly mean: number; readonly trainings: number }[],
  spread: number,
): number | null {
  if (networks.length < FEWEST) return null;
  const noise = networks.reduce((sum, { trainings }) => sum + spread ** 2 / trainings, 0) / networks.length;
  return Math.sqrt(Math.max(0, sampleVariance(networks.map(({ mean }) => mean)) - noise));
}

const FEWEST = 3;
