/** Does evolution beat random search, in a sentence: at equal evaluations or at equal compute. */
import { counted, percentWords } from "../../input/quantity.js";
import type { BestByEffort, SearchBest } from "../../rows/best-by-effort.js";
import { pointsWords } from "../../rows/network-words.js";
import { fewestClusters } from "../../statistics/intervals.js";
import { differenceWords } from "../difference-words.js";

/**
 * For each search how much better its best network is than what random search is expected to find with equal effort,
 * with its 95 % interval; with fewer than {@link fewestClusters} runs, how many random searches stay below it. What is
 * compared is what a new training of the best network is expected to give. `best` is what `bestByEffort` gives.
 */
export function randomSearchSentence(best: BestByEffort | undefined): string {
  if (best === undefined) return "Random search or a search beside it has nothing scored yet: nothing to compare.";
  const { effort, random, searches, noise } = best;
  const recorded = `${counted(random.evaluations, "evaluation")} in ${counted(random.runs, "run")}`;
  const said = searches.map((search) => {
    const { name, runs, expected } = search;
    const sides = `${name} (${counted(runs.length, "run")}) finds ${percentWords(search.best)}, random search ${percentWords(expected)}`;
    return `after ${amount(search.effort)} ${effort} ${sides}: ${verdict(search)}`;
  });
  const shrunk = noise === null ? "" : `, shrunk for the noise of a training (${pointsWords(noise)})`;
  return `Compared by what a new training of the best network is expected to give${shrunk}, random search resampled from ${recorded}: ${said.join("; ")}.`;
}

function verdict({ difference, best, expected, shareBelow }: SearchBest): string {
  if (difference !== null) return differenceWords(difference);
  const sign = best < expected ? "−" : "+";
  const above = shareBelow === null ? "" : `, above ${percentWords(shareBelow)} of such random searches`;
  return `${sign}${pointsWords(Math.abs(best - expected))}${above}; fewer than ${fewestClusters} runs of either give no interval`;
}

const amount = (effort: number): string => Math.round(effort).toLocaleString("en-US");
