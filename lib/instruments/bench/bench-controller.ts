/** How fast the controller searches when evaluations take no time: it selects, mutates, hashes and records. */
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Space } from "../../genotype/space.js";
import { checkCount, InputError } from "../../input/errors.js";
import { limits } from "../../input/limits.js";
import { createRandom } from "../../random.js";
import { runStudy } from "../../study/run-study.js";
import type { OwnEvaluate } from "../../study/run-study-config.js";
import { describeMachine, type Machine } from "./machine.js";

/** Settings of {@link benchController}. */
export interface ControllerBenchConfig {
  readonly space: Space;
  /** The populations at which the controller is measured, each at least 100. */
  readonly populations: readonly number[];
  /** Steps measured at each population, the last ones before it; half of it if that is less. */
  readonly steps: number;
  readonly workers: number;
  readonly seed: number;
  /** An existing folder for the study, which is deleted afterwards: its disk is measured too. */
  readonly folder: string;
  readonly signal?: AbortSignal;
  readonly onProgress?: (done: number, total: number, note: string) => void;
}

/** From a thousand to a hundred thousand individuals, 200 workers. */
export const controllerBenchDefaults = Object.freeze({
  populations: Object.freeze([1_000, 3_000, 10_000, 30_000, 100_000]),
  steps: 5_000,
  workers: 200,
  seed: 1,
});

/** The controller at one population. */
export interface ControllerRow {
  readonly population: number;
  /** Steps a second, from proposal to durable record. */
  readonly stepsPerSecond: number;
  /** The processor's part of a step; what it lacks of the whole step is waiting, mostly for the disk. */
  readonly cpuMillisPerStep: number;
  /** The memory of the whole process. */
  readonly rssBytes: number;
  /** The size of the study's file, divided by its individuals. */
  readonly bytesPerStep: number;
}

/** The result of {@link benchController}. */
export interface ControllerBench {
  readonly machine: Machine;
  readonly workers: number;
  /** By population. */
  readonly rows: readonly ControllerRow[];
}

/** Steps of a study before the measured one, so that every line of code has been compiled. */
const WARM_UP = 2_000;

/** Random individuals before selection begins, as in the paper. */
const INITIAL = 200;

const LEAST_POPULATION = 100;

/**
 * Measures tournament search as `runStudy` runs it: one study in a file grows to the largest population, with
 * evaluations that answer at once and somebody who follows its progress. Throws InputError for populations below 100
 * and for a folder that is not writable; rejects with an AbortError when `signal` stopped it.
 */
export async function benchController(config: ControllerBenchConfig): Promise<ControllerBench> {
  const { steps, workers, onProgress, signal } = config;
  const populations = [...new Set(config.populations)].sort((one, other) => one - other);
  for (const each of populations) checkCount("bench: population", each, LEAST_POPULATION, limits.steps);
  if (populations.length === 0) throw new InputError("bench: populations: got none, must be at least one");
  checkCount("bench: steps", steps);
  const machine = describeMachine();
  const total = WARM_UP + populations[populations.length - 1];
  const folder = temporaryFolder(config.folder);
  try {
    const grow = (name: string, to: number, before: number, onStep?: (evaluated: number) => void) =>
      runStudy({
        ...{ path: join(folder, name), space: config.space, seed: config.seed, workers, signal },
        ...{ steps: to, initialCount: Math.min(INITIAL, Math.ceil(LEAST_POPULATION / 2)), evaluate },
        evaluateName: "at once",
        onProgress: ({ finished, evaluated }) => {
          if (finished === null) return;
          onStep?.(evaluated);
          onProgress?.(before + evaluated, total, `${evaluated} individuals`);
        },
      });
    await grow("warm-up.sqlite", WARM_UP, 0);
    const watch = watchPopulations(populations, steps, join(folder, "study.sqlite"));
    await grow("study.sqlite", total - WARM_UP, WARM_UP, watch.see);
    return Object.freeze({ machine, workers, rows: Object.freeze(watch.rows()) });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A fitness between 0 and 1 that depends on the step alone, and takes no longer to find than to name. */
const evaluate: OwnEvaluate = (_genotype, { seed }) =>
  Promise.resolve({
    ...{ status: "scored", fitness: createRandom(seed).uniform() },
    ...{ parameterCount: 0, multiplyAdds: 0, evaluationMillis: 0 },
  });

interface Moment {
  readonly evaluated: number;
  readonly millis: number;
  readonly cpuMillis: number;
}

/** Takes the time shortly before each population and at it. */
function watchPopulations(populations: readonly number[], steps: number, path: string) {
  const begins = populations.map((population) => population - Math.min(steps, Math.floor(population / 2)));
  const began: (Moment | undefined)[] = populations.map(() => undefined);
  const rows: ControllerRow[] = [];
  let evaluated = 0;
  let isTaking = false;
  const take = (): void => {
    isTaking = false;
    const isBegun = begins.every((begin, index) => began[index] !== undefined || evaluated < begin);
    if (isBegun && evaluated < (populations[rows.length] ?? Infinity)) return;
    const { user, system } = process.cpuUsage();
    const now: Moment = { evaluated, millis: performance.now(), cpuMillis: (user + system) / 1_000 };
    begins.forEach((begin, index) => {
      if (evaluated >= begin) began[index] ??= now;
    });
    for (let first = began[rows.length]; evaluated >= populations[rows.length]; first = began[rows.length]) {
      if (first === undefined || first.evaluated === evaluated) throw new Error("bench: no step between two moments");
      const taken = evaluated - first.evaluated;
      rows.push(
        Object.freeze({
          population: populations[rows.length],
          stepsPerSecond: (1_000 * taken) / (now.millis - first.millis),
          cpuMillisPerStep: (now.cpuMillis - first.cpuMillis) / taken,
          rssBytes: process.memoryUsage.rss(),
          bytesPerStep: statSync(path).size / evaluated,
        }),
      );
    }
  };
  return {
    rows: () => rows,
    see: (now: number): void => {
      evaluated = now;
      if (isTaking) return;
      isTaking = true;
      // Steps that are recorded together finish together, so they are counted once all of them were told.
      setImmediate(take);
    },
  };
}

function temporaryFolder(folder: string): string {
  try {
    return mkdtempSync(join(folder, "hiernas-bench-"));
  } catch (error) {
    throw new InputError(`${folder}: ${String((error as NodeJS.ErrnoException).code)}; give a folder to write to`, {
      cause: error,
    });
  }
}
