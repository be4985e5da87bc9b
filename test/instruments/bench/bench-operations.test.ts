import assert from "node:assert/strict";
import { benchOperations } from "../../../lib/instruments/bench/bench-operations.js";
import { timesOf } from "../../../lib/instruments/bench/bench-training-steps.js";
import { randomBatch } from "../../../lib/instruments/bench/random-batch.js";
import { publishedCell } from "../../../lib/genotype/published.js";
import { buildTrainingGraph, trainingGraphDefaults } from "../../../lib/graph/training-graph.js";
import { smallNetwork } from "../../../lib/network/network-config.js";
import { planNetwork } from "../../../lib/network/plan-network.js";
import { createRandom } from "../../../lib/random.js";

const OP = "DepthwiseConv2dNative";

describe("times of whole training steps", () => {
  it("are the fastest and the median, which for an even count is between the middle two", () => {
    assert.deepEqual(timesOf("plain", [4, 1, 3, 2]), { graph: "plain", millis: 1, medianMillis: 2.5 });
    assert.deepEqual(timesOf("fused", [4, 1, 2]), { graph: "fused", millis: 1, medianMillis: 2 });
  });
});

describe("benchOperations", function () {
  this.timeout(60_000);

  const plan = planNetwork(publishedCell, {
    ...smallNetwork,
    channels: 4,
    groupCount: 1,
    imageSize: { height: 4, width: 4, channels: 3 },
  });

  it("measures the graph for this batch size: small parts joined, large ones not", async () => {
    const counts: number[] = [];
    for (const batchSize of [2, 3000]) {
      const graph = "rewritten";
      const batch = randomBatch(plan, batchSize, createRandom(1));
      const rows = await benchOperations(plan, batch, { graph, rounds: 1, mostCopies: 4 });
      const { nodes } = buildTrainingGraph(plan, { ...trainingGraphDefaults, graph, batchSize });
      const inTraining = nodes.filter(({ name, op }) => op === OP && name.startsWith("training/"));
      const count = rows.find(({ op }) => op === OP)?.count ?? 0;
      assert.equal(count, inTraining.length);
      counts.push(count);
    }
    assert.ok(counts[0] < counts[1], counts.join(" and "));
  });
});
