/** Hierarchical against flat at equal size, in a sentence. */
import { counted, percentWords } from "../../input/quantity.js";
import type { EqualSize } from "../../rows/equal-size.js";
import { fewestClusters } from "../../statistics/intervals.js";
import { differenceWords } from "../difference-words.js";

/**
 * By how much the first side exceeds the second in pairs of equal size, and without regard to size, each with its 95 %
 * interval; with too few pairs it says so.
 */
export function equalSizeSentence({ sides, tolerance, pairs, difference, regardless }: EqualSize): string {
  const [one, other] = sides;
  const counts = `${one.name} (${one.networks.length}) against ${other.name} (${other.networks.length})`;
  const without = regardless === null ? "" : `; without regard to size ${differenceWords(regardless)}`;
  const equal = `parameters within ${percentWords(tolerance, 0)}`;
  if (difference === null) {
    const have = pairs.length === 0 ? "no pair" : `only ${counted(pairs.length, "pair")}`;
    return `${upper(counts)}: ${have} of equal size (${equal}), too few to tell; at least ${fewestClusters} are needed${without}.`;
  }
  const sizes = pairs.flatMap((pair) => pair.map(({ parameterCount }) => parameterCount));
  const range = [Math.min(...sizes), Math.max(...sizes)].map((each) => each.toLocaleString("en-US")).join(" to ");
  return `${upper(counts)}, at equal size (${pairs.length} pairs, ${equal}, ${range} parameters): ${differenceWords(difference)}${without}.`;
}

const upper = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
