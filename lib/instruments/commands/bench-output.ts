/** Scales, progress and JSON of the `hiernas bench` commands. */
import { type BenchScale, laptopScale, largeScales, publishedScale } from "../bench/scale.js";
import { beginTerminalProgress } from "../../cli/terminal-progress.js";

/** The names that {@link scalesNamed} takes. */
export const scaleNames = ["published", "laptop", "large", ...largeScales.map(({ name }) => name)];

/** The scale of this name, for `large` all large ones; without a name `published` and `laptop`. */
export function scalesNamed(name: string | undefined): readonly BenchScale[] {
  if (name === "large") return largeScales;
  const usual = [publishedScale, laptopScale];
  return name === undefined ? usual : [...usual, ...largeScales].filter((scale) => scale.name === name);
}

/** Runs `work` with a progress line on the terminal, removed when it settles. */
export async function withBenchProgress<Result>(
  work: (onProgress: (done: number, total: number, note: string) => void) => Promise<Result>,
): Promise<Result> {
  // Per mille, because the number of turns is known only scale by scale.
  const line = beginTerminalProgress("bench", 1_000);
  try {
    return await work((done, total, note) => line.update(Math.round((1_000 * done) / total), note));
  } finally {
    line.end();
  }
}

/** The results and their genotype as JSON. */
export function benchJson(
  { genotype, space }: { readonly genotype: string; readonly space: string },
  found: object,
): string {
  return `${JSON.stringify({ genotype, space, ...found }, null, 1)}\n`;
}
