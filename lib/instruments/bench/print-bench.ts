/** Benchmarks as text for a terminal. */
import { percentWords } from "../../input/quantity.js";
import type { ProtocolBench } from "./bench-protocol.js";
import type { ScaleTimes } from "./bench-scale.js";
import type { TrainingBench } from "./bench-training.js";
import { isPeer } from "./contender-list.js";
import { comparePeer } from "./known-peer.js";
import { type Machine, processorWords } from "./machine.js";
import type { EngineResults } from "./ratios.js";
import { fastest, perHour, type Times } from "./summarize.js";

const FUSED = "the engine fused: one C++ operation";
const REWRITTEN = "the engine rewritten: TensorFlow's own operations";

/** The results of a training benchmark, as lines. */
export function printTrainingBench(bench: TrainingBench): string {
  const lines = [
    ...printMachine(bench.machine, bench.versions),
    ...Object.entries(bench.times).flatMap(([name, times]) => printScale(name, times)),
    "",
    bench.engine === "fused" ? FUSED : REWRITTEN,
    ...printResults(bench),
    ...(bench.engine === "fused" ? ["", REWRITTEN, ...printResults(bench.rewritten)] : []),
    ...printPeers(bench),
    ...printNoise(bench.noise),
  ];
  return `${lines.join("\n")}\n`;
}

/** The results of a protocol's benchmark, as lines. */
export function printProtocolBench(bench: ProtocolBench): string {
  const { protocol, batchSize, trainingStep, trainingSteps, trainingCount, evaluationMillis } = bench;
  const lines = [
    ...printMachine(bench.machine, bench.versions),
    `protocol ${protocol}: ${bench.parameterCount} parameters, batch ${batchSize}, ${trainingCount} trainings of ${trainingSteps} training steps`,
    row("engine", `${bench.engine}, graph ${bench.graph}`),
    row(
      "a training step",
      `${millis(trainingStep.medianMillis)} (median of ${trainingStep.millis.length}, ${trainingStep.threads} cores)`,
    ),
    row("a scoring batch", millis(bench.scoringBatchMillis)),
    row("an evaluation", `${hours(evaluationMillis)} on this machine, extrapolated`),
    ...printNoise(bench.noise),
  ];
  return `${lines.join("\n")}\n`;
}

function printMachine(machine: Machine, versions: Readonly<Record<string, string>>): string[] {
  const told = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  const { cores, load } = machine;
  return [`${processorWords(machine)}, ${cores} cores, load ${load.toFixed(2)} before the start; ${told.join(", ")}`];
}

function printScale(name: string, times: ScaleTimes): string[] {
  const { parameterCount, batchSize, bothCores = [], workers = [], evaluations = [], byBatchSize = {} } = times;
  const { isLarge, peakBytes = {} } = times;
  const lines = ["", `${name} scale: ${parameterCount} parameters, batch ${batchSize}`];
  const list = (title: string, all: readonly Times[], tell: (each: Times) => string): void => {
    if (all.length === 0) return;
    lines.push(` ${title}`);
    for (const each of all)
      lines.push(row(`  ${each.contender}`, `${tell(each)}, spread ${percentWords(each.spread, 0)}`));
  };
  list("a training step, both cores", bothCores, (each) => millis(each.medianMillis));
  list("a training step, two one-thread workers side by side", workers, (each) => `${millis(each.medianMillis)} each`);
  list(
    "a whole evaluation, two workers",
    evaluations,
    (each) => `${(each.medianMillis / 1000).toFixed(2)} s, ${perHour(each).toFixed(0)} per hour`,
  );
  if (isLarge && Object.keys(peakBytes).length > 0) {
    lines.push(" peak memory");
    for (const [contender, bytes] of Object.entries(peakBytes))
      lines.push(row(`  ${contender}`, `${(bytes / 2 ** 30).toFixed(2)} GiB`));
  }
  for (const [contender, sizes] of Object.entries(byBatchSize)) {
    lines.push(` by batch size, both cores: ${contender}`);
    for (const [size, { medianMillis }] of Object.entries(sizes))
      lines.push(row(`  ${size}`, `${millis(medianMillis)}, ${(medianMillis / Number(size)).toFixed(2)} ms per image`));
  }
  return lines;
}

/** The ratios and shares of one engine, one line each. */
function printResults(results: EngineResults): string[] {
  const ratios: readonly (readonly [string, number | null])[] = [
    ["published scale, both cores", results.ratio],
    ["published scale, two workers", results.workerRatio],
    ["laptop scale, both cores", results.laptopRatio],
    ["laptop scale, two workers", results.laptopWorkerRatio],
    ["evaluations per hour", results.evaluationRatio],
  ];
  const told = ratios.flatMap(([what, ratio]) => (ratio === null ? [] : [row(what, `${ratio.toFixed(2)} × PyTorch`)]));
  const large = Object.entries(results.largeRatios).map(([scale, ratio]) =>
    row(`${scale} scale, both cores`, `${ratio.toFixed(2)} × PyTorch`),
  );
  const memory = Object.entries(results.memoryRatios).map(([scale, ratio]) =>
    row(`${scale} scale, peak memory`, `1/${ratio.toFixed(2)} of PyTorch's`),
  );
  const rewrites = Object.entries(results.rewriteRatios).map(([scale, ratio]) =>
    row(`${scale} scale, both cores`, `${ratio.toFixed(2)} × the plain graph's speed`),
  );
  const { startupShare, perImageDeviation } = results;
  return [
    ...told,
    ...large,
    ...memory,
    ...rewrites,
    ...(startupShare === null ? [] : [row("start of an evaluation", `${percentWords(startupShare, 0)} of its time`)]),
    ...(perImageDeviation === null ? [] : [row("time per image", `flat within ${percentWords(perImageDeviation, 0)}`)]),
    ...Object.entries(results.outsideShares).map(([scale, share]) =>
      row(`outside TensorFlow, ${scale}`, `${percentWords(share)} of a training step`),
    ),
  ];
}

/** PyTorch's times against the reference, one line each. */
function printPeers({ times, machine, versions }: TrainingBench): string[] {
  const lines = (["published", "laptop"] as const).flatMap((scale) =>
    (["bothCores", "workers"] as const).flatMap((what) => {
      const { [what]: measured = [], parameterCount = 0 } = times[scale] ?? {};
      const peer = fastest(measured.filter(isPeer));
      if (peer === undefined) return [];
      const time = { scale, what, millis: peer.medianMillis, parameterCount, torch: versions.torch ?? "" };
      return [comparePeer(machine, time)];
    }),
  );
  return lines.length === 0 ? [] : ["", ...lines];
}

function printNoise(noise: readonly string[]): string[] {
  return noise.length === 0 ? [] : ["", ...noise.map((why) => `too noisy to tell: ${why}`)];
}

const row = (what: string, value: string): string => `${what.padEnd(30)} ${value}`;
const millis = (value: number): string => `${value.toFixed(value < 100 ? 1 : 0)} ms`;
const hours = (value: number): string => `${(value / 3_600_000).toFixed(1)} h`;
