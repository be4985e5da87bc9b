import assert from "node:assert/strict";
import { publishedCell } from "../../lib/genotype/published.js";
import { InputError } from "../../lib/input/errors.js";
import { planNetwork } from "../../lib/network/plan-network.js";
import { type MemoryTask, predictRunMemory, refuseUnfit } from "../../lib/training/describe-run.js";
import { largeProtocol } from "../../lib/training/large-protocol.js";

describe("refuseUnfit", () => {
  const { network, ...training } = largeProtocol;
  const task: MemoryTask = {
    ...{ plan: planNetwork(publishedCell, { ...network, channels: 16 }), protocol: { ...training, batchSize: 1000 } },
    ...{ accumulate: 1, imageBytes: 0 },
  };
  const memoryBytes = 2 * 2 ** 30;
  const fits = (change: Partial<MemoryTask>): boolean => {
    try {
      refuseUnfit({ ...task, ...change }, memoryBytes);
      return true;
    } catch (error) {
      assert.ok(error instanceof InputError);
      return false;
    }
  };

  it("names the largest batch that fits, and the fewest parts", () => {
    let message = "";
    try {
      refuseUnfit(task, memoryBytes);
    } catch (error) {
      message = (error as Error).message;
    }
    const told =
      /^predicted memory: [\d,]+ MiB, more than this machine's 2,048 MiB; a batch of (\d+) fits, or this one accumulated in (\d+) parts, each normalized by its own statistics$/;
    const [, batch, parts] = (told.exec(message) ?? assert.fail(message)).map(Number);
    assert.ok(batch > 1 && parts > 1);
    assert.ok(fits({ protocol: { ...task.protocol, batchSize: batch } }));
    assert.ok(!fits({ protocol: { ...task.protocol, batchSize: batch + 1 } }));
    assert.ok(fits({ accumulate: parts }));
    assert.ok(!fits({ accumulate: parts - 1 }));
  });

  it("counts images of a folder, and says when no batch fits", () => {
    const less = predictRunMemory(task);
    assert.equal(predictRunMemory({ ...task, imageBytes: 1000 }), less + 3000);
    assert.throws(() => refuseUnfit(task, 2 ** 20), /no batch size fits: take fewer channels or cells/);
    assert.doesNotThrow(() => refuseUnfit(task, less));
  });
});
