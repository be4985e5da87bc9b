/** The training benchmark: hiernas, hiernas with the plain graph, and a peer, interleaved in one run. */
import { prepareData } from "../../evaluation/prepare-data.js";
import type { Genotype } from "../../genotype/genotype.js";
import { planNetwork } from "../../network/plan-network.js";
import { benchScale, type ScaleTimes } from "./bench-scale.js";
import type { Opening } from "./contender-list.js";
import type { EngineName } from "../../graph/training-graph.js";
import { describeMachine, findNoise, type Machine, type Surroundings } from "./machine.js";
import { watchOtherWork } from "./other-work.js";
import { removePeerImages, writePeerImages } from "./peer-images.js";
import { findResults, findRewrittenResults, type EngineResults, engineOf } from "./ratios.js";
import type { BenchScale } from "./scale.js";

/** Settings of {@link benchTraining}. */
export interface TrainingBenchConfig {
  readonly scales: readonly BenchScale[];
  /** 2: a training step on both cores; 1: two one-thread workers side by side. */
  readonly threads: readonly (1 | 2)[];
  /** Measured training steps of each contender. */
  readonly trainingSteps: number;
  /** Warm-up training steps before them. */
  readonly warmUp: number;
  /** Measured evaluations of each contender, after one of warm-up. */
  readonly evaluations: number;
  /** A Python with PyTorch. Default: no peer. */
  readonly python?: string;
  /** `sample` or a folder with CIFAR-10. */
  readonly data: string;
  readonly signal?: AbortSignal;
  /** Called as the benchmark progresses. */
  readonly onProgress?: (done: number, total: number, note: string) => void;
}

/** Twelve training steps after three of warm-up, three evaluations after one, on the bundled sample, no peer. */
export const trainingBenchDefaults = Object.freeze({
  threads: Object.freeze([2, 1] as const),
  trainingSteps: 12,
  warmUp: 3,
  evaluations: 3,
  data: "sample",
});

/** The benchmark's results, first for the engine that this machine uses. Survives JSON. */
export interface TrainingBench extends EngineResults {
  /** The results of the engine `rewritten` (TensorFlow's own operations); the same if the machine uses that one. */
  readonly rewritten: EngineResults;
  /** The engine that this machine uses. */
  readonly engine: EngineName;
  readonly processor: string;
  /** Cores per process: 2, a training step on both cores; 1, two workers side by side. */
  readonly threads: readonly (1 | 2)[];
  readonly versions: Readonly<Record<string, string>>;
  /** When the benchmark began, ISO 8601. */
  readonly date: string;
  readonly machine: Machine;
  readonly surroundings: Surroundings;
  readonly trainingSteps: number;
  /** Reasons not to trust the numbers; empty if there are none. */
  readonly noise: readonly string[];
  /** The raw times, by scale. */
  readonly times: Readonly<Record<string, ScaleTimes>>;
}

/**
 * Measures the genotype's training at each scale. Rejects with an AbortError when aborted, with InputError when the
 * genotype has no network or TensorFlow is not installed, and with a contender's last line on stderr when its process
 * dies. All child processes have ended by then.
 */
export async function benchTraining(genotype: Genotype, config: TrainingBenchConfig): Promise<TrainingBench> {
  const date = new Date().toISOString();
  const machine = describeMachine();
  const otherWork = watchOtherWork();
  const times: Record<string, ScaleTimes> = {};
  const versions: Record<string, string> = {};
  for (const [index, scale] of config.scales.entries()) {
    const { name, protocol } = scale;
    const plan = planNetwork(genotype, protocol.network);
    const data = prepareData({ protocol, data: config.data, scoreOn: "validation" });
    const { network: _network, ...training } = protocol;
    const images = config.python === undefined ? undefined : writePeerImages(data);
    const opening: Opening = { kind: "open", plan, protocol: training, data: config.data, images };
    // For progress, all scales take equally long.
    const onProgress = (done: number, total: number, note: string): void =>
      config.onProgress?.(index * total + done, config.scales.length * total, note);
    try {
      const found = await benchScale(scale, opening, { ...config, onProgress });
      times[name] = found.times;
      Object.assign(versions, found.versions);
    } finally {
      if (images !== undefined) removePeerImages(images);
    }
  }
  const all = Object.values(times).flatMap(({ bothCores = [], workers = [], evaluations = [] }) => [
    ...bothCores,
    ...workers,
    ...evaluations,
  ]);
  const surroundings = Object.freeze({
    loadBefore: machine.load,
    loadAfter: describeMachine().load,
    otherWork: otherWork(),
  });
  return Object.freeze({
    ...findResults(times),
    rewritten: findRewrittenResults(times),
    engine: engineOf(times),
    processor: machine.processor,
    threads: config.threads,
    versions: Object.freeze(versions),
    date,
    machine,
    surroundings,
    trainingSteps: config.trainingSteps,
    noise: findNoise(surroundings, config.trainingSteps, all),
    times: Object.freeze(times),
  });
}
