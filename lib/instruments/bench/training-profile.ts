/** Profiles training steps by operation and makes the rows of the figures. */
import { sum } from "d3-array";
import type { RooflinePoint } from "../../figures/charts/roofline.js";
import {
  REST,
  type TrainingStepBound,
  type TrainingStepPart,
  UNDIVIDED,
} from "../../figures/charts/training-step-by-part.js";
import type { Genotype } from "../../genotype/genotype.js";
import { trivialGenotype } from "../../genotype/initialize.js";
import { publishedCell } from "../../genotype/published.js";
import { hierarchicalSpace } from "../../genotype/space.js";
import { smokeProtocol } from "../../evaluation/protocol.js";
import type { NetworkConfig } from "../../network/network-config.js";
import { planNetwork } from "../../network/plan-network.js";
import { createRandom } from "../../random.js";
import { benchOperations, type OperationRow } from "./bench-operations.js";
import { rooflineDefaults, type MachineRoofline, type RooflineConfig } from "./bench-roofline.js";
import { benchTrainingSteps, costOfTrainingStep, type TrainingStepTimes } from "./bench-training-steps.js";
import { groupOfOperation, operationGroups } from "./operation-group.js";
import type { TrainingStepCost } from "./program-cost.js";
import { randomBatch } from "./random-batch.js";
import { type PhaseRow, readPhases } from "./read-phases.js";
import { laptopScale, publishedScale } from "./scale.js";

/** A scale to profile. */
export interface ProfileScale {
  readonly name: string;
  readonly network: NetworkConfig;
  readonly batchSize: number;
}

/** The settings of the profiling notebook. */
export interface ProfileSettings {
  readonly genotype: Genotype;
  readonly scales: readonly ProfileScale[];
  /** The number of training steps of each graph, and of measurements of each operation. */
  readonly trainingStepRounds: number;
  readonly rounds: number;
  /** The most back-to-back repetitions of an operation. */
  readonly mostCopies: number;
  readonly machine: RooflineConfig;
}

/**
 * The published cell at laptop and published scale, a minute or two. For tests, `HIERNAS_SCALE=smoke` shrinks it to
 * seconds and meaningless numbers.
 */
export function profileSettings(
  variables: Readonly<Record<string, string | undefined>> = process.env,
): ProfileSettings {
  if (variables.HIERNAS_SCALE === "smoke") {
    const { network, batchSize } = smokeProtocol;
    return Object.freeze({
      genotype: trivialGenotype(hierarchicalSpace),
      scales: Object.freeze([{ name: "smoke scale", network, batchSize }]),
      trainingStepRounds: 1,
      rounds: 1,
      mostCopies: 4,
      machine: Object.freeze({ matrixSides: Object.freeze([64]), largestBytes: 2 ** 18, rounds: 1, mostCopies: 4 }),
    });
  }
  const scaleOf = ({ protocol: { name, network, batchSize } }: typeof laptopScale): ProfileScale =>
    Object.freeze({ name, network, batchSize });
  return Object.freeze({
    genotype: publishedCell,
    scales: Object.freeze([laptopScale, publishedScale].map(scaleOf)),
    trainingStepRounds: 12,
    rounds: 5,
    mostCopies: 128,
    machine: rooflineDefaults,
  });
}

/** The training-step times of one network, in total and by operation. */
export interface TrainingProfile {
  readonly scale: string;
  readonly trainingSteps: readonly TrainingStepTimes[];
  /** By TensorFlow graph, slowest operation first. */
  readonly operations: Readonly<Record<"plain" | "rewritten", readonly OperationRow[]>>;
  /** The least work of the training step as the fused operation computes it. */
  readonly cost: TrainingStepCost;
  /** The fused operation's phases; empty if it writes no profile. */
  readonly phases: readonly PhaseRow[];
}

/**
 * Measures whole training steps in turn, then each operation alone. The fused operation's phases come from the file
 * that the environment variable `HIERNAS_PROFILE` names, if it writes one. Throws InputError when the genotype has no
 * network or TensorFlow is not installed.
 */
export async function profileTraining(
  genotype: Genotype,
  { name, network, batchSize }: ProfileScale,
  {
    trainingStepRounds,
    rounds,
    mostCopies,
    onProgress,
  }: Pick<ProfileSettings, "trainingStepRounds" | "rounds" | "mostCopies"> & {
    readonly onProgress?: (done: number, total: number) => void;
  },
): Promise<TrainingProfile> {
  const plan = planNetwork(genotype, network);
  const batch = randomBatch(plan, batchSize, createRandom("profile"));
  const trainingSteps = await benchTrainingSteps(plan, batch, { rounds: trainingStepRounds });
  const phases = trainingSteps.some(({ graph }) => graph === "fused") ? readPhases(process.env.HIERNAS_PROFILE) : [];
  const config = (from: number) => ({
    rounds,
    mostCopies,
    onProgress: (done: number, total: number) => onProgress?.(from + done / total, 2),
  });
  const plain = await benchOperations(plan, batch, { graph: "plain", ...config(0) });
  const rewritten = await benchOperations(plan, batch, { graph: "rewritten", ...config(1) });
  return Object.freeze({
    scale: name,
    trainingSteps,
    operations: Object.freeze({ plain, rewritten }),
    cost: costOfTrainingStep(plan, batch.shape),
    phases,
  });
}

/**
 * The parts of every training step: groups of operations and the unexplained rest, the fused operation by phase or
 * undivided.
 */
export function trainingStepParts(profiles: readonly TrainingProfile[]): readonly TrainingStepPart[] {
  return profiles.flatMap(({ scale, trainingSteps, operations, phases }) =>
    trainingSteps.flatMap(({ graph, millis }): readonly TrainingStepPart[] => {
      const parts =
        graph === "fused"
          ? phases.map(({ phase, millis: own }) => ({ scale, graph, part: phase, millis: own }))
          : operationGroups.map((group) => {
              const own = operations[graph].filter(({ op }) => groupOfOperation(op) === group);
              return { scale, graph, part: PART_WORDS[group] ?? group, millis: sum(own, (row) => row.millis) };
            });
      const rest = Math.max(0, millis - sum(parts.map(({ millis: part }) => part)));
      return [...parts, { scale, graph, part: parts.length === 0 ? UNDIVIDED : REST, millis: rest }];
    }),
  );
}

/** What a figure calls groups whose names say too little. */
const PART_WORDS: Readonly<Record<string, string>> = {
  products: "matrix products (1×1)",
  "joining and cutting": "concatenate and split",
};

/** The times that arithmetic alone and memory traffic alone would take on one core at the measured speeds. */
export function trainingStepBounds(
  profiles: readonly TrainingProfile[],
  machine: MachineRoofline,
): readonly TrainingStepBound[] {
  const slowest = machine.roofs[machine.roofs.length - 1];
  return profiles.flatMap(({ scale, cost }) => {
    const { flops, bytes } = totalOf(cost);
    const arithmetic = { scale, bound: "arithmetic at matrix speed", millis: flops / 1e6 / machine.gigaflopsPerSecond };
    if (slowest === undefined) return [arithmetic];
    const millis = bytes / 1e6 / slowest.gigabytesPerSecond;
    return [{ scale, bound: `traffic at the speed of ${slowest.name}`, millis }, arithmetic];
  });
}

/** One point per operation that takes at least a hundredth of its training step, and one per whole training step. */
export function rooflinePoints({ trainingSteps, operations, cost }: TrainingProfile): readonly RooflinePoint[] {
  const points = trainingSteps.flatMap(({ graph, millis }): readonly RooflinePoint[] => {
    if (graph === "fused") return [];
    const label = graph === "rewritten" ? ({ label: "left" } as const) : {};
    return operations[graph]
      .filter((row) => row.millis >= 0.01 * millis)
      .map((row) => ({
        ...pick(row),
        name: plainName(row.op),
        group: `${graph} graph`,
        ...(row.millis >= 0.03 * millis ? label : {}),
      }));
  });
  const whole = trainingSteps.map(({ graph, millis }): RooflinePoint => {
    const work = graph === "fused" ? totalOf(cost) : sumOf(operations[graph]);
    return { ...work, millis, name: graph, group: "whole training step", label: "right" };
  });
  return [...points, ...whole];
}

const pick = ({ flops, bytes, millis }: OperationRow): Pick<OperationRow, "flops" | "bytes" | "millis"> => ({
  flops,
  bytes,
  millis,
});

/** The total floating-point operations and bytes of a training step. */
export function totalOf({ flops, bytes }: TrainingStepCost): { readonly flops: number; readonly bytes: number } {
  return { flops: sum(Object.values(flops)), bytes: sum(Object.values(bytes)) };
}

const sumOf = (rows: readonly OperationRow[]): { readonly flops: number; readonly bytes: number } => ({
  flops: sum(rows, ({ flops }) => flops),
  bytes: sum(rows, ({ bytes }) => bytes),
});

const plainNames: readonly (readonly [RegExp, string])[] = [
  [/^_?FusedBatchNorm.*Grad/, "normalization, backward"],
  [/^_?FusedBatchNorm/, "normalization"],
  [/^Depthwise.*Filter/, "depthwise, weights"],
  [/^Depthwise.*Input/, "depthwise, backward"],
  [/^Depthwise/, "depthwise"],
  [/^Conv2D.*Filter/, "convolution, weights"],
  [/^Conv2D.*Input/, "convolution, backward"],
  [/^Conv2D/, "convolution"],
  [/MatMul/, "matrix product"],
  [/^AvgPoolGrad/, "average-pooling, backward"],
  [/^AvgPool/, "average-pooling"],
  [/^MaxPoolGrad/, "max-pooling, backward"],
  [/^MaxPool/, "max-pooling"],
  [/^ReluGrad/, "ReLU, backward"],
  [/^Concat/, "concatenate"],
];

/** TensorFlow's name of an operation in plain words, where there are some. */
const plainName = (op: string): string => plainNames.find(([own]) => own.test(op))?.[1] ?? op;
