/** Benchmarks as text for a terminal. Ours. */
import type { ProtocolBench } from "./bench-protocol.js";
import type { ScaleTimes } from "./bench-scale.js";
import type { TrainingBench } from "./bench-training.js";
import { comparePeer, type Machine } from "./machine.js";
import { isPeer } from "./ratios.js";
import { fastest, perHour, type Times } from "./summarize.js";

/** What a training benchmark found, as lines. Ours. */
export function printTrainingBench(bench: TrainingBench): string {
  const lines = [
    ...printMachine(bench.machine, bench.versions),
    ...Object.entries(bench.times).flatMap(([name, times]) => printScale(name, times)),
    "",
    ...printRatios(bench),
    ...printPeers(bench),
    ...printNoise(bench.noise),
  ];
  return `${lines.join("\n")}\n`;
}

/** What a protocol's benchmark found, as lines. Ours. */
export function printProtocolBench(bench: ProtocolBench): string {
  const { protocol, batchSize, step, trainingSteps, trainingCount, evaluationMillis } = bench;
  const lines = [
    ...printMachine(bench.machine, bench.versions),
    `protocol ${protocol}: ${bench.parameterCount} parameters, batch ${batchSize}, ${trainingCount} trainings of ${trainingSteps} training steps`,
    row("a training step", `${millis(step.medianMillis)} (median of ${step.millis.length}, ${step.threads} cores)`),
    row("a scoring batch", millis(bench.scoringBatchMillis)),
    row("an evaluation", `${hours(evaluationMillis)} on this machine, extrapolated`),
    ...printNoise(bench.noise),
  ];
  return `${lines.join("\n")}\n`;
}

function printMachine({ processor, cores, load }: Machine, versions: Readonly<Record<string, string>>): string[] {
  const told = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  return [`${processor}, ${cores} cores, load ${load.toFixed(2)} before the start; ${told.join(", ")}`];
}

function printScale(name: string, times: ScaleTimes): string[] {
  const { parameterCount, batchSize, bothCores = [], workers = [], evaluations = [], byBatchSize = {} } = times;
  const lines = ["", `${name} scale: ${parameterCount} parameters, batch ${batchSize}`];
  const list = (title: string, all: readonly Times[], tell: (each: Times) => string): void => {
    if (all.length === 0) return;
    lines.push(` ${title}`);
    for (const each of all) lines.push(row(`  ${each.contender}`, `${tell(each)}, spread ${percent(each.spread)}`));
  };
  list("a training step, both cores", bothCores, (each) => millis(each.medianMillis));
  list("a training step, two one-thread workers side by side", workers, (each) => `${millis(each.medianMillis)} each`);
  list(
    "a whole evaluation, two workers",
    evaluations,
    (each) => `${(each.medianMillis / 1000).toFixed(2)} s, ${perHour(each).toFixed(0)} an hour`,
  );
  for (const [size, { medianMillis }] of Object.entries(byBatchSize))
    lines.push(
      row(` batch ${size}`, `${millis(medianMillis)}, ${(medianMillis / Number(size)).toFixed(2)} ms an image`),
    );
  return lines;
}

function printRatios(bench: TrainingBench): string[] {
  const ratios: readonly (readonly [string, number | null])[] = [
    ["published scale, both cores", bench.ratio],
    ["published scale, two workers", bench.workerRatio],
    ["laptop scale, both cores", bench.laptopRatio],
    ["laptop scale, two workers", bench.laptopWorkerRatio],
    ["evaluations an hour", bench.evaluationRatio],
  ];
  const told = ratios.flatMap(([what, ratio]) => (ratio === null ? [] : [row(what, `${ratio.toFixed(2)} × PyTorch`)]));
  const rewrites = Object.entries(bench.rewriteRatios).map(([scale, ratio]) =>
    row(`rewrites, ${scale} scale`, `${ratio.toFixed(2)} × without them`),
  );
  return [
    ...told,
    ...(bench.hasRewrites ? rewrites : ["ours without rewrites: no rewrites yet"]),
    ...(bench.startupShare === null ? [] : [row("start of an evaluation", percent(bench.startupShare))]),
    ...(bench.perImageSpread === null ? [] : [row("time per image varies by", percent(bench.perImageSpread))]),
    ...Object.entries(bench.outsideShares).map(([scale, share]) =>
      row(`outside TensorFlow, ${scale}`, `${(100 * share).toFixed(1)} % of a step`),
    ),
  ];
}

/** Whether PyTorch ran as fast as it is known to, a line each. Ours. */
function printPeers({ times, machine }: TrainingBench): string[] {
  return (["published", "laptop"] as const).flatMap((scale) =>
    (["step", "worker"] as const).flatMap((what) => {
      const list = (what === "step" ? times[scale]?.bothCores : times[scale]?.workers) ?? [];
      const peer = fastest(list.filter(isPeer));
      return peer === undefined ? [] : [comparePeer(machine.processor, scale, what, peer.medianMillis)];
    }),
  );
}

function printNoise(noise: readonly string[]): string[] {
  return noise.length === 0 ? [] : ["", ...noise.map((why) => `too noisy to tell: ${why}`)];
}

const row = (what: string, value: string): string => `${what.padEnd(30)} ${value}`;
const millis = (value: number): string => `${value.toFixed(value < 100 ? 1 : 0)} ms`;
const percent = (share: number): string => `${(100 * share).toFixed(0)} %`;
const hours = (value: number): string => `${(value / 3_600_000).toFixed(1)} h`;
