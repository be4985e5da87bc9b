// The runs, most informative first: the same time under one seed, then under the other; then the same training steps.
import { SEEDS } from "./protocol.mjs";

/** Whole tens, so that the scorings of the validation images divide a run evenly. */
const inTens = (steps) => Math.max(10, 10 * Math.round(steps / 10));

/** How long each cell is trained: `cells` have a name and the processor milliseconds of a training step. */
export function planRuns(cells, { minutes, cores }) {
  const planned = cells.map(({ name, processorMillisPerStep }) => ({
    name,
    processorMillisPerStep,
    trainingSteps: inTens((minutes * 60_000 * cores) / processorMillisPerStep),
  }));
  // What the costliest cell does in its time, the others do in less.
  const sameTrainingSteps = Math.min(...planned.map(({ trainingSteps }) => trainingSteps));
  return { minutes, cores, seeds: SEEDS.length, sameTrainingSteps, cells: planned };
}

/** The runs of a plan, in order. A run that has both the time and the training steps of all is there once. */
export function tasksOf(candidates, { cells, sameTrainingSteps }) {
  const task = (candidate, seed, budget, trainingSteps) => ({
    ...{ candidate, seed, budget, trainingSteps },
    key: `${candidate.name}, same ${budget}, seed ${seed}`,
    folder: `${candidate.name.replaceAll(/[^a-z0-9]+/gi, "-")}-same-${budget}-seed-${seed}`,
  });
  const byTime = SEEDS.flatMap((seed) =>
    candidates.map((candidate) =>
      task(candidate, seed, "time", cells.find(({ name }) => name === candidate.name).trainingSteps),
    ),
  );
  const bySteps = SEEDS.flatMap((seed) =>
    candidates.map((candidate) => task(candidate, seed, "steps", sameTrainingSteps)),
  );
  const isNew = (one) =>
    !byTime.some(
      (other) =>
        other.candidate === one.candidate && other.seed === one.seed && other.trainingSteps === one.trainingSteps,
    );
  return [...byTime, ...bySteps.filter(isNew)];
}
