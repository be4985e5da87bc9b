/** Whether the winner of a search is better or luckier, in a sentence. */
import { counted } from "../../input/quantity.js";
import { pointsWords } from "../../rows/network-words.js";
import { type Finalists, winnersLuck } from "../../rows/winner-rows.js";
import type { Interval } from "../../statistics/intervals.js";
import { differenceWords } from "../difference-words.js";

/**
 * How far the winner of a search lay above the search's networks when it was chosen, how much of that its fresh
 * trainings leave, and how much was luck, each with its 95 % interval; of several searches in their mean.
 */
export function winnerSentence(searches: readonly Finalists[]): string {
  const luck = winnersLuck(searches);
  if (luck === undefined) return "No search has a confirmed winner: nothing says how much of its lead is luck.";
  const networks = searches.reduce((sum, search) => sum + search.networks, 0).toLocaleString("en-US");
  const who =
    luck.searches === 1
      ? `The best of ${networks} networks led their mean`
      : `The winners of ${luck.searches} searches (${networks} networks) led the means of their searches`;
  const trainings = counted(luck.trainings, "fresh training");
  return `${who} by ${pointsWords(luck.lead)} when chosen; of that ${trainings} leave ${differenceWords(luck.better)}; luck was ${rangeWords(luck.luck)}.`;
}

function rangeWords({ estimate, lower, upper }: Interval): string {
  const [low, high] = [lower, upper].map((each) => pointsWords(each).replace("-", "−").replace(" points", ""));
  return `${pointsWords(estimate).replace("-", "−")} (95 % interval ${low} to ${high})`;
}
