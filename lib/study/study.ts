/** A study: a search on disk, to run, to look at, to resume. */
import { type BestNetwork, bestOfRows, type StudyRow, toRows } from "../rows/study-row.js";
import { createSqliteStudy, openSqliteStudy } from "./store/sqlite-store.js";
import type { StudySettings } from "./store/study-settings.js";
import type { StudyIndividual, StudyStore } from "./store/study-store.js";
import { type StudyTables, toTables } from "./study-tables.js";
import { type StudySummary, summarize } from "./summary.js";

/** A study: its storage, and what is read from it. Close it when done. */
export interface Study extends StudyStore {
  /** What figures draw: one row an evaluated individual, by step. */
  rows(): Promise<readonly StudyRow[]>;
  /** How far it is: counts, best, pace, time left. */
  summary(): Promise<StudySummary>;
  /** Its individuals, mutations, trainings and learning curves as arquero tables. */
  tables(): Promise<StudyTables>;
}

/**
 * Makes a new study in a file and holds it for running until it is closed.
 * Throws InputError when the file is there already or cannot be written.
 */
export async function createStudy(path: string, settings: StudySettings): Promise<Study> {
  return toStudy(await createSqliteStudy(path, settings));
}

/**
 * Opens the study in a file to read it, also while another process runs it; with `forRunning`, to record in it, which
 * only one process at a time may.
 * Throws InputError when there is no file, it is not a study, it is from a newer hiernas, or (for running) another
 * process runs it.
 */
export async function openStudy(path: string, config: { readonly forRunning?: boolean } = {}): Promise<Study> {
  return toStudy(await openSqliteStudy(path, config.forRunning));
}

/** A study over any storage. */
function toStudy(store: StudyStore): Study {
  const rows = async () => toRows(await store.records(), await store.confirmations());
  return Object.freeze({
    ...store,
    rows,
    summary: async () => {
      const [evaluated, unfinished] = [await rows(), await store.unfinished()];
      const { steps } = await store.settings();
      const [holder, engines] = [await store.holder(), await store.engines()];
      return summarize(evaluated, unfinished.length, steps, holder, engines, await store.confirmations());
    },
    tables: async () => toTables(await rows(), await store.individuals(), await store.settings()),
  });
}

/** The individual that a study found its best network by: the first that was scored. */
export interface BestIndividual extends StudyIndividual {
  /** All trainings of that network; the individual's own evaluation is one among them. */
  readonly network: BestNetwork;
}

/**
 * The best network of a study, by the mean of all its trainings as `trainedNetworks` has it, with the genotype that it was
 * first found in. Undefined while none is scored.
 */
export async function bestOf(study: Study): Promise<BestIndividual | undefined> {
  const network = bestOfRows(await study.rows());
  const individual = network && (await study.individual(network.step));
  return individual && Object.freeze({ ...individual, network });
}

/** Opens the study in a file, gives it to `read`, and closes it. Throws InputError as `openStudy` does. */
export async function readStudy<T>(path: string, read: (study: Study) => Promise<T>): Promise<T> {
  const study = await openStudy(path);
  try {
    return await read(study);
  } finally {
    await study.close();
  }
}
