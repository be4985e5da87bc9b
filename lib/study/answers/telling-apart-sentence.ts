/** What two cores cannot tell, in sentences. */
import { median } from "simple-statistics";
import { longProtocol, paperProtocol } from "../../evaluation/protocol.js";
import { counted } from "../../input/quantity.js";
import type { LongNetwork } from "../../rows/long-network.js";
import { pointsWords } from "../../rows/network-words.js";
import { type TrainingKind, trainingsToTell } from "../../rows/telling-apart.js";
import { experimentScales } from "../experiments/scales.js";
import { timeWords } from "../time-words.js";
import { rangeWords } from "./range-words.js";

/**
 * For each kind of training its noise with a 95 % interval, and how many trainings of two networks, and how much time of
 * two cores, tell networks apart that differ by `difference`, a fraction of accuracy.
 */
export function tellingApartSentence(kinds: readonly TrainingKind[], difference = 0.01): string {
  if (kinds.length === 0) return "No network was trained twice: the noise of a training is not known.";
  const said = kinds.map(({ name, noise, between, seconds }) => {
    const [fewest, count, most] = [noise.lower, noise.estimate, noise.upper].map((spread) =>
      trainingsToTell(spread, difference),
    );
    const range = fewest === most ? "" : ` (${fewest} to ${most.toLocaleString("en-US")})`;
    const networks = between === null ? "" : `, networks drawn at random by ${pointsWords(between)}`;
    return `By one ${name} a network's accuracy varies by ${rangeWords(noise)}${networks}; networks that differ by ${pointsWords(difference)} take ${counted(count, "training")}${range} of each, ${timeWords((2 * count * seconds) / CORES)} of two cores`;
  });
  return `${said.join(". ")}.`;
}

/**
 * What the paper's own search would take here: its trainings have the network, the images and the training steps of the
 * long trainings, only more of them, so the time measured for those says it. The trivial genotype does not count.
 */
export function paperTimeSentence(networks: readonly LongNetwork[]): string {
  const own = networks.filter(({ channels, kind }) => channels === longProtocol.network.channels && kind !== "trivial");
  if (own.length === 0) return "No long training is recorded: what the paper's search would take here is not known.";
  const images = ({ trainingCount, trainingSteps, batchSize }: typeof longProtocol): number =>
    trainingCount * trainingSteps * batchSize;
  const ratio = images(paperProtocol) / images(longProtocol);
  const seconds = own.map(({ processorSeconds }) => processorSeconds);
  const evaluation = ratio * median(seconds);
  const evaluations = paperSteps();
  const { trainingCount, trainingSteps, batchSize } = paperProtocol;
  const fitness = `${trainingCount} trainings of ${trainingSteps.toLocaleString("en-US")} training steps of ${batchSize} images`;
  const range = [Math.min(...seconds), Math.max(...seconds)].map((each) => timeWords(ratio * each)).join(" to ");
  return `The paper's fitness, ${fitness} (from memory of the paper), has ${Math.round(ratio)} times the images of a long training: ${timeWords(evaluation)} of a core for the median of ${counted(own.length, "network")} (${range}). Its ${evaluations.toLocaleString("en-US")} evaluations (deck) would take two cores ${timeWords((evaluations * evaluation) / CORES)}.`;
}

const CORES = 2;

function paperSteps(): number {
  const paper = experimentScales.find(({ protocol }) => protocol === paperProtocol);
  if (paper === undefined) throw new Error("experiments: there is no paper scale");
  return paper.steps.many;
}
