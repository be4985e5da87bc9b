/** A study on the toy fitness for tests, with temporary files. */
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { genotypeToJson } from "../../lib/genotype/genotype-file.js";
import { hierarchicalSpace } from "../../lib/genotype/space.js";
import { toyFitness } from "../../lib/search/toy-fitness.js";
import type { RunStudyConfig } from "../../lib/study/run-study-config.js";
import { readStudy } from "../../lib/study/study.js";

const space = hierarchicalSpace;

/** Settings of a quick study with one worker; add a path. */
export const toyStudy = {
  ...{ space, steps: 12, initialCount: 4, workers: 1, seed: 1, mutationCount: 20 },
  evaluate: toyFitness(space).evaluate,
  evaluateName: "toy",
} satisfies Partial<RunStudyConfig>;

/** The path of a missing file in a separate folder, which is removed after each test of the block. */
export function useStudyFile(): { readonly path: string; readonly folder: string } {
  const place = { path: "", folder: "" };
  beforeEach(() => {
    place.folder = mkdtempSync(join(tmpdir(), "hiernas study "));
    place.path = join(place.folder, "study.sqlite");
  });
  afterEach(() => rmSync(place.folder, { recursive: true, force: true }));
  return place;
}

/** A search's decisions and results as text: studies with equal texts took the same course. */
export async function storyOf(path: string): Promise<string> {
  return readStudy(path, async (study) => {
    const individuals = await study.individuals();
    const told = individuals.map(({ step, arrival, genotype, parent, competitors, mutation, redraws, evaluation }) => ({
      ...{ step, arrival, parent, competitors, mutation, redraws, genotype: genotypeToJson(genotype) },
      fitness: evaluation.status === "scored" ? evaluation.fitness : evaluation.reason,
    }));
    return JSON.stringify(told, null, 1);
  });
}

/** The files left beside a study's file. */
export function leftBeside(path: string): readonly string[] {
  return ["-wal", "-shm", "-journal", "-lock"].filter((ending) => existsSync(path + ending));
}
