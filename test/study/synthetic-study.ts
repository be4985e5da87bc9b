/** A SYNTHETIC study of any length for tests: no network was trained for it, and none of it is a result. */
import { trainedNetworks } from "../../lib/rows/trained-networks.js";
import type { Evaluation } from "../../lib/evaluation/evaluation.js";
import type { Genotype } from "../../lib/genotype/genotype.js";
import { initialize } from "../../lib/genotype/initialize.js";
import { mutate, type Mutation } from "../../lib/genotype/mutate.js";
import { hierarchicalSpace } from "../../lib/genotype/space.js";
import { createRandom } from "../../lib/random.js";
import { curveRows } from "../../lib/rows/curve-rows.js";
import { diversityRows } from "../../lib/rows/diversity-rows.js";
import type { FigureRows } from "../../lib/study/figure-rows.js";
import { mutationRows } from "../../lib/rows/mutation-rows.js";
import { type StudyRow, toRows } from "../../lib/rows/study-row.js";
import { workRows } from "../../lib/rows/work-rows.js";

/** Settings of the synthetic study. */
export interface SyntheticConfig {
  readonly workers?: number;
  /** Every n-th evaluation fails. */
  readonly failEvery?: number;
  readonly initialCount?: number;
  readonly seed?: number;
}

/** The rows of all figures of a synthetic study of `count` individuals. */
export function syntheticRows(count: number, config: SyntheticConfig = {}): FigureRows {
  const { workers = 8, failEvery = 50, initialCount = 200, seed = 1 } = config;
  const random = createRandom(`synthetic ${seed}`);
  const share = (): number => random.integer(1_000_000) / 1_000_000;
  const space = hierarchicalSpace;
  const genotypes: Genotype[] = [];
  const records: StudyRow[] = [];
  const evaluations: Evaluation[] = [];
  for (let step = 1; step <= count; step++) {
    const isInitial = step <= initialCount;
    const parent = isInitial ? null : bestOfFive(records, () => random.integer(step - 1));
    const mutated = parent === null ? null : mutate(genotypes[parent - 1], random);
    genotypes.push(mutated?.child ?? initialize(space, random, 30).genotype);
    const mutation: Mutation | null = mutated?.mutation ?? null;
    const base = parent === null ? 0.25 + 0.1 * share() : (records[parent - 1].fitness ?? 0.25);
    const fitness = step % failEvery === 0 ? null : Math.min(0.9, base + 0.03 * (share() - 0.55));
    const parameterCount = 20_000 + random.integer(80_000);
    const startedMillis = Math.floor((step - 1) / workers) * 5000;
    records.push({
      ...{ step, phase: isInitial ? "initialization" : "evolution", hash: `${step}`, parent, mutation },
      ...{ competitors: null, redraws: 0, reusedFrom: null, arrival: step, parameterCount },
      ...{ multiplyAdds: 40 * parameterCount, worker: 1 + (step % workers), startedMillis },
      ...{ finishedMillis: startedMillis + 3000 + random.integer(2000), fitness, spread: fitness === null ? null : 0 },
      trainingCount: 1,
      ...{ status: fitness === null ? "failed" : "scored", reason: fitness === null ? "timeLimit" : null },
    });
    const curve = [10, 20, 30].map((trainingStep) => ({
      trainingStep,
      loss: 2.3 - trainingStep / 100 + 0.1 * share(),
    }));
    evaluations.push(evaluationOf(fitness, curve));
  }
  const rows = toRows(records);
  const individuals = genotypes.map((genotype, index) => ({
    ...{ step: index + 1, genotype, hash: records[index].hash, evaluation: evaluations[index] },
  }));
  return {
    ...{ name: "synthetic", steps: count, chance: 0.1, origin: "SYNTHETIC: nothing was trained", rows },
    mutations: mutationRows(rows, { primitives: space.primitives.map(({ name }) => name) }),
    diversity: diversityRows(individuals),
    work: workRows(rows),
    curves: curveRows(individuals, trainedNetworks(rows)),
    fittest: [],
  };
}

function bestOfFive(records: readonly StudyRow[], draw: () => number): number {
  const steps = [1, 2, 3, 4, 5].map(() => records[draw()]);
  return steps.reduce((best, each) => ((each.fitness ?? 0) > (best.fitness ?? 0) ? each : best)).step;
}

function evaluationOf(
  fitness: number | null,
  curve: readonly { readonly trainingStep: number; readonly loss: number }[],
): Evaluation {
  const costs = { parameterCount: 1, multiplyAdds: 1, evaluationMillis: 1 };
  if (fitness === null) return { ...costs, status: "failed", reason: "timeLimit", message: "synthetic", trainings: [] };
  const training = {
    seed: "1",
    accuracy: fitness,
    scoringLoss: 1,
    finalLoss: 1,
    curve,
    trainMillis: 1,
    scoreMillis: 1,
  };
  return { ...costs, status: "scored", fitness, spread: 0, trainings: [training] };
}
