/** Experiments on the toy fitness for tests: a scale that takes a moment, and a folder that is removed. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { smokeProtocol } from "../../../lib/evaluation/protocol.js";
import { toyFitness } from "../../../lib/search/toy-fitness.js";
import { experiments } from "../../../lib/study/experiments/experiments.js";
import type { RunExperimentConfig } from "../../../lib/study/experiments/run-experiment.js";
import type { ExperimentScale } from "../../../lib/study/experiments/scales.js";

export const toyScale: ExperimentScale = Object.freeze({
  name: "toy",
  protocol: smokeProtocol,
  knownPhenotype: "average",
  steps: { draws: 2, few: 5, many: 12 },
  initialCount: 4,
  confirm: 0,
});

/** A quick run of an experiment by one worker. */
export function toyExperiment(experiment: string, folder: string) {
  const space = experiments.find(({ name }) => name === experiment)?.space;
  if (space === undefined) throw new Error(`${experiment}: no experiment`);
  return {
    ...{ experiment, folder, scale: toyScale, workers: 1, mutationCount: 20 },
    ...{ evaluate: toyFitness(space, { noise: 0.01 }).evaluate, evaluateName: "toy" },
  } satisfies RunExperimentConfig;
}

/** A folder that is created before each test of the block and removed after it. */
export function useFolder(): { readonly path: string } {
  const place = { path: "" };
  beforeEach(() => (place.path = mkdtempSync(join(tmpdir(), "hiernas experiments "))));
  afterEach(() => rmSync(place.path, { recursive: true, force: true }));
  return place;
}
