import assert from "node:assert/strict";
import type { Plan } from "../../../lib/network/plan.js";
import { batchOf, distance, type Given, observeAll } from "../rewrites/observe-graph.js";
import { type OperationCase, operationCases, planOfCase } from "./operation-cases.js";

const CHANNELS = 9;
const FAR = 100;

/** Means, then variances divided by count − 1, of the images' channels, in double precision. */
function statisticsOf(plan: Plan, given: Given): readonly number[] {
  const { images } = batchOf(plan, "batch", given);
  const columns = Array.from({ length: CHANNELS }, (_, channel) =>
    Array.from(images).filter((_value, index) => index % CHANNELS === channel),
  );
  const means = columns.map((column) => column.reduce((sum, value) => sum + value, 0) / column.length);
  const variances = columns.map(
    (column, channel) => column.reduce((sum, value) => sum + (value - means[channel]) ** 2, 0) / (column.length - 1),
  );
  return [...means, ...variances];
}

describe("the fused graph's statistics, with a mean a hundred times the deviation", function () {
  this.timeout(60_000);

  const normalized = operationCases.find(({ name }) => name === "a normalization of the images") as OperationCase;
  const plan = planOfCase(normalized, 8, CHANNELS);

  for (const [batch, height, width] of [
    [16, 16, 16],
    [3, 5, 4],
    [64, 1, 1],
  ]) {
    it(`are the batch's to 1e-5, and the gradient is the plain graph's to 1e-4: [${[batch, height, width].join(", ")}]`, async () => {
      const given: Given = { batch, height, width, pixel: (random) => FAR + random.normal() };
      const [fused] = await observeAll(plan, { standIns: "smooth", graph: "fused" }, [given]);
      const [plain] = await observeAll(plan, { standIns: "smooth", graph: "plain" }, [given]);
      const want = statisticsOf(plan, given);
      const [means, variances] = [0, CHANNELS].map((from) =>
        [fused.averages, want].map((all) => all.slice(from, from + CHANNELS)),
      );
      assert.ok(distance(means[0], means[1]) <= 1e-6, `means: ${distance(means[0], means[1])}`);
      assert.ok(distance(variances[0], variances[1]) <= 1e-5, `variances: ${distance(variances[0], variances[1])}`);
      const error = distance(fused.gradient, plain.gradient);
      assert.ok(error <= 1e-4, `gradient: ${error}`);
    });
  }

  it("have no variance when there is only one pixel", async () => {
    const given: Given = { batch: 1, height: 1, width: 1, pixel: (random) => FAR + random.normal() };
    const [{ averages }] = await observeAll(plan, { standIns: "smooth", graph: "fused" }, [given]);
    assert.deepEqual([...averages.slice(CHANNELS, 2 * CHANNELS)], new Array<number>(CHANNELS).fill(0));
  });
});
