// Label smoothing in every engine: the loss by hand, equal weights after training, plain loss for scoring.
import assert from "node:assert/strict";
import { publishedCell } from "../../lib/genotype/published.js";
import { initialWeights } from "../../lib/graph/session/initial-weights.js";
import { openTrainingSession } from "../../lib/graph/session/training-session.js";
import type { EngineName } from "../../lib/graph/training-graph.js";
import { randomBatch } from "../../lib/instruments/bench/random-batch.js";
import { smallNetwork } from "../../lib/network/network-config.js";
import { planNetwork } from "../../lib/network/plan-network.js";
import { createRandom } from "../../lib/random.js";
import { checkGradients } from "./gradient-check.js";

const BATCH = 8;
const SMOOTHING = 0.1;

describe("label smoothing", function () {
  this.timeout(120_000);
  const plan = planNetwork(publishedCell, {
    ...smallNetwork,
    ...{ channels: 2, classCount: 5, imageSize: { height: 8, width: 8, channels: 3 } },
  });
  const weights = initialWeights(plan, createRandom(1));
  const batch = randomBatch(plan, BATCH, createRandom(2));

  async function observe(graph: EngineName, labelSmoothing: number) {
    const session = await openTrainingSession(plan, BATCH, { graph, labelSmoothing });
    try {
      session.setWeights(weights);
      const asLabelled = (label: number) => session.train({ ...batch, labels: batch.labels.map(() => label) }, 0).loss;
      const byClass = Array.from({ length: plan.classCount }, (_, label) => asLabelled(label));
      session.setWeights(weights);
      const scored = session.score(batch);
      const first = session.train(batch, 0.05).loss;
      const stepped = session.weights();
      const losses = [first, ...[1, 2].map(() => session.train(batch, 0.05).loss)];
      return { byClass, losses, scored, step: stepped.map((weight, index) => weight - weights[index]) };
    } finally {
      session.dispose();
    }
  }

  const engines = ["plain", "rewritten", "fused"] as const;
  type Observed = Awaited<ReturnType<typeof observe>>;
  let soft: readonly Observed[];
  before(async () => {
    soft = [
      await observe("plain", SMOOTHING),
      await observe("rewritten", SMOOTHING),
      await observe("fused", SMOOTHING),
    ];
  });

  it("mixes the loss with that of all classes, and leaves scoring alone", async () => {
    for (const [index, graph] of engines.entries()) {
      const hard = await observe(graph, 0);
      const mean = hard.byClass.reduce((sum, loss) => sum + loss / plan.classCount, 0);
      const wanted = (1 - SMOOTHING) * hard.losses[0] + SMOOTHING * mean;
      const { losses, scored } = soft[index];
      assert.ok(Math.abs(losses[0] - wanted) < 1e-5, `${graph}: ${losses[0]}, must be ${wanted}`);
      assert.ok(Math.abs(losses[0] - hard.losses[0]) > 1e-4, "it makes a difference");
      assert.deepEqual(scored, hard.scored);
    }
  });

  it("trains the same in every engine", async () => {
    const [plain, ...others] = soft;
    const norm = (values: Float32Array): number => Math.hypot(...values);
    for (const other of others) {
      other.losses.forEach((loss, step) => assert.ok(Math.abs(loss - plain.losses[step]) < 1e-3));
      const far = norm(other.step.map((change, index) => change - plain.step[index])) / norm(plain.step);
      assert.ok(far < 1e-4, String(far));
    }
  });

  it("has the gradient that finite differences give", async () => {
    await checkGradients((rig) => ({ value: rig.weight([2, 3, 3, 2]), channels: 2, batch: 2 }), SMOOTHING);
  });

  it("is a share", async () => {
    for (const labelSmoothing of [1, -0.1, Number.NaN])
      await assert.rejects(
        openTrainingSession(plan, 1, { labelSmoothing }),
        /label smoothing: got .*, must be at least 0 and below 1/,
      );
  });
});
