/** How many workers with how many threads an evaluation uses: by what `npx hiernas doctor` measured on this machine. */
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

/** What was measured on a machine, and what follows. Plain data: the file `.setup/threads.json`. */
export interface MeasuredThreads {
  /** The processor as it calls itself; on another one the file counts for nothing. */
  readonly processor: string;
  /** Cores that a process may use, hyper-threads included; with another number the file counts for nothing. */
  readonly cores: number;
  /** ISO 8601. */
  readonly date: string;
  /** What was trained, in words. */
  readonly what: string;
  /** Processes that wanted to run on average in the minute before: above 0.5 the numbers may be wrong. */
  readonly load: number;
  /** One trainer: milliseconds of a training step by its threads. */
  readonly trainer: readonly { readonly threads: number; readonly stepMillis: number }[];
  /** Workers of one thread side by side: evaluations an hour of all together. */
  readonly workers: readonly { readonly workers: number; readonly evaluationsPerHour: number }[];
  /** The threads of one trainer that pay. */
  readonly bestThreads: number;
  /** The workers of one thread that pay. */
  readonly bestWorkers: number;
}

const measuredSchema: Schema<MeasuredThreads> = v.object({
  processor: v.string(),
  cores: wholeNumber(1),
  date: v.string(),
  what: v.string(),
  load: finiteNumber(0),
  trainer: v.array(v.object({ threads: wholeNumber(1, limits.threads), stepMillis: positiveNumber() })),
  workers: v.array(v.object({ workers: wholeNumber(1, limits.workers), evaluationsPerHour: positiveNumber() })),
  bestThreads: wholeNumber(1, limits.threads),
  bestWorkers: wholeNumber(1, limits.workers),
});

/** A further thread or worker pays when all then go faster by more than this share. */
const PAYING_SHARE = 0.05;
/** How many workers a terminal's search has where nothing was measured. */
const UNMEASURED_WORKERS = 2;
/** Memory that the default number of workers leaves for each, in bytes: twice what a laptop evaluation's child has. */
export const WORKER_BYTES = 2 ** 30;

/** Where doctor writes, seen from `build/lib/evaluation`, where this runs. */
export const THREADS_FILE = join(projectFolder, ".setup", "threads.json");

/** The processor and the cores that a measurement holds for. */
export function describeProcessor(): Pick<MeasuredThreads, "processor" | "cores"> {
  return { processor: os.cpus()[0]?.model.trim() ?? "unknown", cores: os.availableParallelism() };
}

/**
 * What was measured on this machine; undefined when nothing was, the file is damaged, or the machine has another
 * processor or number of cores.
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
 * The threads of each of `workers` trainers: as many as pay for one, and no more in all than pay together. Where
 * nothing was measured: the cores shared among the workers. At least 1. Throws InputError for a number of workers out of bounds.
 */
export function defaultThreads(workers: number, measured: MeasuredThreads | undefined = readMeasuredThreads()): number {
  checkCount("threads: workers", workers, 1, limits.workers);
  if (measured !== undefined) parseWith(measuredSchema, measured, "threads");
  const all = measured ? Math.max(measured.bestThreads, measured.bestWorkers) : os.availableParallelism();
  const most = measured?.bestThreads ?? Infinity;
  return Math.max(1, Math.min(most, Math.floor(all / workers)));
}

/**
 * How many workers a search has when nobody says: as many as pay and as the memory holds, 1 GiB each; 2 where nothing
 * was measured. Throws InputError for anything but a measurement and a number of bytes.
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
 * The smallest count that is within {@link PAYING_SHARE} of the best; `speed` is in anything a second. Throws Error
 * when there is none.
 */
export function payingCount(measured: readonly { readonly count: number; readonly speed: number }[]): number {
  const best = Math.max(...measured.map(({ speed }) => speed));
  const paying = measured.filter(({ speed }) => speed * (1 + PAYING_SHARE) >= best).map(({ count }) => count);
  if (paying.length === 0) throw new Error("threads: nothing was measured");
  return Math.min(...paying);
}
