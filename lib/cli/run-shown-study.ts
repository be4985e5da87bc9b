/** Runs a study for a command, with a progress line and a closing line about what it found. */
import { counted, percentWords } from "../input/quantity.js";
import { printable } from "../input/printable.js";
import { meanWords } from "../rows/network-words.js";
import type { StudyProgress } from "../study/study-progress.js";
import type { StudyResult } from "../study/run-study.js";
import type { RunStudyConfig } from "../study/run-study-config.js";
import { hasStudy, OPEN_PATIENCE_MILLIS } from "../study/store/study-place.js";
import { isOpenEnded } from "../study/stop-rules.js";
import { readStudy } from "../study/study.js";
import { shellWord } from "./shell-word.js";
import { beginTerminalProgress } from "./terminal-progress.js";

/** What {@link runShownStudy} needs to know beforehand. */
export interface ShownStudy {
  /** The progress line's label, for example `search`. */
  readonly label: string;
  /** The study's file or address. */
  readonly path: string;
  /** The total number of individuals. */
  readonly steps: number;
  readonly signal?: AbortSignal;
}

/**
 * Runs a study through `run`, which receives the progress callback, and prints what it found and what to do next.
 * `signal` ends the wait for a server that is away.
 */
export async function runShownStudy(
  { label, path, steps, signal }: ShownStudy,
  run: (onProgress: RunStudyConfig["onProgress"]) => Promise<StudyResult>,
): Promise<void> {
  const line = beginTerminalProgress(label, isOpenEnded(steps) ? Infinity : steps, await evaluatedIn(path, signal));
  try {
    const { summary, best, stopped } = await run((progress) => line.update(progress.evaluated, () => noteOf(progress)));
    line.end();
    const found =
      best === undefined
        ? "every evaluation failed"
        : `best ${meanWords(best.network)}, first at step ${best.step} (network ${best.hash})`;
    const failed = summary.failed === 0 ? "" : `, ${summary.failed} failed`;
    process.stdout.write(`${printable(path)}: ${counted(summary.evaluated, "evaluation")}${failed}; ${found}\n`);
    if (stopped.reason !== "steps") process.stdout.write(`stopped: ${stopped.words}; without that rule it goes on\n`);
    const file = shellWord(path);
    process.stdout.write(`next: npx hiernas status ${file}, npx hiernas best ${file} > genotype.json\n`);
  } finally {
    line.end();
  }
}

function noteOf({ best, running, confirming }: StudyProgress): string {
  const shares = running.map(({ share }) => percentWords(share, 0)).join(", ");
  const found = best === null ? "" : `best ${meanWords(best)}; `;
  const doing =
    confirming === null ? `training ${shares}` : `confirming finalists, ${confirming.done} of ${confirming.count}`;
  return `${found}${doing}`;
}

async function evaluatedIn(path: string, signal: AbortSignal | undefined): Promise<number> {
  const onWarning = (message: string): void => void process.stderr.write(`hiernas: ${message}\n`);
  if (!(await hasStudy(path, { openMillis: OPEN_PATIENCE_MILLIS, onWarning, signal }))) return 0;
  return readStudy(path, async (study) => (await study.records()).length);
}
