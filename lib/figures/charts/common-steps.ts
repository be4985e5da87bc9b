/** Several searches on one axis of steps: up to where they can be compared, and which leads there. */
import { fitnessWords, type MeanWordsConfig } from "../../rows/network-words.js";
import { meanings, sizes } from "../output/theme.js";
import { inSentence } from "./chart-legend.js";
import { extent } from "./chart-parts.js";

/** The step that every search reached. */
export function commonStep(
  rows: readonly { readonly search: string; readonly step: number }[],
  names: readonly string[],
): number {
  return Math.min(
    ...names.flatMap((name) => {
      const steps = rows.flatMap(({ search, step }) => (search === name ? [step] : []));
      return steps.length === 0 ? [] : [extent(steps)[1]];
    }),
  );
}

/** A line where the shortest of several searches ends: beyond it, not all can be compared. */
export function commonRule(common: number, steps: readonly number[], searches: number, x: object): readonly object[] {
  if (searches < 2 || common >= extent(steps)[1]) return [];
  const data = {
    values: [{ step: common, said: `${searches === 2 ? "both" : `all ${searches}`} up to step ${common}` }],
  };
  return [
    { data, mark: { type: "rule", color: meanings.quietText, strokeDash: [4, 4], tooltip: false }, encoding: { x } },
    {
      data,
      mark: {
        ...{ type: "text", align: "left", baseline: "bottom", dx: 5, dy: -5, fontSize: sizes.small },
        ...{ color: meanings.quietText, tooltip: false },
      },
      encoding: { x, y: { value: "height" }, text: { field: "said" } },
    },
  ];
}

/** Which of several searches leads after equally many steps, and whether there are enough runs to tell. */
export function leaderTitle(
  rows: readonly { readonly search: string; readonly best: number; readonly runs: number }[],
  common: number,
  words: MeanWordsConfig,
): string {
  const sorted = [...rows].sort((one, other) => other.best - one.best);
  if (sorted.length < 2) return "Searches compared";
  const [leader] = sorted;
  const runs = Math.min(...rows.map((row) => row.runs));
  const doubt =
    runs >= ENOUGH_RUNS
      ? `, the median of ${leader.runs} runs`
      : `; ${runs === 1 ? "one run" : "two runs"} of some: too few to tell`;
  const all = rows.every((row) => row.runs === 1) ? "; one run each: too few to tell" : doubt;
  return `After ${common} steps ${inSentence(leader.search)} leads with ${fitnessWords(leader.best, words)}${all}`;
}

/** Fewer runs of a search say nothing about how much runs differ. */
const ENOUGH_RUNS = 3;
