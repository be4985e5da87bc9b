/**
 * The final test after a search: chosen genotypes are trained again with new seeds and scored on images that played no
 * part in any choice.
 */
import { existsSync } from "node:fs";
import { dataName } from "../../dataset/data-name.js";
import type { Evaluation } from "../../evaluation/evaluation.js";
import type { Protocol } from "../../evaluation/protocol.js";
import { prepareProtocol, protocolData, protocolFromData, sameProtocol } from "../../evaluation/protocol-data.js";
import { openWorkerPool } from "../../evaluation/worker-pool.js";
import { phenotypeHash } from "../../genotype/canonical.js";
import type { Genotype } from "../../genotype/genotype.js";
import { InputError } from "../../input/errors.js";
import { limits } from "../../input/limits.js";
import { isName, printable, shown } from "../../input/printable.js";
import type { FinalTestRow } from "../../rows/final-test-row.js";
import { type FinalTestFile, readFinalTestFile, writeFinalTestFile } from "./final-test-file.js";

/** A genotype to test and its name in figures, for example `best found`. */
export interface Candidate {
  readonly name: string;
  readonly genotype: Genotype;
  /** The network's c0, for comparisons at equal parameters. Default: the protocol's. */
  readonly channels?: number;
}

/** Settings of {@link compareOnTest}. */
export interface FinalTestConfig {
  /** The JSON file that stores the rows; trainings in it are not repeated. */
  readonly path: string;
  /** Candidates with distinct names. Those with one network share its trainings, one per seed, and each gets rows. */
  readonly candidates: readonly Candidate[];
  /** New seeds: a training's seed begins with `check/` here, unlike any in a search. */
  readonly seeds: readonly number[];
  readonly protocol: Protocol;
  /** `sample` or a folder with CIFAR-10. */
  readonly data: string;
  readonly workers: number;
  readonly signal?: AbortSignal;
  /** Called after every row with the numbers of finished and of all rows. */
  readonly onProgress?: (done: number, total: number) => void;
}

/**
 * Trains every candidate once with every seed and scores it on the test images. Rows come by candidate, then seed, and
 * are stored as they finish. The file keeps its rows of other candidates and seeds, after these; if one of them has a
 * candidate's name but another network, part of its hash is added to its name. Throws InputError for two candidates
 * with one name, a repeated seed, and a file that is not a final test or was made with another protocol or other
 * images.
 */
export async function compareOnTest(config: FinalTestConfig): Promise<readonly FinalTestRow[]> {
  const wanted = listWanted(config);
  const { data, signal } = config;
  const protocol = { ...(await prepareProtocol(config.protocol, data, { signal })), trainingCount: 1 };
  const file = { protocol: protocolData(protocol), data: dataName(config.data) };
  const kept = keptRows(config.path, file);
  const rows = wanted.map((each) => {
    const row = kept.find((one) => trainingOf(one) === trainingOf(each));
    return row === undefined ? undefined : { ...row, name: each.name };
  });
  const pool = openWorkerPool({ protocol, data: config.data, workers: config.workers, scoreOn: "test" });
  const trainings = new Map<string, Promise<Evaluation>>();
  const train = (each: Wanted): Promise<Evaluation> => {
    const { genotype, seed, channels } = each;
    const key = trainingOf(each);
    const training = trainings.get(key) ?? pool.evaluate(genotype, { seed, channels, signal: config.signal });
    trainings.set(key, training);
    return training;
  };
  let done = 0;
  try {
    return await Promise.all(
      wanted.map(async (each, index) => {
        let row = rows[index];
        if (row === undefined) {
          row = rows[index] = rowOf(each, await train(each));
          const finished = rows.flatMap((one) => one ?? []);
          // Read again, for another process may have added rows of its own meanwhile.
          const others = otherRows(keptRows(config.path, file), wanted);
          writeFinalTestFile(config.path, { ...file, rows: [...finished, ...others] });
        }
        config.onProgress?.(++done, wanted.length);
        return row;
      }),
    );
  } finally {
    await pool.close();
  }
}

/** Recorded trainings depend on it: another prefix would give other initial weights and repeat them. */
const SEED_PREFIX = "check/";

/** Identifies a training: rows with equal keys are of one training. */
function trainingOf({ hash, seed, channels }: Pick<FinalTestRow, "hash" | "seed" | "channels">): string {
  return `${hash} ${seed} ${channels ?? ""}`;
}

/** A row to measure. */
interface Wanted extends Candidate {
  readonly hash: string;
  readonly seed: string;
}

function listWanted({ candidates, seeds, protocol }: FinalTestConfig): readonly Wanted[] {
  const names = candidates.map(({ name }) => name);
  const badName = names.find((name) => !isName(name));
  if (badName !== undefined) {
    throw new InputError(`candidates: got the name ${shown(badName)}, must be 1 to ${limits.nameLength} characters`);
  }
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new InputError(`candidates: two are called ${shown(twice)}; give each its own name`);
  const seedTwice = seeds.find((seed, index) => seeds.indexOf(seed) !== index);
  if (seedTwice !== undefined) throw new InputError(`seeds: ${shown(seedTwice)} is given twice; give different ones`);
  return candidates.flatMap(({ name, genotype, channels: given }) => {
    const hash = phenotypeHash(genotype);
    const channels = given === protocol.network.channels ? undefined : given;
    return seeds.map((seed) => ({ name, genotype, channels, hash, seed: `${SEED_PREFIX}${seed}` }));
  });
}

function keptRows(path: string, { protocol, data }: Omit<FinalTestFile, "rows">): readonly FinalTestRow[] {
  if (!existsSync(path)) return [];
  const kept = readFinalTestFile(path);
  if (kept.data !== data || !sameProtocol(protocolFromData(kept.protocol), protocolFromData(protocol))) {
    throw new InputError(`${printable(path)}: was made with another protocol or other data; give another path`);
  }
  return kept.rows;
}

/** The stored rows that are not wanted now. */
function otherRows(kept: readonly FinalTestRow[], wanted: readonly Wanted[]): readonly FinalTestRow[] {
  const hashes = new Map(wanted.map(({ name, hash }) => [name, hash]));
  const isWanted = (row: FinalTestRow): boolean =>
    wanted.some((each) => row.name === each.name && trainingOf(row) === trainingOf(each));
  return kept.flatMap((row) => {
    if (isWanted(row)) return [];
    if ((hashes.get(row.name) ?? row.hash) === row.hash) return [row];
    const mark = ` (${row.hash.slice(0, 8)})`;
    return [{ ...row, name: row.name.slice(0, limits.nameLength - mark.length) + mark }];
  });
}

function rowOf({ name, hash, seed, channels }: Wanted, evaluation: Evaluation): FinalTestRow {
  const { parameterCount } = evaluation;
  const width = channels === undefined ? {} : { channels };
  return evaluation.status === "scored"
    ? { name, hash, seed, accuracy: evaluation.fitness, reason: null, parameterCount, ...width }
    : { name, hash, seed, accuracy: null, reason: evaluation.message, parameterCount, ...width };
}
