/** The benchmark of training: ours, ours without rewrites, and a peer, interleaved in one run. Ours. */
import { prepareData } from "../evaluation/prepare-data.js";
import type { Genotype } from "../genotype/genotype.js";
import { defaultTrainingGraphConfig } from "../graph/training-graph.js";
import { planNetwork } from "../network/plan-network.js";
import type { GraphKind, ToContender } from "./contender-messages.js";
import { describeMachine, findNoise, type Machine } from "./machine.js";
import { removePeerImages, writePeerImages } from "./peer-images.js";
import { type Findings, findRatios, type Ratios } from "./ratios.js";
import type { BenchScale } from "./scale.js";
import { benchScale, type ScaleTimes } from "./bench-scale.js";

/** Settings of {@link benchTraining}. Ours. */
export interface TrainingBenchConfig {
  readonly scales: readonly BenchScale[];
  /** 2: a step on both cores; 1: two one-thread workers side by side. */
  readonly threads: readonly (1 | 2)[];
  /** Steps of each contender that count. */
  readonly steps: number;
  /** Steps before them. */
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

/** Twelve steps after three, three evaluations after one, without a peer, on the bundled sample. Ours. */
export const defaultTrainingBench = Object.freeze({
  threads: Object.freeze([2, 1] as const),
  steps: 12,
  warmUp: 3,
  evaluations: 3,
  data: "sample",
});

/** What the benchmark found. Ratios are the peer's time ÷ ours, null where one was not measured. Goes through JSON. Ours. */
export interface TrainingBench extends Ratios, Findings {
  /** The same with TensorFlow's own operations alone. */
  readonly stock: Ratios;
  /** Which kernels ours used: TensorFlow's own operations. */
  readonly floor: "stock";
  /** Ours without rewrites is measured only when the engine has rewrites that can be left out. */
  readonly hasRewrites: boolean;
  readonly machine: Machine;
  readonly loadAfter: number;
  readonly versions: Readonly<Record<string, string>>;
  readonly steps: number;
  /** Why the numbers should not be trusted; empty when they can be. */
  readonly noise: readonly string[];
  /** The raw times, by scale. */
  readonly times: Readonly<Record<string, ScaleTimes>>;
}

/** The graphs that our engine can train: one alone, or with and without its rewrites. Ours. */
export function availableGraphs(): readonly (GraphKind | undefined)[] {
  return "graph" in defaultTrainingGraphConfig ? ["rewritten", "plain"] : [undefined];
}

/**
 * Measures the genotype's training at each scale. Rejects with an AbortError when aborted, with InputError when the genotype has no network or TensorFlow is not here,
 * and with its last words when a contender dies; its child processes have ended then. Ours.
 */
export async function benchTraining(genotype: Genotype, config: TrainingBenchConfig): Promise<TrainingBench> {
  const machine = describeMachine();
  const times: Record<string, ScaleTimes> = {};
  const versions: Record<string, string> = {};
  const totals = new Map<string, number>();
  for (const scale of config.scales) {
    const { name, protocol } = scale;
    const plan = planNetwork(genotype, protocol.network);
    const data = prepareData({ protocol, data: config.data, scoreOn: "validation" });
    const { network: _network, ...training } = protocol;
    const images = config.python === undefined ? undefined : writePeerImages(data);
    const open: Extract<ToContender, { kind: "open" }> = {
      kind: "open",
      plan,
      protocol: training,
      data: config.data,
      images,
    };
    try {
      const onProgress = (done: number, total: number, note: string): void => {
        totals.set(name, done);
        const all = [...totals.values()].reduce((sum, each) => sum + each, 0);
        config.onProgress?.(all, all - done + total * (config.scales.length - config.scales.indexOf(scale)), note);
      };
      const found = await benchScale(scale, open, availableGraphs(), { ...config, onProgress });
      times[name] = found.times;
      Object.assign(versions, found.versions);
    } finally {
      if (images !== undefined) removePeerImages(images);
    }
  }
  const ratios = findRatios(times);
  const all = Object.values(times).flatMap(({ bothCores, workers, evaluations }) =>
    [bothCores, workers, evaluations].flatMap((each) => each ?? []),
  );
  return Object.freeze({
    ...ratios.ratios,
    stock: ratios.ratios,
    floor: "stock",
    ...ratios.findings,
    hasRewrites: availableGraphs().length > 1,
    machine,
    loadAfter: describeMachine().load,
    versions: Object.freeze(versions),
    steps: config.steps,
    noise: findNoise(machine.load, config.steps, all),
    times: Object.freeze(times),
  });
}
