/** How many workers and threads evaluations use, by what `npx hiernas doctor` measured on this machine. */
import os from "node:os";
import { join } from "node:path";
import * as v from "valibot";
import { projectFolder } from "../files/project-folder.js";
import { readFileText } from "../files/read-file.js";
import { checkCount, InputError } from "../input/errors.js";
import { limits } from "../input/limits.js";
import { shown } from "../input/printable.js";
import { finiteNumber, parseJson, parseWith, positiveNumber, type Schema, wholeNumber } from "../input/schema.js";
import { machineMemory } from "./machine-memory.js";

/** A machine's measurements and their conclusions: the content of `.setup/threads.json`. Plain data. */
export interface MeasuredThreads {
  /** The processor's own name; on another processor the file is ignored. */
  readonly processor: string;
  /** Cores that a process may use, including hyper-threads; with another number the file is ignored. */
  readonly cores: number;
  /** ISO 8601. */
  readonly date: string;
  /** What was trained, in words. */
  readonly what: string;
  /** The load average over the minute before; above 0.5 the numbers may be wrong. */
  readonly load: number;
  /** One trainer: milliseconds per training step by its number of threads. */
  readonly trainer: readonly { readonly threads: number; readonly trainingStepMillis: number }[];
  /** One-thread workers side by side: their evaluations per hour together. */
  readonly workers: readonly { readonly workers: number; readonly evaluationsPerHour: number }[];
  /** The number of threads of one trainer that pays off. */
  readonly bestThreads: number;
  /** The number of one-thread workers that pays off. */
  readonly bestWorkers: number;
}

const measuredSchema: Schema<MeasuredThreads> = v.object({
  processor: v.string(),
  cores: wholeNumber(1),
  date: v.string(),
  what: v.string(),
  load: finiteNumber(0),
  trainer: v.array(v.object({ threads: wholeNumber(1, limits.threads), trainingStepMillis: positiveNumber() })),
  workers: v.array(v.object({ workers: wholeNumber(1, limits.workers), evaluationsPerHour: positiveNumber() })),
  bestThreads: wholeNumber(1, limits.threads),
  bestWorkers: wholeNumber(1, limits.workers),
});

/** Another thread or worker pays off if it speeds up the whole by more than this share. */
const PAYING_SHARE = 0.05;
/** The number of workers of a search in a terminal when nothing was measured. */
const UNMEASURED_WORKERS = 2;
/** Memory per worker that the default number of workers allows for, in bytes: twice that of a laptop evaluation. */
export const WORKER_BYTES = 2 ** 30;

/** The file that doctor writes. */
export const THREADS_FILE = join(projectFolder, ".setup", "threads.json");

/** The processor and cores for which a measurement is valid. */
export function describeProcessor(): Pick<MeasuredThreads, "processor" | "cores"> {
  return { processor: os.cpus()[0]?.model.trim() ?? "unknown", cores: os.availableParallelism() };
}

/**
 * What was measured on this machine; undefined when nothing was, the file is damaged, or the processor or the number of
 * cores has changed.
 */
export function readMeasuredThreads(file: string = THREADS_FILE): MeasuredThreads | undefined {
  if (typeof file !== "string") throw new InputError(`threads: got ${shown(file)}, must be the path of a file`);
  let measured: MeasuredThreads;
  try {
    measured = parseWith(measuredSchema, parseJson(readFileText(file), file), file);
  } catch (error) {
    if (error instanceof InputError) return undefined;
    throw error;
  }
  const here = describeProcessor();
  const fits = measured.processor === here.processor && measured.cores === here.cores;
  return fits ? Object.freeze(measured) : undefined;
}

/**
 * The threads of each of `workers` trainers: as many as pay off for one, and in total no more than pay off together.
 * When nothing was measured, the cores divided by the workers. At least 1. Throws InputError for a number of workers
 * out of bounds.
 */
export function defaultThreads(workers: number, measured: MeasuredThreads | undefined = readMeasuredThreads()): number {
  checkCount("threads: workers", workers, 1, limits.workers);
  if (measured !== undefined) parseWith(measuredSchema, measured, "threads");
  const all = measured ? Math.max(measured.bestThreads, measured.bestWorkers) : os.availableParallelism();
  const most = measured?.bestThreads ?? Infinity;
  return Math.max(1, Math.min(most, Math.floor(all / workers)));
}

/**
 * The default number of workers of a search: as many as pay off and fit into memory at 1 GiB each; 2 when nothing was
 * measured. Throws InputError unless given a measurement and a number of bytes.
 */
export function defaultWorkers(
  measured: MeasuredThreads | undefined = readMeasuredThreads(),
  memoryBytes: number = machineMemory(),
): number {
  parseWith(positiveNumber(), memoryBytes, "workers: memory");
  if (measured === undefined) return UNMEASURED_WORKERS;
  parseWith(measuredSchema, measured, "workers");
  return Math.max(1, Math.min(measured.bestWorkers, Math.floor(memoryBytes / WORKER_BYTES)));
}

/**
 * The smallest count within {@link PAYING_SHARE} of the best; `speed` is in any unit per second. Throws Error when
 * `measured` is empty.
 */
export function payingCount(measured: readonly { readonly count: number; readonly speed: number }[]): number {
  const best = Math.max(...measured.map(({ speed }) => speed));
  const paying = measured.filter(({ speed }) => speed * (1 + PAYING_SHARE) >= best).map(({ count }) => count);
  if (paying.length === 0) throw new Error("threads: nothing was measured");
  return Math.min(...paying);
}
