/** The folder of experiments: one study file for each repeat of each, all made alike; and the files of the final test. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { InputError } from "../../input/errors.js";
import { printable, shown } from "../../input/printable.js";
import { settingsDifference, type StudySettings } from "../store/study-settings.js";
import { readStudy } from "../study.js";
import { type Experiment, experiments } from "./experiments.js";

/** A study file in the folder of experiments. */
export interface ExperimentFile {
  readonly experiment: Experiment;
  /** From 1. */
  readonly repeat: number;
  readonly path: string;
}

/** What all studies of one folder have in common: their results are compared. */
export type SharedSettings = Pick<StudySettings, "protocol" | "data" | "fitness" | "knownPhenotype">;

/** The file of a repeat of an experiment. */
export function experimentPath(folder: string, { name }: Experiment, repeat: number): string {
  return join(folder, `${name}-${repeat}.sqlite`);
}

/** The file of the finalists' final test, or of the one at equal parameters. */
export function finalistsPath(folder: string, atEqualParameters = false): string {
  return join(folder, atEqualParameters ? "finalists-equal-parameters.json" : "finalists.json");
}

/**
 * The studies in a folder, in the deck's order, then by repeat; other files are left alone. Throws InputError when the
 * folder is missing or cannot be read, and for what is no path.
 */
export function experimentFiles(folder: string): readonly ExperimentFile[] {
  if (typeof folder !== "string") throw new InputError(`experiments: folder: got ${shown(folder)}, must be a path`);
  let names: readonly string[];
  try {
    names = readdirSync(folder);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const why =
      code === "ENOENT"
        ? "there is no such folder; hiernas experiment makes it"
        : code === "ENOTDIR"
          ? "is no folder"
          : message;
    throw new InputError(`${printable(folder)}: ${why}`, { cause: error });
  }
  return experiments.flatMap((experiment) =>
    names
      .flatMap((name) => {
        const repeat = /^(.+)-([1-9]\d*)\.sqlite$/.exec(name);
        return repeat?.[1] === experiment.name ? [Number(repeat[2])] : [];
      })
      .sort((one, other) => one - other)
      .map((repeat) => Object.freeze({ experiment, repeat, path: experimentPath(folder, experiment, repeat) })),
  );
}

/**
 * Throws InputError when one of `files` was made with another protocol, policy or fitness or on other images than
 * `expected`: what is in one folder is compared.
 */
export async function checkAlike(files: readonly ExperimentFile[], expected: SharedSettings): Promise<void> {
  for (const { path } of files) {
    const settings = await readStudy(path, (study) => study.settings());
    const { protocol, data, fitness, knownPhenotype } = expected;
    const difference = settingsDifference(settings, { ...settings, protocol, data, fitness, knownPhenotype });
    if (difference === undefined) continue;
    throw new InputError(
      `${printable(path)}: was made with ${difference}: give each scale, and each set of images, a folder of its own`,
    );
  }
}
