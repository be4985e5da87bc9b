/** All that a study says, read in one call: for notebooks. */
import { type EvolutionRow, evolutionRows } from "../search/evolution-rows.js";
import { type FigureRows, figureRows } from "./figure-rows.js";
import { type BestIndividual, bestOf, type Study } from "./study.js";
import type { StudyTables } from "./study-tables.js";
import type { StudySettings } from "./store/study-settings.js";

/** A study without its file: what its charts, drawings and tables are made from. */
export interface WholeStudy extends FigureRows {
  /** What it was made with. */
  readonly settings: StudySettings;
  /** Its individuals by step, as drawings of evolution take them. */
  readonly population: readonly EvolutionRow[];
  /** The best network, with the genotype that it was first found in; undefined while none is scored. */
  readonly best: BestIndividual | undefined;
  /** Individuals, networks, mutations, trainings and learning curves as arquero tables. */
  readonly tables: StudyTables;
}

/** Reads a study whole: `await readStudy("my-study.sqlite", wholeStudy)`. */
export async function wholeStudy(study: Study): Promise<WholeStudy> {
  return Object.freeze({
    ...(await figureRows(study)),
    settings: await study.settings(),
    population: evolutionRows(await study.individuals(), await study.confirmations()),
    best: await bestOf(study),
    tables: await study.tables(),
  });
}
