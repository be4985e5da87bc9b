import assert from "node:assert/strict";
import { benchRewrites } from "../../../lib/instruments/bench/bench-rewrites.js";
import { printRewritesBench } from "../../../lib/instruments/bench/print-rewrites-bench.js";
import { laptopScale } from "../../../lib/instruments/bench/scale.js";
import { trivialGenotype } from "../../../lib/genotype/initialize.js";
import { hierarchicalSpace } from "../../../lib/genotype/space.js";
import { rewriteNames } from "../../../lib/graph/rewrites/table.js";

describe("benchRewrites", function () {
  this.timeout(60_000);

  const { protocol } = laptopScale;
  const scale = {
    ...laptopScale,
    protocol: { ...protocol, network: { ...protocol.network, channels: 4 }, batchSize: 2 },
  };
  const genotype = trivialGenotype(hierarchicalSpace);

  it("has a line for each rewrite, alone and with the others, as plain data", async () => {
    let last: readonly number[] = [];
    const onProgress = (done: number, total: number): void => void (last = [done, total]);
    const found = await benchRewrites(genotype, scale, { trainingSteps: 1, warmUp: 0, onProgress });
    assert.deepEqual(
      found.rewrites.map(({ name }) => name),
      rewriteNames,
    );
    assert.deepEqual(JSON.parse(JSON.stringify(found)), found);
    assert.equal(last[0], last[1]);
    const text = printRewritesBench([found]);
    for (const name of rewriteNames) assert.equal(text.split(name).length, 3);
  });

  it("ends when it is aborted", async () => {
    const signal = AbortSignal.abort();
    await assert.rejects(benchRewrites(genotype, scale, { trainingSteps: 1, warmUp: 0, signal }), /^AbortError/);
  });
});
