/** The benchmark of training: ours, ours with the plain graph, and a peer, interleaved in one run. */
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
  /** Training steps of each contender that count. */
  readonly trainingSteps: number;
  /** Training steps before them. */
  readonly warmUp: number;
  /** Evaluations of each contender that count, after one that does not. */
  readonly evaluations: number;
  /** A Python with PyTorch; left out: no peer. */
  readonly python?: string;
  /** `sample` or a folder. */
  readonly data: string;
  readonly signal?: AbortSignal;
  /** Called as the work goes on. */
  readonly onProgress?: (done: number, total: number, note: string) => void;
}

/** Twelve training steps after three, three evaluations after one, without a peer, on the bundled sample. */
export const trainingBenchDefaults = Object.freeze({
  threads: Object.freeze([2, 1] as const),
  trainingSteps: 12,
  warmUp: 3,
  evaluations: 3,
  data: "sample",
});

/** What the benchmark found, first for the engine that this machine uses. Goes through JSON. */
export interface TrainingBench extends EngineResults {
  /** The same for the engine `rewritten`, TensorFlow's own operations; equal to it where the machine uses that one. */
  readonly rewritten: EngineResults;
  /** The engine that this machine uses. */
  readonly engine: EngineName;
  readonly processor: string;
  /** Cores a process: 2, a training step on both cores; 1, two workers side by side. */
  readonly threads: readonly (1 | 2)[];
  readonly versions: Readonly<Record<string, string>>;
  /** When it began, ISO 8601. */
  readonly date: string;
  readonly machine: Machine;
  readonly surroundings: Surroundings;
  readonly trainingSteps: number;
  /** Why the numbers should not be trusted; empty when they can be. */
  readonly noise: readonly string[];
  /** The raw times, by scale. */
  readonly times: Readonly<Record<string, ScaleTimes>>;
}

/**
 * Measures the genotype's training at each scale. Rejects with an AbortError when aborted, with InputError when the
 * genotype has no network or TensorFlow is not here, and with its last words when a contender dies; its child processes
 * have ended then.
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
    // Scales take about as long as each other.
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
