/** The deck's searches, recorded with the project by `hiernas experiment`. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { dataFolder } from "../files/project-folder.js";
import { experimentFiles, experimentPath } from "../study/experiments/experiment-folder.js";
import { experimentByName } from "../study/experiments/experiments.js";
import { experimentScaleByName } from "../study/experiments/scales.js";
import { readStudy } from "../study/study.js";
import { type WholeStudy, wholeStudy } from "../study/whole-study.js";

/** The folder of the recorded experiments of a scale, whether or not any is recorded. Throws InputError for another scale. */
export function recordedExperimentFolder(scale: string): string {
  return join(dataFolder("experiments"), experimentScaleByName(scale).name);
}

/**
 * One of the experiments that are recorded at a scale (`study` or `laptop`), as far as it is recorded, read whole. Throws
 * InputError for another scale, an unknown experiment, a repeat that is not recorded, or a damaged file.
 */
export async function recordedExperiment(scale: string, name: string, repeat: number = 1): Promise<WholeStudy> {
  return readStudy(experimentPath(recordedExperimentFolder(scale), experimentByName(name), repeat), wholeStudy);
}

/**
 * The experiments of the deck's table that are recorded at a scale (`study` or `laptop`), in the deck's order, then by repeat, each
 * read whole; those still being recorded as far as they are. Empty if there are none. Throws InputError for another scale, or
 * a damaged file.
 */
export async function recordedExperiments(scale: string): Promise<readonly WholeStudy[]> {
  const folder = recordedExperimentFolder(scale);
  if (!existsSync(folder)) return Object.freeze([]);
  const studies: WholeStudy[] = [];
  for (const { path } of experimentFiles(folder)) studies.push(await readStudy(path, wholeStudy));
  return Object.freeze(studies);
}
