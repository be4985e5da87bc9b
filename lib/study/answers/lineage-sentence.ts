/** What the changes along a line of descent did to the mean, in sentences. */
import { counted } from "../../input/quantity.js";
import type { LineageChange } from "../../rows/lineage-changes.js";
import type { NetworkMean } from "../../rows/network-mean.js";
import { meanWords } from "../../rows/network-words.js";
import { differenceWords } from "../difference-words.js";

/** What one change did: `Change 2, step 151: 24.9 % ± 0.8, 4 trainings → 27.5 % ± 1.6, 1 training: +2.6 points, …`. */
export function changeSentence({ number, step, before, after, difference }: LineageChange): string {
  const said = difference === null ? "what it did to the mean is not known" : differenceWords(difference);
  return `Change ${number}, step ${step}: ${words(before)} → ${words(after)}: ${said}.`;
}

/** How many of the changes of a line raised the mean, and lowered it, by more than chance. */
export function changesSentence(changes: readonly LineageChange[]): string {
  if (changes.length === 0) return "The line has no change of network: its end was drawn at random.";
  const raised = changes.filter(({ difference }) => difference !== null && difference.lower > 0);
  const lowered = changes.filter(({ difference }) => difference !== null && difference.upper < 0);
  const [first, last] = [changes[0].before, changes[changes.length - 1].after];
  return `${counted(changes.length, "change")} of network from ${words(first)} to ${words(last)}: ${raised.length} raised the mean by more than chance, ${lowered.length} lowered it, ${changes.length - raised.length - lowered.length} could be chance alone.`;
}

const words = (network: NetworkMean | undefined): string => (network === undefined ? "failed" : meanWords(network));
