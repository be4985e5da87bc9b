/** Estimates how long a protocol's evaluation takes on this machine from a few of its training steps. */
import { cifar10Defaults } from "../../dataset/cifar-10.js";
import { prepareData } from "../../evaluation/prepare-data.js";
import type { Protocol } from "../../evaluation/protocol.js";
import type { Genotype } from "../../genotype/genotype.js";
import { planNetwork } from "../../network/plan-network.js";
import { ourCommand, startContender } from "./contender.js";
import { OURS } from "./contender-list.js";
import type { EngineName } from "../../graph/training-graph.js";
import type { GraphKind } from "./contender-messages.js";
import { describeMachine, findNoise, type Machine } from "./machine.js";
import { watchOtherWork } from "./other-work.js";
import { summarizeTimes, type Times } from "./summarize.js";

/** Settings of {@link benchProtocol}. */
export interface ProtocolBenchConfig {
  /** The number of training steps to time. */
  readonly trainingSteps: number;
  /** The number of cores of the one training process. */
  readonly threads: number;
  /** Default: the fastest on this machine. */
  readonly graph?: GraphKind;
  /** `sample` or a folder with CIFAR-10. */
  readonly data: string;
  /** The number of scoring images to assume if the protocol leaves it to the data. */
  readonly scoringImages: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: (done: number, total: number, note: string) => void;
}

/** Twenty training steps on both cores with the bundled sample, and as many scoring images as the paper holds out. */
export const protocolBenchDefaults = Object.freeze({
  trainingSteps: 20,
  threads: 2,
  data: "sample",
  scoringImages: cifar10Defaults.validationCount,
});

/** An evaluation's time, extrapolated. */
export interface ProtocolBench {
  readonly protocol: string;
  readonly graph: GraphKind;
  /** What computed the training steps. */
  readonly engine: EngineName;
  readonly parameterCount: number;
  readonly batchSize: number;
  readonly trainingSteps: number;
  readonly trainingCount: number;
  readonly trainingStep: Times;
  /** The time of one batch of scoring images, in milliseconds. */
  readonly scoringBatchMillis: number;
  /** The time of all trainings with recalibration and scoring, in milliseconds. */
  readonly evaluationMillis: number;
  readonly machine: Machine;
  readonly versions: Readonly<Record<string, string>>;
  readonly noise: readonly string[];
}

const WARM_UP = 2;
const SCORED = 3;

/**
 * Times training steps and scoring of the genotype under `protocol` as it is configured. Rejects like `benchTraining`.
 */
export async function benchProtocol(
  genotype: Genotype,
  protocol: Protocol,
  config: ProtocolBenchConfig,
): Promise<ProtocolBench> {
  const { trainingSteps, threads, data, graph = "fastest", signal, onProgress } = config;
  const machine = describeMachine();
  const otherWork = watchOtherWork();
  const plan = planNetwork(genotype, protocol.network);
  const { network: _network, ...training } = protocol;
  // Reports bad images early and in one line.
  prepareData({ protocol: training, data, scoreOn: "validation" });
  const contender = startContender(ourCommand(OURS, threads), signal);
  try {
    const opened = await contender.open({ kind: "open", plan, protocol: training, data, graph });
    const { versions, engine = "rewritten" } = opened;
    const total = WARM_UP + trainingSteps + SCORED;
    const millis: number[] = [];
    for (let trainingStep = 1; trainingStep <= WARM_UP + trainingSteps; trainingStep++) {
      const trained = await contender.train(protocol.batchSize);
      if (trainingStep > WARM_UP) millis.push(trained.millis);
      onProgress?.(trainingStep, total, "training steps");
    }
    const scored: number[] = [];
    for (let batch = 1; batch <= SCORED; batch++) {
      scored.push((await contender.score()).millis);
      onProgress?.(WARM_UP + trainingSteps + batch, total, "scoring");
    }
    const trainingStep = summarizeTimes({ contender: contender.name, threads, processes: 1 }, millis);
    const scoringBatchMillis = Math.min(...scored);
    const scoringImages = protocol.scoringImages ?? config.scoringImages;
    const batches = protocol.recalibrationBatches + Math.ceil(scoringImages / protocol.scoringBatchSize);
    const trainingMillis = trainingStep.medianMillis * protocol.trainingSteps + scoringBatchMillis * batches;
    // An ended child counts as the benchmark's own work.
    await contender.end();
    const around = { loadBefore: machine.load, loadAfter: describeMachine().load, otherWork: otherWork() };
    return Object.freeze({
      protocol: protocol.name,
      graph,
      engine,
      parameterCount: plan.parameterCount,
      batchSize: protocol.batchSize,
      trainingSteps: protocol.trainingSteps,
      trainingCount: protocol.trainingCount,
      trainingStep,
      scoringBatchMillis,
      evaluationMillis: trainingMillis * protocol.trainingCount,
      machine,
      versions,
      noise: findNoise(around, trainingSteps, [trainingStep]),
    });
  } finally {
    await contender.end();
  }
}
