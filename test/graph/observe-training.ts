/** What tests of graphs that must compute the same compare: all that a training session tells of a plan, and how far two of them are apart. */
import assert from "node:assert/strict";
import type { Genotype } from "../../lib/genotype/genotype.js";
import { initialize } from "../../lib/genotype/initialize.js";
import { isConnected } from "../../lib/genotype/liveness.js";
import { publishedCell } from "../../lib/genotype/published.js";
import { flatSpace, hierarchicalSpace, type Space } from "../../lib/genotype/space.js";
import { initialWeights } from "../../lib/graph/initial-weights.js";
import type { TrainingGraphConfig } from "../../lib/graph/training-graph.js";
import { type Batch, openTrainingSession, type TrainingSession } from "../../lib/graph/training-session.js";
import { smallNetwork } from "../../lib/network/network-config.js";
import type { Plan } from "../../lib/network/plan.js";
import { planNetwork } from "../../lib/network/plan-network.js";
import { createRandom, type Random } from "../../lib/random.js";

export const TOLERANCE = 1e-5;
const RATE = 64;

export function connected(space: Space, seed: string): Genotype {
  for (let attempt = 0; ; attempt++) {
    const { genotype } = initialize(space, createRandom(`${seed}/${attempt}`), 300);
    if (isConnected(genotype)) return genotype;
  }
}

export const planOf = (genotype: Genotype): Plan =>
  planNetwork(genotype, { ...smallNetwork, channels: 8, groupCount: 2 });

export const genotypes: readonly (readonly [name: string, genotype: () => Genotype])[] = [
  ["the published cell", publishedCell],
  ...[1, 2, 3, 4].map(
    (seed) => [`hierarchical genotype ${seed}`, () => connected(hierarchicalSpace(), `${seed}`)] as const,
  ),
  ...[1, 2, 3, 4].map((seed) => [`flat genotype ${seed}`, () => connected(flatSpace(), `${seed}`)] as const),
];

/** What a session is given: sizes, and how pixels and weights are drawn (from normal distributions, if nothing is said). */
export interface Given {
  readonly batch: number;
  readonly height: number;
  readonly width: number;
  readonly pixel?: (random: Random) => number;
  readonly weights?: (plan: Plan) => Float32Array;
}

export const usualGiven: Given = Object.freeze({ batch: 4, height: 9, width: 8 });

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

/** Scales of 1 and offsets of 0 would hide mistakes. */
export function nudgedWeights(plan: Plan): Float32Array {
  const random = createRandom("nudge");
  return initialWeights(plan, createRandom("weights")).map((weight) => weight + 0.05 * random.normal());
}

/** All that a session tells: loss and gradient of a batch, the averages that calibration makes of it, the score with them. */
export interface Observed {
  readonly loss: ArrayLike<number>;
  readonly gradient: Float32Array;
  readonly averages: Float32Array;
  readonly scoreLoss: ArrayLike<number>;
  readonly correct: number;
}

/** The session must have neither momentum nor weight decay. */
export function observeSession(session: TrainingSession, plan: Plan, given: Given): Observed {
  const weights = (given.weights ?? nudgedWeights)(plan);
  const batch = batchOf(plan, "batch", given);
  session.setWeights(weights);
  // Without momentum and decay, and at a rate far above the weights, one training step's change is the gradient.
  const { loss } = session.train(batch, RATE);
  const after = session.weights();
  session.setWeights(weights);
  session.calibrate(batch, 1);
  const { loss: scoreLoss, correct } = session.score(batchOf(plan, "score", given));
  return {
    loss: [loss],
    gradient: weights.map((weight, index) => (weight - after[index]) / RATE),
    averages: session.averages(),
    scoreLoss: [scoreLoss],
    correct,
  };
}

/** What a session of `plan` tells that is opened for it, once for each of the given batches. */
export async function observeAll(
  plan: Plan,
  config: Partial<TrainingGraphConfig>,
  given: readonly Given[],
): Promise<readonly Observed[]> {
  const session = await openTrainingSession(plan, { momentum: 0, weightDecay: 0, ...config });
  try {
    return given.map((each) => observeSession(session, plan, each));
  } finally {
    session.dispose();
  }
}

export async function observe(plan: Plan, config: Partial<TrainingGraphConfig>, given = usualGiven): Promise<Observed> {
  return (await observeAll(plan, config, [given]))[0];
}

export const comparedKeys = Object.freeze(["loss", "gradient", "averages", "scoreLoss"] as const);

export function assertSame(got: Observed, want: Observed, what: string, tolerance = TOLERANCE): void {
  for (const key of comparedKeys) {
    const error = distance(got[key], want[key]);
    assert.ok(error <= tolerance, `${what}: ${key} differs by ${error}`);
  }
  assert.equal(got.correct, want.correct, what);
}

/** ‖one − other‖ ÷ ‖other‖. */
export function distance(one: ArrayLike<number>, other: ArrayLike<number>): number {
  assert.equal(one.length, other.length);
  const difference = norm(Array.from(one, (value, index) => value - other[index]));
  return difference === 0 ? 0 : difference / norm(other);
}

export const norm = (values: ArrayLike<number>): number =>
  Math.sqrt(Array.from(values).reduce((sum, value) => sum + value ** 2, 0));
