/** Shared by the tests of the rewrites: random genotypes, and all results of a graph on one batch. */
import assert from "node:assert/strict";
import type { Genotype } from "../../../lib/genotype/genotype.js";
import { initialize } from "../../../lib/genotype/initialize.js";
import { isConnected } from "../../../lib/genotype/liveness.js";
import type { Space } from "../../../lib/genotype/space.js";
import { initialWeights } from "../../../lib/graph/session/initial-weights.js";
import type { TrainingGraphConfig } from "../../../lib/graph/training-graph.js";
import { type Batch, openTrainingSession, type TrainingSession } from "../../../lib/graph/session/training-session.js";
import { smallNetwork } from "../../../lib/network/network-config.js";
import type { Plan } from "../../../lib/network/plan.js";
import { planNetwork } from "../../../lib/network/plan-network.js";
import { createRandom, type Random } from "../../../lib/random.js";

const RATE = 64;

/** Expected batch sizes at which all of {@link smallPlan}'s operations on parts are joined, or none. */
export const joining = { small: 1, large: 1_000_000 } as const;
/** The default expected batch size, at which some parts are joined and some are not. */
const usualExpectedBatch = 64;

/** The first random genotype of a seed that has a network. */
export function connectedGenotype(space: Space, seed: string): Genotype {
  for (let attempt = 0; ; attempt++) {
    const { genotype } = initialize(space, createRandom(`${seed}/${attempt}`), 300);
    if (isConnected(genotype)) return genotype;
  }
}

/** Two groups of 8 and 16 channels. */
export function smallPlan(genotype: Genotype): Plan {
  return planNetwork(genotype, { ...smallNetwork, channels: 8, groupCount: 2 });
}

/** A session's inputs: sizes, and the distributions of pixels and weights (default: normal). */
export interface Given {
  readonly batch: number;
  readonly height: number;
  readonly width: number;
  readonly pixel?: (random: Random) => number;
  readonly weights?: (plan: Plan) => Float32Array;
}

const usualGiven: Given = Object.freeze({ batch: 4, height: 9, width: 8 });

/** A random batch for `plan`. */
export function batchOf(plan: Plan, seed: string, { batch, height, width, pixel }: Given): Batch {
  const random = createRandom(seed);
  const { channels } = plan.imageSize;
  return {
    images: Float32Array.from({ length: batch * height * width * channels }, () =>
      pixel ? pixel(random) : random.normal(),
    ),
    labels: Int32Array.from({ length: batch }, () => random.integer(plan.classCount)),
    shape: [batch, height, width, channels],
  };
}

/** Slightly perturbed initial weights: scales of 1 and offsets of 0 would hide errors. */
export function nudgedWeights(plan: Plan): Float32Array {
  const random = createRandom("nudge");
  return initialWeights(plan, createRandom("weights")).map((weight) => weight + 0.05 * random.normal());
}

/** What is observed: a training step alone, or calibration and scoring too. */
export type Passes = "training" | "all";

/**
 * All results of a session: loss and gradient of a batch, the averages calibrated on it, and its score with them. The
 * latter are empty when only training is observed.
 */
export interface Observed {
  readonly loss: ArrayLike<number>;
  readonly gradient: Float32Array;
  readonly averages: Float32Array;
  readonly scoreLoss: ArrayLike<number>;
  readonly correct: number;
}

/** Opens a session and observes it at fixed weights, once for each given input. */
export async function observeAll(
  plan: Plan,
  config: Partial<TrainingGraphConfig>,
  given: readonly Given[],
  passes: Passes = "all",
): Promise<readonly Observed[]> {
  const { batchSize = usualExpectedBatch, ...rest } = config;
  const session = await openTrainingSession(plan, batchSize, { momentum: 0, weightDecay: 0, ...rest });
  try {
    return given.map((each) => observeSession(session, plan, each, passes));
  } finally {
    session.dispose();
  }
}

/** The same for one input. */
export async function observe(plan: Plan, config: Partial<TrainingGraphConfig>, given = usualGiven): Promise<Observed> {
  return (await observeAll(plan, config, [given]))[0];
}

function observeSession(session: TrainingSession, plan: Plan, given: Given, passes: Passes): Observed {
  const weights = (given.weights ?? nudgedWeights)(plan);
  const batch = batchOf(plan, "batch", given);
  session.setWeights(weights);
  // Without momentum and decay, at a rate far above the weights, the change of one training step is the gradient.
  const { loss } = session.train(batch, RATE);
  const after = session.weights();
  const gradient = weights.map((weight, index) => (weight - after[index]) / RATE);
  if (passes === "training") return { loss: [loss], gradient, averages: new Float32Array(), scoreLoss: [], correct: 0 };
  session.setWeights(weights);
  session.calibrate(batch, 1);
  const { loss: scoreLoss, correct } = session.score(batchOf(plan, "score", given));
  return { loss: [loss], gradient, averages: session.averages(), scoreLoss: [scoreLoss], correct };
}

/** The numbers to compare. */
export const comparedKeys = ["loss", "gradient", "averages", "scoreLoss"] as const;

/** ‖one − other‖ / ‖other‖, 0 where both are 0. */
export function distance(one: ArrayLike<number>, other: ArrayLike<number>): number {
  assert.equal(one.length, other.length);
  const difference = norm(Array.from(one, (value, index) => value - other[index]));
  return difference === 0 ? 0 : difference / norm(other);
}

/** The Euclidean norm. */
export const norm = (values: ArrayLike<number>): number =>
  Math.sqrt(Array.from(values).reduce((sum, value) => sum + value ** 2, 0));
