import assert from "node:assert/strict";
import { initialize } from "../../../lib/genotype/initialize.js";
import { isConnected } from "../../../lib/genotype/liveness.js";
import type { Genotype } from "../../../lib/genotype/genotype.js";
import { publishedCell } from "../../../lib/genotype/published.js";
import { flatSpace, hierarchicalSpace, type Space } from "../../../lib/genotype/space.js";
import { initialWeights } from "../../../lib/graph/initial-weights.js";
import { rewriteNames } from "../../../lib/graph/rewrites/table.js";
import type { TrainingGraphConfig } from "../../../lib/graph/training-graph.js";
import { type Batch, openTrainingSession } from "../../../lib/graph/training-session.js";
import { smallNetwork } from "../../../lib/network/network-config.js";
import type { Plan } from "../../../lib/network/plan.js";
import { planNetwork } from "../../../lib/network/plan-network.js";
import { createRandom } from "../../../lib/random.js";

const TOLERANCE = 1e-5;
const [BATCH, HEIGHT, WIDTH] = [4, 9, 8];
const RATE = 64;

function connected(space: Space, seed: string): Genotype {
  for (let attempt = 0; ; attempt++) {
    const { genotype } = initialize(space, createRandom(`${seed}/${attempt}`), 300);
    if (isConnected(genotype)) return genotype;
  }
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
async function observe(plan: Plan, config: Partial<TrainingGraphConfig>) {
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

type Observed = Awaited<ReturnType<typeof observe>>;

function assertSame(got: Observed, want: Observed, what: string): void {
  for (const key of ["loss", "gradient", "averages", "scoreLoss"] as const) {
    const error = distance(got[key], want[key]);
    assert.ok(error <= TOLERANCE, `${what}: ${key} differs by ${error}`);
  }
  assert.equal(got.correct, want.correct, what);
}

function distance(one: ArrayLike<number>, other: ArrayLike<number>): number {
  assert.equal(one.length, other.length);
  const norm = (values: ArrayLike<number>) => Math.sqrt(Array.from(values).reduce((sum, value) => sum + value ** 2, 0));
  return norm(Array.from(one, (value, index) => value - other[index])) / norm(other);
}

const planOf = (genotype: Genotype): Plan => planNetwork(genotype, { ...smallNetwork, channels: 8, groupCount: 2 });

const genotypes: readonly (readonly [name: string, genotype: () => Genotype])[] = [
  ["the published cell", publishedCell],
  ...[1, 2, 3, 4].map(
    (seed) => [`hierarchical genotype ${seed}`, () => connected(hierarchicalSpace(), `${seed}`)] as const,
  ),
  ...[1, 2, 3, 4].map((seed) => [`flat genotype ${seed}`, () => connected(flatSpace(), `${seed}`)] as const),
];

describe("the rewritten graph trains, calibrates and scores like the plain one, to 1e-5 with smooth stand-ins:", function () {
  this.timeout(60_000);

  for (const [name, genotype] of genotypes) {
    it(name, async () => {
      const plan = planOf(genotype());
      const standIns = "smooth" as const;
      const plain = await observe(plan, { standIns, graph: "plain" });
      assertSame(await observe(plan, { standIns }), plain, "all rewrites");
      assertSame(await observe(plan, { standIns, fusedOperations: false }), plain, "all without fused operations");
    });
  }
});

describe("each rewrite alone leaves what is computed as it is, to 1e-5 with smooth stand-ins:", function () {
  this.timeout(60_000);

  for (const [name, genotype] of genotypes.filter((_, index) => index % 4 === 1)) {
    it(name, async () => {
      const plan = planOf(genotype());
      const standIns = "smooth" as const;
      const plain = await observe(plan, { standIns, graph: "plain" });
      for (const each of rewriteNames) {
        const fusedOperations = each === "activateInNormalization";
        assertSame(await observe(plan, { standIns, graph: [each], fusedOperations }), plain, each);
      }
    });
  }
});

describe("activateInNormalization", function () {
  this.timeout(60_000);

  it("trains, calibrates and scores with ReLU like the plain graph, to 1e-5", async () => {
    for (const space of [hierarchicalSpace(), flatSpace()]) {
      const plan = planOf(connected(space, "ReLU"));
      const graph = ["activateInNormalization"] as const;
      assertSame(await observe(plan, { graph }), await observe(plan, { graph: "plain" }), space.name);
    }
  });
});
