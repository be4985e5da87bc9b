/** A network's mean in words, always with its error and the number of trainings. */
import { counted, percentWords } from "../input/quantity.js";
import type { NetworkMean } from "./network-mean.js";

/** How to write the numbers. */
export interface MeanWordsConfig {
  /** Whether fitness is an accuracy, which is written in percent; true by default. */
  readonly isAccuracy?: boolean;
}

/** A fitness: `29.8 %`, or `0.2979` if it is not an accuracy. */
export function fitnessWords(fitness: number, { isAccuracy = true }: MeanWordsConfig = {}): string {
  return isAccuracy ? percentWords(fitness) : fitness.toFixed(4);
}

/**
 * For example `29.8 % ± 0.7, 7 trainings`; without the error if it is unknown, and only `0.2979` if fitness has none: an
 * exact rule instead of a training.
 */
export function meanWords(network: NetworkMean, config: MeanWordsConfig = {}): string {
  const { mean, error, trainingCount } = network;
  if (error === 0) return fitnessWords(mean, config);
  const trainings = counted(trainingCount, config.isAccuracy === false ? "evaluation" : "training");
  return `${fitnessWords(mean, config)}${error === null ? "" : ` ± ${errorWords(error, config)}`}, ${trainings}`;
}

/**
 * The best network once its search's finalists were trained again, for figures that end with the search: `; after the
 * finalists were trained again 34.8 % (35.1 % ± 0.9, 10 trainings)`. Empty if `network` is undefined.
 */
export function confirmedWords(network: NetworkMean | undefined, config: MeanWordsConfig = {}): string {
  if (network === undefined) return "";
  return `; after the finalists were trained again ${fitnessWords(network.expected, config)} (${meanWords(network, config)})`;
}

/** The rule that chooses the best network, with its result, to print beside that network. */
export function ruleWords({ expected }: NetworkMean, config: MeanWordsConfig = {}): string {
  return `the best by the expected fitness of a new training, ${fitnessWords(expected, config)}: its mean, shrunk for noise`;
}

/** A difference or deviation of fitnesses: `1.8 points`, or `0.0180` if they are not accuracies. */
export function pointsWords(difference: number, { isAccuracy = true }: MeanWordsConfig = {}): string {
  return isAccuracy ? `${(100 * difference).toFixed(1)} points` : difference.toFixed(4);
}

function errorWords(error: number, { isAccuracy = true }: MeanWordsConfig): string {
  return isAccuracy ? (100 * error).toFixed(1) : error.toFixed(4);
}
