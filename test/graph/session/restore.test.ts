import assert from "node:assert/strict";
import { publishedCell } from "../../../lib/genotype/published.js";
import { initialWeights } from "../../../lib/graph/session/initial-weights.js";
import { openClassifier } from "../../../lib/graph/session/classifier.js";
import { type Batch, openTrainingSession, type TrainingSession } from "../../../lib/graph/session/training-session.js";
import { InputError } from "../../../lib/input/errors.js";
import { smallNetwork } from "../../../lib/network/network-config.js";
import { planNetwork } from "../../../lib/network/plan-network.js";
import { createRandom } from "../../../lib/random.js";

const plan = planNetwork(publishedCell, { ...smallNetwork, channels: 2 });

function batchOf(seed: string, count = 6): Batch {
  const random = createRandom(seed);
  return {
    images: Float32Array.from({ length: count * 8 * 8 * 3 }, () => random.normal()),
    labels: Int32Array.from({ length: count }, () => random.integer(10)),
    shape: [count, 8, 8, 3],
  };
}

const engines = ["fused", "rewritten", "plain"] as const;

async function withSession(graph: (typeof engines)[number], body: (session: TrainingSession) => void): Promise<void> {
  const session = await openTrainingSession(plan, 6, { graph });
  try {
    session.setWeights(initialWeights(plan, createRandom(1)));
    body(session);
  } finally {
    session.dispose();
  }
}

const same = (got: Float32Array, want: Float32Array): void =>
  assert.ok(Buffer.from(got.buffer).equals(Buffer.from(want.buffer)));

function assertClose(got: Float32Array, want: Float32Array, tolerance: number): void {
  const difference = Math.hypot(...got.map((number, index) => number - want[index]));
  assert.ok(difference <= tolerance * Math.hypot(...want), `differ by ${difference}`);
}

describe("a training session's state", function () {
  this.timeout(60_000);

  for (const graph of engines) {
    it(`${graph}: weights and momentum, restored elsewhere, give the same next training steps, byte for byte`, async () => {
      const state: Float32Array[] = [];
      const after: Float32Array[] = [];
      const losses: number[] = [];
      await withSession(graph, (session) => {
        for (const seed of ["one", "two"]) session.train(batchOf(seed), 0.05);
        state.push(session.weights(), session.momentum());
        for (const seed of ["three", "four"]) losses.push(session.train(batchOf(seed), 0.05).loss);
        after.push(session.weights(), session.momentum());
      });
      assert.ok(state[1].some((number) => number !== 0));
      await withSession(graph, (session) => {
        session.setWeights(state[0]);
        session.setMomentum(state[1]);
        assert.deepEqual(
          ["three", "four"].map((seed) => session.train(batchOf(seed), 0.05).loss),
          losses,
        );
        same(session.weights(), after[0]);
        same(session.momentum(), after[1]);
        session.setWeights(state[0]);
        assert.ok(session.momentum().every((number) => number === 0));
      });
    });

    it(`${graph}: a batch in parts gives the mean of their gradients, by images`, async () => {
      await withSession(graph, (session) => {
        const start = session.weights();
        session.train(batchOf("before"), 0.05);
        const [weights, momentum] = [session.weights(), session.momentum()];
        const batch = batchOf("parts");
        const stepAt = (step: () => number): { loss: number; weights: Float32Array; momentum: Float32Array } => {
          session.setWeights(weights);
          session.setMomentum(momentum);
          const loss = step();
          return { loss, weights: session.weights(), momentum: session.momentum() };
        };
        // Of two equal halves, each part's statistics are those of the whole.
        const half = batchOf("half", 3);
        const twice: Batch = {
          images: Float32Array.from([...half.images, ...half.images]),
          labels: Int32Array.from([...half.labels, ...half.labels]),
          shape: [6, 8, 8, 3],
        };
        const whole = stepAt(() => session.train(twice, 0.05).loss);
        const parted = stepAt(() => session.train(twice, 0.05, 2).loss);
        assertClose(parted.momentum, whole.momentum, 1e-3);
        assertClose(parted.weights, whole.weights, 1e-4);
        assert.ok(Math.abs(parted.loss - whole.loss) < 1e-4);
        // Of four unequal parts: the mean of what each gives alone, weighted by its images.
        const parts = [
          [0, 1],
          [1, 3],
          [3, 4],
          [4, 6],
        ].map(([from, to]): Batch => ({
          images: batch.images.subarray(from * 192, to * 192),
          labels: batch.labels.subarray(from, to),
          shape: [to - from, 8, 8, 3],
        }));
        const alone = parts.map((part) => stepAt(() => session.train(part, 0.05).loss));
        const four = stepAt(() => session.train(batch, 0.05, 4).loss);
        const mean = momentum.map((_, index) =>
          alone.reduce((sum, each, part) => sum + (each.momentum[index] * parts[part].labels.length) / 6, 0),
        );
        assertClose(four.momentum, mean, 1e-5);
        const meanLoss = alone.reduce((sum, { loss }, part) => sum + (loss * parts[part].labels.length) / 6, 0);
        assert.ok(Math.abs(four.loss - meanLoss) < 1e-5);
        assert.ok(start.some((weight, index) => weight !== four.weights[index]));
      });
    });
  }

  it("refuses momentum of another length, and more parts than images", async () => {
    await withSession("rewritten", (session) => {
      const refuses = (call: () => unknown, rule: RegExp) =>
        assert.throws(call, (error) => error instanceof InputError && rule.test(error.message));
      refuses(() => session.setMomentum(new Float32Array(3)), /^momentum: got 3 numbers, the plan has \d+/);
      for (const parts of [0, 7, 1.5, Number.NaN])
        refuses(
          () => session.train(batchOf("bad"), 0.1, parts),
          /^batch: parts: got .*, must be a whole number from 1 to 6$/,
        );
    });
  });
});

describe("a classifier", function () {
  this.timeout(60_000);

  for (const graph of ["fused", "rewritten"] as const) {
    it(`gives the probabilities behind a ${graph} session's score`, async () => {
      const session = await openTrainingSession(plan, 6, { graph });
      session.setWeights(initialWeights(plan, createRandom(1)));
      for (const seed of ["one", "two", "three"]) session.train(batchOf(seed), 0.05);
      session.calibrate(batchOf("one"), 1);
      const batch = batchOf("score", 5);
      const { correct, loss } = session.score(batch);
      const classifier = await openClassifier(plan, { weights: session.weights(), averages: session.averages() });
      session.dispose();
      const probabilities = classifier.classify(batch);
      classifier.dispose();
      const rows = Array.from(batch.labels, (_, index) => probabilities.subarray(index * 10, index * 10 + 10));
      for (const row of rows) assert.ok(Math.abs(row.reduce((sum, each) => sum + each, 0) - 1) < 1e-5);
      const right = rows.filter((row, index) => row.indexOf(Math.max(...row)) === batch.labels[index]).length;
      assert.equal(right, correct);
      const mean = rows.reduce((sum, row, index) => sum - Math.log(row[batch.labels[index]]), 0) / rows.length;
      assert.ok(Math.abs(mean - loss) < 1e-4, `${mean} against ${loss}`);
      assert.throws(() => classifier.classify(batch), /after dispose/);
    });
  }

  it("refuses weights and images that do not fit", async () => {
    await assert.rejects(
      openClassifier(plan, { weights: new Float32Array(3), averages: new Float32Array(plan.averageCount) }),
      /^InputError: weights: got 3 numbers, the plan has/,
    );
    const empty = { weights: new Float32Array(plan.parameterCount), averages: new Float32Array(plan.averageCount) };
    const classifier = await openClassifier(plan, empty);
    assert.throws(() => classifier.classify({ ...batchOf("x"), shape: [6, 8, 8, 1] }), /images of 1 channels/);
    classifier.dispose();
  });
});
