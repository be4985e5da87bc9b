/** Whether the winner of a search is better or luckier, in sentences. */
import { counted } from "../../input/quantity.js";
import type { TrainedRow } from "../../rows/network-mean.js";
import { fitnessWords, pointsWords } from "../../rows/network-words.js";
import { recordLuck } from "../../rows/record-luck.js";
import { type Finalists, winnersLuck } from "../../rows/winner-rows.js";
import { differenceWords } from "../difference-words.js";
import { rangeWords } from "./range-words.js";

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

/**
 * How much of the highest evaluation's lead the other trainings of its network leave: the winner's curse in one search,
 * with 95 % intervals.
 */
export function recordSentence(rows: readonly TrainedRow[]): string {
  const record = recordLuck(rows);
  if (record === undefined) return "Nothing is scored, so there is no winner.";
  const { evaluations, step, fitness, others, lead, left, luck } = record;
  const who = `The highest of ${counted(evaluations, "evaluation")}, ${fitnessWords(fitness)} at step ${step}`;
  if (left === null || luck === null) {
    return `${who}, is of a network that was trained only once: nothing says how much of its lead of ${pointsWords(lead)} over the mean of all networks is luck.`;
  }
  return `${who}, leads the mean of all networks by ${pointsWords(lead)}; of that ${counted(others, "other training")} of the same network ${others === 1 ? "leaves" : "leave"} ${differenceWords(left)}; luck was ${rangeWords(luck)}.`;
}
