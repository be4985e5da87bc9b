/** The targets for training speed, and the table of targets and results in `data/benchmarks`. */
import { percentWords } from "../../input/quantity.js";
import type { TrainingBench } from "./bench-training.js";
import { processorWords } from "./machine.js";
import type { EngineResults } from "./ratios.js";
import { largeScales } from "./scale.js";

/** A target: a lower or an upper bound. */
export interface Target {
  readonly what: string;
  /** Whether it is of a large scale. */
  readonly isLarge: boolean;
  readonly sense: "at least" | "at most";
  /** A plain number, or a fraction printed as %. */
  readonly unit: "ratio" | "share";
  /** The target for the engine `rewritten`. Default: that for `fused`. */
  readonly rewrittenReach?: number;
  /** The target for the engine `fused`. */
  readonly reach: number;
  readonly aim: number;
  /** Null: not measured. */
  readonly valueOf: (results: EngineResults) => number | null;
}

const ratio = { isLarge: false, sense: "at least", unit: "ratio" } as const;
const share = { isLarge: false, sense: "at most", unit: "share" } as const;
const large = { isLarge: true, sense: "at least", unit: "ratio" } as const;
const largest = (shares: Readonly<Record<string, number>>): number | null =>
  Object.keys(shares).length === 0 ? null : Math.max(...Object.values(shares));

const largeTargets: readonly Target[] = largeScales.flatMap(({ name, protocol }) => [
  {
    what: `large network, c0 = ${protocol.network.channels}, batch ${protocol.batchSize}, a training step on both cores`,
    ...large,
    rewrittenReach: 1,
    reach: 2,
    aim: 2.5,
    valueOf: ({ largeRatios }: EngineResults) => largeRatios[name] ?? null,
  },
  {
    what: "the same: PyTorch's peak memory ÷ hiernas's",
    ...large,
    rewrittenReach: 1,
    reach: 3,
    aim: 3.5,
    valueOf: ({ memoryRatios }: EngineResults) => memoryRatios[name] ?? null,
  },
]);

/** Ratios are PyTorch's time ÷ hiernas's, on 2 cores without a GPU, with the published cell. */
export const trainingTargets: readonly Target[] = Object.freeze([
  {
    what: "published scale, a training step on both cores",
    ...ratio,
    rewrittenReach: 1.7,
    reach: 2.5,
    aim: 3.2,
    valueOf: (results: EngineResults) => results.ratio,
  },
  {
    what: "published scale, two one-thread workers side by side",
    ...ratio,
    rewrittenReach: 1.5,
    reach: 2.3,
    aim: 3,
    valueOf: (results: EngineResults) => results.workerRatio,
  },
  {
    what: "laptop scale, a training step on both cores",
    ...ratio,
    rewrittenReach: 3,
    reach: 4,
    aim: 5,
    valueOf: (results: EngineResults) => results.laptopRatio,
  },
  {
    what: "laptop scale, two one-thread workers side by side",
    ...ratio,
    rewrittenReach: 1.9,
    reach: 2.5,
    aim: 3.5,
    valueOf: (results: EngineResults) => results.laptopWorkerRatio,
  },
  {
    what: "whole laptop-scale evaluations per hour, two workers",
    ...ratio,
    reach: 2.3,
    aim: 3,
    valueOf: (results: EngineResults) => results.evaluationRatio,
  },
  {
    what: "share of such an evaluation outside its training steps and scoring",
    ...share,
    reach: 0.15,
    aim: 0.08,
    valueOf: (results: EngineResults) => results.startupShare,
  },
  {
    what: "time per image at batch 32, 64, 128, 256: largest distance from the median",
    ...share,
    reach: 0.1,
    aim: 0.1,
    valueOf: (results: EngineResults) => results.perImageDeviation,
  },
  {
    what: "share of a training step outside TensorFlow (JavaScript, data), the larger of both scales",
    ...share,
    reach: 0.02,
    aim: 0.01,
    valueOf: (results: EngineResults) => largest(results.outsideShares),
  },
  ...largeTargets,
]);

/**
 * The table of targets and measurements, with the machine above it, as Markdown: the targets of large scales or of the
 * others, whichever were measured. `genotype` is its name on the command line.
 */
export function printTargets(bench: TrainingBench, genotype: string): string {
  const { machine, versions, date, engine, surroundings, noise, trainingSteps } = bench;
  const sizes = Object.values(bench.times).map(({ isLarge }) => isLarge);
  const rows = trainingTargets
    .filter(({ isLarge }) => sizes.includes(isLarge))
    .map((target) => [
      target.what,
      reachOf(target),
      tell(target, target.aim),
      measured(target, bench.rewritten, target.rewrittenReach ?? target.reach),
      measured(target, bench, engine === "fused" ? target.reach : (target.rewrittenReach ?? target.reach)),
    ]);
  const used = engine === "fused" ? "fused" : "rewritten, the only engine here";
  const heads = ["PyTorch's time ÷ hiernas's", "reach", "aim", "measured, rewritten", `measured, ${used}`];
  const told = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  const others = surroundings.otherWork === null ? "" : `, other work ${surroundings.otherWork.toFixed(2)} cores`;
  const lines = [
    `${date.slice(0, 10)}, ${processorWords(machine)}, ${machine.cores} cores; ${told.join(", ")}; medians of ${trainingSteps} training steps; load ${surroundings.loadBefore.toFixed(2)} before${others}; genotype ${genotype}.`,
    "",
    ...printTable([heads, ...rows]),
    ...(noise.length === 0 ? [] : ["", `Too noisy to tell: ${noise.join("; ")}.`]),
  ];
  return `${lines.join("\n")}\n`;
}

function reachOf(target: Target): string {
  const { rewrittenReach, reach } = target;
  return rewrittenReach === undefined
    ? tell(target, reach)
    : `${tell(target, rewrittenReach)}, fused ${tell(target, reach)}`;
}

function measured(target: Target, results: EngineResults, reach: number): string {
  const value = target.valueOf(results);
  if (value === null) return "not measured";
  const isReached = target.sense === "at least" ? value >= reach : value <= reach;
  return `${number(target, value)}${isReached ? "" : " (not reached)"}`;
}

function tell(target: Target, bound: number): string {
  return `${target.sense === "at least" ? "≥" : "≤"} ${target.unit === "share" ? `${bound * 100} %` : bound}`;
}

function number({ unit }: Target, value: number): string {
  return unit === "share" ? percentWords(value) : value.toFixed(2);
}

/** Pads cells like prettier. */
function printTable(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  const line = (row: readonly string[]) => `| ${row.map((cell, column) => cell.padEnd(widths[column])).join(" | ")} |`;
  const [head, ...body] = rows;
  return [line(head), line(widths.map((width) => "-".repeat(width))), ...body.map(line)];
}
