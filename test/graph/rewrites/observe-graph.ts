/** What the tests of the rewrites compare: random genotypes, and all that a graph tells about one batch. */
import assert from "node:assert/strict";
import type { Genotype } from "../../../lib/genotype/genotype.js";
import { initialize } from "../../../lib/genotype/initialize.js";
import { isConnected } from "../../../lib/genotype/liveness.js";
import type { Space } from "../../../lib/genotype/space.js";
import { initialWeights } from "../../../lib/graph/initial-weights.js";
import type { TrainingGraphConfig } from "../../../lib/graph/training-graph.js";
import { type Batch, openTrainingSession } from "../../../lib/graph/training-session.js";
import { smallNetwork } from "../../../lib/network/network-config.js";
import type { Plan } from "../../../lib/network/plan.js";
import { planNetwork } from "../../../lib/network/plan-network.js";
import { createRandom } from "../../../lib/random.js";

const [BATCH, HEIGHT, WIDTH] = [4, 9, 8];
const RATE = 64;

/** Expected batch sizes at which {@link smallPlan}'s operations on parts are all joined, or none is. */
export const joining = { small: 1, large: 1_000_000 } as const;

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

function batchOf(seed: string): Batch {
  const random = createRandom(seed);
  return {
    images: Float32Array.from({ length: BATCH * HEIGHT * WIDTH * 3 }, () => random.normal()),
    labels: Int32Array.from({ length: BATCH }, () => random.integer(10)),
    shape: [BATCH, HEIGHT, WIDTH, 3],
  };
}

/** All that a session tells: loss and gradient of a batch, the averages that calibration makes of it, the score with them. */
export interface Observed {
  readonly loss: ArrayLike<number>;
  readonly gradient: ArrayLike<number>;
  readonly averages: ArrayLike<number>;
  readonly scoreLoss: ArrayLike<number>;
  readonly correct: number;
}

/** Opens a session and observes it at fixed weights on a fixed batch. */
export async function observe(plan: Plan, config: Partial<TrainingGraphConfig>): Promise<Observed> {
  const session = await openTrainingSession(plan, { momentum: 0, weightDecay: 0, ...config });
  try {
    const random = createRandom("nudge");
    // Scales of 1 and offsets of 0 would hide mistakes.
    const weights = initialWeights(plan, createRandom("weights")).map((weight) => weight + 0.05 * random.normal());
    const batch = batchOf("batch");
    session.setWeights(weights);
    // Without momentum and decay, and at a rate far above the weights, one training step's change is the gradient.
    const { loss } = session.train(batch, RATE);
    const after = session.weights();
    session.setWeights(weights);
    session.calibrate(batch, 1);
    const { loss: scoreLoss, correct } = session.score(batchOf("score"));
    return {
      loss: [loss],
      gradient: weights.map((weight, index) => (weight - after[index]) / RATE),
      averages: session.averages(),
      scoreLoss: [scoreLoss],
      correct,
    };
  } finally {
    session.dispose();
  }
}

/** What is compared number by number. */
export const comparedKeys = ["loss", "gradient", "averages", "scoreLoss"] as const;

/** ‖one − other‖ / ‖other‖. */
export function distance(one: ArrayLike<number>, other: ArrayLike<number>): number {
  assert.equal(one.length, other.length);
  const norm = (values: ArrayLike<number>) => Math.sqrt(Array.from(values).reduce((sum, value) => sum + value ** 2, 0));
  return norm(Array.from(one, (value, index) => value - other[index])) / norm(other);
}
