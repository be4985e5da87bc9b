import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { openTrainingSession, type TrainingSession } from "../../../lib/graph/session/training-session.js";
import type { Plan } from "../../../lib/network/plan.js";
import { batchOf, distance, nudgedWeights, observe, smallPlan } from "../rewrites/observe-graph.js";
import { differenceOf, TOLERANCE } from "./compare-operation.js";
import { genotypes } from "../rewrites/nine-genotypes.js";
import { askChild } from "./ask-child.js";

describe("the fused graph trains, calibrates and scores like the plain one, within 1e-5 with smooth stand-ins:", function () {
  this.timeout(60_000);

  for (const [name, genotype] of genotypes) {
    it(name, async () => {
      const plan = smallPlan(genotype());
      const standIns = "smooth" as const;
      const plain = await observe(plan, { standIns, graph: "plain" });
      const { what, error } = differenceOf(plan, await observe(plan, { standIns, graph: "fused" }), plain);
      assert.ok(error <= TOLERANCE, `${what} differs by ${error}`);
    });
  }
});

/**
 * Rounding across a kink moves a gradient by about 1e-3 (on these genotypes, also between two graphs of TensorFlow's
 * own operations); a mistake moves it by far more.
 */
const KINK = 1e-2;

describe("the fused graph with ReLU and maxima", function () {
  this.timeout(120_000);

  it("is as close to the plain one as TensorFlow's two kernel libraries, oneDNN and Eigen, are to each other", async () => {
    const [oneDnn, eigen] = await Promise.all(
      ["1", "0"].map((on) => askChild<readonly Float32Array[]>("gradients", { TF_ENABLE_ONEDNN_OPTS: on })),
    );
    const between = genotypes.map((_, index) => distance(eigen[index], oneDnn[index]));
    const fused: number[] = [];
    for (const [index, [, genotype]] of genotypes.entries()) {
      const { gradient } = await observe(smallPlan(genotype()), { graph: "fused" });
      fused.push(Math.min(distance(gradient, oneDnn[index]), distance(gradient, eigen[index])));
    }
    const told = `fused ${fused.join(" ")}; between the libraries ${between.join(" ")}`;
    // Uses the median because rounding may fall to the other side of a single kink in any of the three.
    assert.ok(median(fused) <= 3 * median(between), told);
    assert.ok(Math.max(...fused) <= KINK, told);
  });
});

const median = (values: readonly number[]): number =>
  [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)];

describe("two sessions of the fused graph in one process", function () {
  this.timeout(60_000);

  const hashOf = (session: TrainingSession): string => createHash("sha256").update(session.weights()).digest("hex");
  const begin = async (plan: Plan): Promise<TrainingSession> => {
    const session = await openTrainingSession(plan, 64, { graph: "fused" });
    session.setWeights(nudgedWeights(plan));
    return session;
  };
  const train = (session: TrainingSession, plan: Plan, step: number): void => {
    session.train(batchOf(plan, `${step}`, { batch: 5 + (step % 3), height: 10, width: 9 }), 0.05);
  };

  it("do not affect each other, whatever batches come in between", async () => {
    const plans = [0, 1].map((index) => smallPlan(genotypes[index][1]()));
    const alone: string[] = [];
    for (const plan of plans) {
      const session = await begin(plan);
      for (let step = 0; step < 6; step++) train(session, plan, step);
      alone.push(hashOf(session));
      session.dispose();
    }
    const together = await Promise.all(plans.map(begin));
    for (let step = 0; step < 6; step++)
      together.forEach((session, index) => {
        train(session, plans[index], step);
        session.score(batchOf(plans[index], "between", { batch: 2, height: 7, width: 7 }));
      });
    assert.deepEqual(together.map(hashOf), alone);
    together.forEach((session) => session.dispose());
  });
});
