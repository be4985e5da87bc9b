/** Measures how many threads and workers pay off on this machine. */
import os from "node:os";
import * as v from "valibot";
import { writeFileWhole } from "../files/write-file.js";
import { publishedCell } from "../genotype/published.js";
import { limits } from "../input/limits.js";
import { functionValue, parseWith, type Schema, signalValue, wholeNumber } from "../input/schema.js";
import { withDefaults } from "../input/settings.js";
import { checkProtocol } from "./check-protocol.js";
import { machineMemory } from "./machine-memory.js";
import { laptopProtocol, type Protocol } from "./protocol.js";
import { describeProcessor, type MeasuredThreads, payingCount, WORKER_BYTES } from "./threads.js";
import { openWorkerPool } from "./worker-pool.js";

/** One setting to try. */
export interface ThreadTrial {
  readonly workers: number;
  /** Threads of each worker. */
  readonly threads: number;
}

/** Settings of {@link measureThreads}. */
export interface MeasureThreadsConfig {
  /** How the published cell is trained and scored. Default: the laptop protocol cut to 20 training steps. */
  readonly protocol: Protocol;
  /**
   * The trials: one trainer with several numbers of threads, and one-thread workers side by side. Default: those of
   * {@link threadTrials} for this machine.
   */
  readonly trials: readonly ThreadTrial[];
  /** Called before each trial. */
  readonly onTrial?: (trial: ThreadTrial, index: number) => void;
  readonly signal?: AbortSignal;
}

const trialsRule = "must be a list of trials, among them one with 1 worker and one with 1 thread";
const configSchema: Schema<Omit<MeasureThreadsConfig, "protocol">> = v.object({
  trials: v.pipe(
    v.array(v.object({ workers: wholeNumber(1, limits.workers), threads: wholeNumber(1, limits.threads) }), trialsRule),
    v.check((trials) => trials.some(({ workers }) => workers === 1), trialsRule),
    v.check((trials) => trials.some(({ threads }) => threads === 1), trialsRule),
  ),
  onTrial: v.optional(functionValue<NonNullable<MeasureThreadsConfig["onTrial"]>>()),
  signal: v.optional(signalValue()),
});

/** The laptop protocol with so few training steps that a trial takes seconds. */
const threadTrialProtocol: Protocol = Object.freeze({
  ...laptopProtocol,
  name: "thread trial",
  trainingSteps: 20,
  recalibrationBatches: 1,
  scoringImages: 100,
});

/**
 * Rounds of a trial: at least two, then until its time is up. The fastest counts, since other work can only slow it
 * down.
 */
const ROUNDS = Object.freeze({ least: 2, most: 5, millis: 2_000 });

/**
 * The settings worth trying with `cores` cores and `memoryBytes` of memory: 1, 2, 4, 8, half of the cores (the physical
 * ones, if each has two hyper-threads) and all of them, as threads of one trainer and as one-thread workers.
 */
export function threadTrials(cores: number, memoryBytes: number): readonly ThreadTrial[] {
  const counts = [...new Set([1, 2, 4, 8, Math.floor(cores / 2), cores])]
    .filter((count) => count >= 1 && count <= cores)
    .sort((one, other) => one - other);
  const fitting = counts.filter((count) => count > 1 && count * WORKER_BYTES <= memoryBytes);
  return [
    ...counts.map((threads) => ({ workers: 1, threads })),
    ...fitting.map((workers) => ({ workers, threads: 1 })),
  ];
}

/**
 * Trains the published cell in child processes with each number of threads and of workers, about five seconds each; the
 * machine should be doing nothing else. Throws InputError when TensorFlow is missing and for settings out of bounds,
 * AbortError when aborted, Error when an evaluation fails.
 */
export async function measureThreads(config: Partial<MeasureThreadsConfig> = {}): Promise<MeasuredThreads> {
  const { cores, processor } = describeProcessor();
  const defaults = { protocol: threadTrialProtocol, trials: threadTrials(cores, machineMemory()) };
  const { protocol, ...full } = withDefaults<MeasureThreadsConfig>(defaults, config, "threads");
  checkProtocol(protocol);
  const { trials, onTrial, signal } = parseWith(configSchema, full, "threads");
  const load = os.loadavg()[0];
  const results: (ThreadTrial & { readonly trainingStepMillis: number; readonly evaluationsPerHour: number })[] = [];
  for (const [index, trial] of trials.entries()) {
    onTrial?.(trial, index);
    results.push({ ...trial, ...(await runTrial(trial, protocol, signal)) });
  }
  const round = (value: number) => Number(value.toPrecision(4));
  const trainer = results
    .filter(({ workers }) => workers === 1)
    .map(({ threads, trainingStepMillis }) => ({ threads, trainingStepMillis: round(trainingStepMillis) }));
  const workers = results
    .filter(({ threads }) => threads === 1)
    .map(({ workers: count, evaluationsPerHour }) => ({
      workers: count,
      evaluationsPerHour: round(evaluationsPerHour),
    }));
  return Object.freeze({
    processor,
    cores,
    date: new Date().toISOString(),
    what: `published cell, protocol ${protocol.name}: ${protocol.trainingSteps} training steps of batch ${protocol.batchSize}`,
    load: round(load),
    trainer,
    workers,
    bestThreads: payingCount(
      trainer.map(({ threads, trainingStepMillis }) => ({ count: threads, speed: 1 / trainingStepMillis })),
    ),
    bestWorkers: payingCount(
      workers.map(({ workers: count, evaluationsPerHour }) => ({ count, speed: evaluationsPerHour })),
    ),
  });
}

/** Writes a measurement atomically. */
export function writeMeasuredThreads(measured: MeasuredThreads, file: string): void {
  writeFileWhole(file, `${JSON.stringify(measured, undefined, 2)}\n`);
}

async function runTrial({ workers, threads }: ThreadTrial, protocol: Protocol, signal: AbortSignal | undefined) {
  const pool = openWorkerPool({ protocol, data: "sample", workers, threadsPerWorker: threads });
  const everywhere = async (seed: string) => {
    const start = performance.now();
    const evaluations = await Promise.all(
      Array.from({ length: workers }, () => pool.evaluate(publishedCell, { seed, signal })),
    );
    const millis = performance.now() - start;
    const trainMillis = evaluations.map((evaluation) => {
      if (evaluation.status === "failed") throw new Error(`threads: ${evaluation.message}`);
      return evaluation.trainings[0].trainMillis;
    });
    return { millis, trainingStepMillis: Math.max(...trainMillis) / protocol.trainingSteps };
  };
  try {
    // The first evaluation loads TensorFlow and the images.
    await everywhere("warm-up");
    const rounds: Awaited<ReturnType<typeof everywhere>>[] = [];
    let spent = 0;
    while (rounds.length < ROUNDS.least || (rounds.length < ROUNDS.most && spent < ROUNDS.millis)) {
      const round = await everywhere("trial");
      rounds.push(round);
      spent += round.millis;
    }
    const fastest = Math.min(...rounds.map(({ millis }) => millis));
    return {
      trainingStepMillis: Math.min(...rounds.map(({ trainingStepMillis }) => trainingStepMillis)),
      evaluationsPerHour: (workers * 3_600_000) / fastest,
    };
  } finally {
    await pool.close();
  }
}
