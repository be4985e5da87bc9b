/** The reproduction's final test: the best found beside a random, the trivial and the published genotype. */
import type { Genotype } from "../../genotype/genotype.js";
import { initialize, trivialGenotype } from "../../genotype/initialize.js";
import { publishedCell } from "../../genotype/published.js";
import { hierarchicalSpace } from "../../genotype/space.js";
import { createRandom } from "../../random.js";
import { type Candidate, compareOnTest } from "../../study/final-test/compare-on-test.js";
import type { FinalTestRow } from "../../rows/final-test-row.js";
import type { Reproduction } from "./reproduction.js";

/**
 * Trains `best` (a search's best, or undefined) and the other candidates again with new seeds and scores them on the
 * test images; trainings in its file are not repeated. The search never saw the random genotype, which is drawn like
 * those of its initialization but from another seed.
 */
export function reproductionFinalTest(
  settings: Reproduction,
  best: { readonly genotype: Genotype } | undefined,
  config: { readonly signal?: AbortSignal; readonly onProgress?: (done: number, total: number) => void } = {},
): Promise<readonly FinalTestRow[]> {
  const space = hierarchicalSpace;
  const random = initialize(space, createRandom("random candidate of the check")).genotype;
  const candidates: readonly Candidate[] = [
    ...(best === undefined ? [] : [{ name: "best found", genotype: best.genotype }]),
    { name: "random", genotype: random },
    { name: "trivial", genotype: trivialGenotype(space) },
    { name: "published cell", genotype: publishedCell },
  ];
  return compareOnTest({
    path: settings.finalTestPath,
    candidates: candidates.slice(0, settings.candidateCount),
    seeds: settings.finalTestSeeds,
    protocol: settings.protocol,
    data: settings.data,
    workers: settings.workers,
    ...config,
  });
}
