/**
 * The settings of the laptop-scale search that `npm run reproduce` runs and notebook 4 shows, and of the training in
 * notebook 9.
 */
import { join } from "node:path";
import { laptopProtocol, type Protocol, smokeProtocol } from "../../evaluation/protocol.js";
import { projectFolder } from "../../files/project-folder.js";
import { largeProtocol, withTrainingSteps } from "../../training/large-protocol.js";
import type { RunTrainingConfig } from "../../training/run-training-config.js";

/** Settings of the search and of the final test after it. */
export interface Reproduction {
  /** The study file. */
  readonly path: string;
  /** The file of the final test's rows. */
  readonly finalTestPath: string;
  readonly protocol: Protocol;
  readonly data: string;
  /** The total number of individuals, initialization included. */
  readonly steps: number;
  readonly initialCount: number;
  readonly workers: number;
  readonly seed: number;
  /** The number of candidates (best found, random, trivial, published) to test. */
  readonly candidateCount: number;
  readonly finalTestSeeds: readonly number[];
  /** The training of notebook 9: all of a run's settings but the genotype. */
  readonly run: RunTrainingConfig & Required<Pick<RunTrainingConfig, "protocol" | "validateEvery">>;
}

/** Training steps of notebook 9's run: about a minute on two cores. */
const RUN_STEPS = 1_000;

/**
 * The large protocol on a laptop: its schedule and augmentation, with the network, images and batch of the short
 * `protocol`.
 */
function shortRun(protocol: Protocol, trainingSteps: number): Protocol {
  const { network, augmentation, batchSize, trainingImages, scoringImages, scoringSize, recalibrationBatches } =
    protocol;
  const { schedule } = largeProtocol;
  const short = {
    ...largeProtocol,
    name: `large protocol, ${protocol.name} network`,
    ...{ network, augmentation, batchSize, trainingImages, scoringImages, scoringSize, recalibrationBatches },
    // As a batch of 32 asks for.
    schedule: { ...schedule, rate: 0.03 },
  };
  return withTrainingSteps(short, trainingSteps);
}

/**
 * The reproduction's settings: 48 evaluations of one training each and 4 × 3 trainings of the final test, 60 in all.
 * `HIERNAS_OUT` names the folder of its files (default: `out` in the project, which is the folder above a notebook's).
 * For tests, `HIERNAS_SCALE=smoke` shrinks it to four meaningless trainings.
 */
export function reproduction(variables: Readonly<Record<string, string | undefined>> = process.env): Reproduction {
  const out = variables.HIERNAS_OUT ?? join(projectFolder, "out");
  const smoke = variables.HIERNAS_SCALE === "smoke";
  return Object.freeze({
    path: join(out, "study.sqlite"),
    finalTestPath: join(out, "final-test.json"),
    protocol: smoke ? smokeProtocol : laptopProtocol,
    data: "sample",
    steps: smoke ? 2 : 48,
    initialCount: smoke ? 1 : 16,
    workers: 2,
    seed: 1,
    candidateCount: smoke ? 2 : 4,
    finalTestSeeds: Object.freeze(smoke ? [101] : [101, 102, 103]),
    run: Object.freeze({
      ...{ path: join(out, "run"), data: "sample", seed: 1 },
      protocol: shortRun(smoke ? smokeProtocol : laptopProtocol, smoke ? 8 : RUN_STEPS),
      validateEvery: smoke ? 4 : RUN_STEPS / 10,
    }),
  });
}
