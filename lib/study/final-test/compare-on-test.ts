/**
 * The honest check after a search: chosen genotypes trained again with new seeds and scored on images that no choice
 * was made by.
 */
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from "node:fs";
import { dataName } from "../../dataset/data-name.js";
import { type Evaluation, meanAndSpread } from "../../evaluation/evaluation.js";
import type { Protocol } from "../../evaluation/protocol.js";
import { protocolData } from "../../evaluation/protocol-data.js";
import { openWorkerPool } from "../../evaluation/worker-pool.js";
import { phenotypeHash } from "../../genotype/canonical.js";
import type { Genotype } from "../../genotype/genotype.js";
import { InputError } from "../../input/errors.js";
import type { FinalTestRow } from "../../rows/final-test-row.js";
import { fewestClusters, meanDifference } from "../../statistics/intervals.js";
import { differenceWords } from "../difference-words.js";

/** A genotype to check and what a figure calls it, for example `best found`. */
export interface Candidate {
  readonly name: string;
  readonly genotype: Genotype;
}

/** What {@link compareOnTest} needs. */
export interface CheckConfig {
  /** The JSON file that keeps the rows; trainings that it holds already are not repeated. */
  readonly path: string;
  readonly candidates: readonly Candidate[];
  /** New seeds: a training's seed here begins with `check/`, a search's with the study's own seed. */
  readonly seeds: readonly number[];
  readonly protocol: Protocol;
  /** `sample` or a folder with CIFAR-10. */
  readonly data: string;
  readonly workers: number;
  readonly signal?: AbortSignal;
  /** Called after every training with how many are done, of how many. */
  readonly onProgress?: (done: number, total: number) => void;
}

/**
 * Trains every candidate once with every seed and scores it on the test images; the rows come by candidate, then seed,
 * and are kept in a file as they come.
 * Throws InputError for a file that is not one of these or was made with another protocol or other data.
 */
export async function compareOnTest(config: CheckConfig): Promise<readonly FinalTestRow[]> {
  const settings = JSON.stringify({
    protocol: protocolData({ ...config.protocol, trainingCount: 1 }),
    data: dataName(config.data),
  });
  const kept = new Map(readRows(config.path, settings).map((row) => [`${row.hash} ${row.seed}`, row]));
  const wanted = config.candidates.flatMap(({ name, genotype }) => {
    const hash = phenotypeHash(genotype);
    return config.seeds.map((seed) => ({ name, genotype, hash, seed: `check/${seed}` }));
  });
  let done = 0;
  const pool = openWorkerPool({
    protocol: { ...config.protocol, trainingCount: 1 },
    data: config.data,
    workers: config.workers,
    scoreOn: "test",
  });
  try {
    return await Promise.all(
      wanted.map(async ({ name, genotype, hash, seed }) => {
        const key = `${hash} ${seed}`;
        const row =
          kept.get(key) ?? rowOf(name, hash, seed, await pool.evaluate(genotype, { seed, signal: config.signal }));
        if (!kept.has(key)) {
          kept.set(key, row);
          writeRows(config.path, settings, [...kept.values()]);
        }
        config.onProgress?.(++done, wanted.length);
        return { ...row, name };
      }),
    );
  } finally {
    await pool.close();
  }
}

/** One candidate's rows in one line. */
export interface CheckSummary {
  readonly name: string;
  /** Mean accuracy over the seeds that did not fail. */
  readonly mean: number;
  /** Their standard deviation. */
  readonly spread: number;
  readonly count: number;
}

/** Mean and spread of each candidate, in the order in which they come. */
export function summarizeCheck(rows: readonly FinalTestRow[]): readonly CheckSummary[] {
  return [...new Set(rows.map(({ name }) => name))].map((name) => {
    const accuracies = rows.flatMap((row) => (row.name === name && row.accuracy !== null ? [row.accuracy] : []));
    return { name, ...meanAndSpread(accuracies), count: accuracies.length };
  });
}

/**
 * A sentence that says whether `name` and `other` differ by more than chance: the difference of their mean accuracies
 * with its 95 % interval by Welch's t over trainings, and how many of them there are. With fewer than
 * {@link fewestClusters} trainings of either it says that it cannot be told.
 */
export function compareSentence(rows: readonly FinalTestRow[], name: string, other: string): string {
  const [one, two] = [name, other].map((each) => rows.filter((row) => row.name === each));
  if (one.length > 0 && one[0].hash === two[0]?.hash) return `${name} and ${other} are one network.`;
  const [first, second] = [one, two].map((own) =>
    own.flatMap(({ accuracy }) => (accuracy === null ? [] : [[accuracy]])),
  );
  const trainings = `${first.length} and ${second.length} trainings`;
  const difference = meanDifference(first, second);
  return difference === undefined
    ? `${name} against ${other}: ${trainings} are too few to tell; at least ${fewestClusters} each are needed.`
    : `${name} against ${other} (${trainings}): ${differenceWords(difference)}.`;
}

const FORMAT = "hiernas check";

function readRows(path: string, settings: string): readonly FinalTestRow[] {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw new InputError(`${path}: ${(error as Error).message}`);
  }
  let file: { readonly format?: unknown; readonly settings?: unknown; readonly rows?: readonly FinalTestRow[] };
  try {
    file = JSON.parse(text) as typeof file;
  } catch {
    throw new InputError(`${path}: not JSON, or cut short; move it away to begin a new check`);
  }
  if (file.format !== FORMAT || !Array.isArray(file.rows)) {
    throw new InputError(`${path}: not the rows of a check; give another path`);
  }
  if (JSON.stringify(file.settings) !== settings) {
    throw new InputError(`${path}: was made with another protocol or other data; give another path`);
  }
  return file.rows as readonly FinalTestRow[];
}

/** Written beside the file and moved over it, so that a crash leaves the old rows or the new ones. */
function writeRows(path: string, settings: string, rows: readonly FinalTestRow[]): void {
  const beside = `${path}.${process.pid}.new`;
  const file = openSync(beside, "w");
  try {
    writeSync(
      file,
      `${JSON.stringify({ format: FORMAT, settings: JSON.parse(settings) as unknown, rows }, null, 1)}\n`,
    );
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(beside, path);
}

function rowOf(name: string, hash: string, seed: string, evaluation: Evaluation): FinalTestRow {
  const { parameterCount } = evaluation;
  return evaluation.status === "scored"
    ? { name, hash, seed, accuracy: evaluation.fitness, reason: null, parameterCount }
    : { name, hash, seed, accuracy: null, reason: evaluation.message, parameterCount };
}
