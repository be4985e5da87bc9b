import assert from "node:assert/strict";
import { type Batch, openTrainingSession, type TrainingSession } from "../../lib/graph/session/training-session.js";
import { layerCases, pixelsOf, publishedCase, type PytorchCase, type PytorchRun } from "./pytorch-cases.js";
import { readFindings, readInputs } from "./pytorch-fixtures.js";

// The findings come from pytorch-reference.py, in double precision; its docstring lists the conventions. With the true
// activations, training is compared for as many steps as chaos allows; with softplus for ReLU and average pooling for
// max-pooling, over all ten. Every layer's gradient is compared with the true activations.
const cases = readInputs();
const finding = readFindings();
const [published, ...layers] = cases;
const graphs = ["fused", "rewritten", "plain"] as const;

const distance = (one: Float32Array, other: Float32Array): number => {
  assert.equal(one.length, other.length);
  return norm(one.map((value, index) => value - other[index])) / norm(other);
};
const norm = (vector: Float32Array): number => Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));
const minus = (one: Float32Array, other: Float32Array): Float32Array => one.map((value, index) => value - other[index]);

function batchesOf({ plan, batchSize, images, labels }: PytorchCase): readonly Batch[] {
  const { height, width, channels } = plan.imageSize;
  const pixels = pixelsOf(images);
  const size = batchSize * height * width * channels;
  return Array.from({ length: labels.length / batchSize }, (_, batch) => ({
    images: pixels.subarray(batch * size, (batch + 1) * size),
    labels: Int32Array.from(labels.subarray(batch * batchSize, (batch + 1) * batchSize)),
    shape: [batchSize, height, width, channels],
  }));
}

async function withSession<T>(
  { plan, batchSize, weights }: PytorchCase,
  { standIns, momentum, weightDecay }: PytorchRun,
  graph: (typeof graphs)[number],
  use: (session: TrainingSession) => T,
): Promise<T> {
  const session = await openTrainingSession(plan, batchSize, { standIns, momentum, weightDecay, graph });
  try {
    session.setWeights(weights);
    return use(session);
  } finally {
    session.dispose();
  }
}

/** Losses, and the change of the weights since the start by training step (from 1). */
function train(session: TrainingSession, network: PytorchCase, run: PytorchRun) {
  const changes = new Map<number, Float32Array>();
  const losses = batchesOf(network).map((batch, step) => {
    const { loss } = session.train(batch, run.rates[step]);
    if (run.kept.includes(step + 1)) changes.set(step + 1, minus(session.weights(), network.weights));
    return loss;
  });
  return { losses, changes };
}

describe("agreement with PyTorch: PyTorch's inputs", () => {
  it("match the current cases", () => {
    const today = [publishedCase(), ...layerCases()];
    assert.deepEqual(
      cases.map(({ name }) => name),
      today.map(({ name }) => name),
    );
    for (const [index, { plan, runs, batchSize, images, labels, weights }] of today.entries()) {
      assert.deepEqual(cases[index].plan, JSON.parse(JSON.stringify(plan)));
      assert.deepEqual(cases[index].runs, runs);
      assert.equal(cases[index].batchSize, batchSize);
      assert.ok(distance(cases[index].weights, weights) < 1e-6);
      assert.deepEqual(cases[index].images, images);
      assert.deepEqual(cases[index].labels, labels);
    }
  });
});

for (const graph of graphs)
  describe(`agreement with PyTorch, ${graph} graph: the published cell, momentum 0.9, weight decay 3e-4`, function () {
    this.timeout(120_000);

    for (const run of published.runs) {
      it(`${run.name}: ${run.lossesHeld} losses to 1e-4; the weights' change to 1e-3 after ${run.kept.at(-1)} training steps`, async () => {
        const expected = finding(published.name, run.name);
        const { losses, changes } = await withSession(published, run, graph, (session) =>
          train(session, published, run),
        );
        assert.equal(losses.length, 10);
        for (const [step, loss] of losses.entries()) {
          const error = Math.abs(loss - expected.losses[step]) / expected.losses[step];
          const bound = step < run.lossesHeld ? 1e-4 : 1e-2;
          assert.ok(error <= bound, `training step ${step + 1}: loss ${loss}, PyTorch ${expected.losses[step]}`);
        }
        for (const [step, change] of changes) {
          const error = distance(change, expected.kept.get(step) as Float32Array);
          assert.ok(error <= 1e-3, `training step ${step}: ‖Δw − Δw_ref‖ = ${error} ‖Δw_ref‖`);
        }
      });

      it(`${run.name}: calibrated averages and the score`, async () => {
        const expected = finding(published.name, run.name).score;
        assert.ok(expected);
        const batches = batchesOf(published);
        const { averages, score } = await withSession(published, run, graph, (session) => {
          batches.forEach((batch, index) => session.calibrate(batch, 1 / (index + 1)));
          return { averages: session.averages(), score: session.score(batches[0]) };
        });
        assert.ok(distance(averages, expected.averages) <= 1e-4, `averages: ${distance(averages, expected.averages)}`);
        assert.ok(
          Math.abs(score.loss - expected.loss) <= 1e-4 * expected.loss,
          `${score.loss}, PyTorch ${expected.loss}`,
        );
        assert.equal(score.correct, expected.correct);
      });
    }

    it("has the published cell's first gradient to 1e-4", async () => {
      for (const run of published.runs.filter(({ kept }) => kept.includes(0))) {
        // Without momentum and decay, at a rate far above the weights, the change of one step is the gradient.
        const plain = { ...run, momentum: 0, weightDecay: 0, rates: [64] };
        const error = await withSession(published, plain, graph, (session) =>
          gradientError(session, published, plain, run.name),
        );
        assert.ok(error <= 1e-4, `${run.name}: ${error}`);
      }
    });
  });

for (const graph of graphs)
  describe(`agreement with PyTorch, ${graph} graph: the gradient of every kind of layer to 1e-4`, function () {
    this.timeout(60_000);

    for (const network of layers) {
      it(network.name, async () => {
        const [run] = network.runs;
        const expected = finding(network.name, run.name).losses[0];
        const { loss, error } = await withSession(network, run, graph, (session) => {
          const { loss } = session.train(batchesOf(network)[0], 0);
          session.setWeights(network.weights);
          return { loss, error: gradientError(session, network, run, run.name) };
        });
        assert.ok(Math.abs(loss - expected) <= 1e-5 * expected, `loss ${loss}, PyTorch ${expected}`);
        assert.ok(error <= 1e-4, `‖g − g_ref‖ = ${error} ‖g_ref‖`);
      });
    }
  });

/** The largest distance over the whole gradient and each of its pieces that is not rounding itself. */
function gradientError(session: TrainingSession, network: PytorchCase, run: PytorchRun, name: string): number {
  const rate = run.rates[0];
  session.train(batchesOf(network)[0], rate);
  const gradient = minus(session.weights(), network.weights).map((change) => change / -rate);
  const expected = finding(network.name, name).kept.get(0) as Float32Array;
  const whole = norm(expected);
  const pieces = network.plan.operations
    .flatMap(({ weights }) => weights)
    .map(({ offset, size }) => [gradient, expected].map((vector) => vector.subarray(offset, offset + size)))
    .filter(([, piece]) => norm(piece) > 1e-3 * whole);
  return Math.max(distance(gradient, expected), ...pieces.map(([ours, theirs]) => distance(ours, theirs)));
}
