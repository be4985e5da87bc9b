/** A study: a recorded search, to run, inspect and resume. */
import type { Genotype } from "../genotype/genotype.js";
import { checkCount } from "../input/errors.js";
import { trainedNetworks } from "../rows/trained-networks.js";
import { type BestNetwork, bestOfRows, type StudyRow, toRows } from "../rows/study-row.js";
import { createStore, openStore, type ServerConfig } from "./store/study-place.js";
import type { StudySettings } from "./store/study-settings.js";
import type { StudyIndividual, StudyStore } from "./store/study-store.js";
import { type StudyTables, toTables } from "./study-tables.js";
import { type StudySummary, summarize } from "./summary.js";

/** A study: its storage, and what is derived from it. Close it when done. */
export interface Study extends StudyStore {
  /** One row per evaluated individual, by step, for figures. */
  rows(): Promise<readonly StudyRow[]>;
  /** Its progress: counts, best, pace, time left. */
  summary(): Promise<StudySummary>;
  /** Its individuals, mutations, trainings and learning curves as arquero tables. */
  tables(): Promise<StudyTables>;
}

/**
 * Creates a study in a new file, or at a new `postgres://` address, and holds it for running until it is closed. Throws
 * InputError when it exists already or cannot be written.
 */
export async function createStudy(path: string, settings: StudySettings, config?: ServerConfig): Promise<Study> {
  return toStudy(await createStore(path, settings, config));
}

/** Settings of {@link openStudy}. */
export interface OpenStudyConfig extends ServerConfig {
  /** Whether to record too. Default: no. */
  readonly forRunning?: boolean;
}

/**
 * Opens the study in a file or at a `postgres://user@host/database?study=NAME` for reading, even while another process
 * runs it; with `forRunning`, for recording, which only one process at a time may do. Throws InputError when there is
 * none, or one from a newer hiernas, when the server cannot be reached, or when (for running) another process runs it.
 */
export async function openStudy(path: string, { forRunning, ...config }: OpenStudyConfig = {}): Promise<Study> {
  return toStudy(await openStore(path, forRunning, config));
}

/** A study on any storage. */
function toStudy(store: StudyStore): Study {
  const rows = async () => toRows(await store.records(), await store.confirmations());
  return Object.freeze({
    ...store,
    rows,
    summary: async () => {
      const [evaluated, unfinished] = [await rows(), await store.unfinished()];
      const { steps } = await store.settings();
      const [holder, engines] = [await store.holder(), await store.engines()];
      const [confirmations, stops] = [await store.confirmations(), await store.stops()];
      return summarize(evaluated, unfinished.length, steps, holder, engines, confirmations, stops);
    },
    tables: async () => toTables(await rows(), await store.individuals(), await store.settings()),
  });
}

/** The first scored individual with the study's best network. */
export interface BestIndividual extends StudyIndividual {
  /** All trainings of that network, including the individual's own evaluation. */
  readonly network: BestNetwork;
}

/**
 * The best network of a study, the first of `trainedNetworks`, with the genotype in which it was first found. Undefined
 * until one is scored.
 */
export async function bestOf(study: Study): Promise<BestIndividual | undefined> {
  const network = bestOfRows(await study.rows());
  const individual = network && (await study.individual(network.step));
  return individual && Object.freeze({ ...individual, network });
}

/** The genotypes of a study's best networks, at most `count`, the best first: for the `warmStart` of another one. */
export async function bestGenotypes(study: Study, count: number): Promise<readonly Genotype[]> {
  checkCount("best genotypes: count", count);
  const steps = trainedNetworks(await study.rows()).map(({ step }) => step);
  const genotypes: Genotype[] = [];
  for (const step of steps.slice(0, count)) {
    const individual = await study.individual(step);
    if (individual !== undefined) genotypes.push(individual.genotype);
  }
  return Object.freeze(genotypes);
}

/** Opens the study at a path or an address, passes it to `read`, and closes it. Throws InputError as `openStudy` does. */
export async function readStudy<T>(
  path: string,
  read: (study: Study) => Promise<T>,
  config: ServerConfig = {},
): Promise<T> {
  const study = await openStudy(path, config);
  try {
    return await read(study);
  } finally {
    await study.close();
  }
}
