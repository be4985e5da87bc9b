import assert from "node:assert/strict";
import { publishedCell } from "../../lib/genotype/published.js";
import { InputError } from "../../lib/input/errors.js";
import { planNetwork } from "../../lib/network/plan-network.js";
import {
  checkpointBytes,
  diskWarning,
  type MemoryTask,
  predictRunMemory,
  refuseUnfit,
} from "../../lib/training/describe-run.js";
import { encodeCheckpoint } from "../../lib/training/checkpoint-file.js";
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

  it("lets a network train that fits with the engine fused, if that one is known to be used", () => {
    const large = { ...task, plan: planNetwork(publishedCell, network), protocol: training };
    assert.equal(training.batchSize, 128);
    assert.doesNotThrow(() => refuseUnfit({ ...large, engine: "fused" }, 7.9 * 2 ** 30));
    assert.throws(() => refuseUnfit(large, 7.9 * 2 ** 30), /a batch of \d+ fits/);
  });

  it("counts images of a folder, and says when no batch fits", () => {
    const less = predictRunMemory(task);
    assert.equal(predictRunMemory({ ...task, imageBytes: 1000 }), less + 3000);
    assert.throws(() => refuseUnfit(task, 2 ** 20), /no batch size fits: take fewer channels or cells/);
    assert.doesNotThrow(() => refuseUnfit(task, less));
  });
});

describe("the checkpoints of a run", () => {
  const plan = planNetwork(publishedCell, { ...largeProtocol.network, channels: 2, cellsPerGroup: 1 });

  it("have the size that is said before", () => {
    const values = new Float32Array(plan.parameterCount);
    const state = {
      run: "0123456789abcdef",
      training: 1,
      trainingStep: 80_000,
      lossSum: 1.2345678901234,
      lossCount: 77,
    };
    const parts = encodeCheckpoint({ ...state, vectors: { weights: values, momentum: values } });
    const bytes = parts.reduce((sum, part) => sum + part.length, 0);
    assert.ok(bytes <= checkpointBytes(plan) && bytes > checkpointBytes(plan) - 4_096, `${bytes}`);
  });

  it("are compared with the room on the disk, for one more than are kept", () => {
    const run = { checkpointBytes: 100 * 2 ** 20, keep: 3 };
    assert.equal(
      diskWarning("run", run, () => 400 * 2 ** 20),
      undefined,
    );
    assert.equal(
      diskWarning("run", run, () => undefined),
      undefined,
    );
    assert.equal(
      diskWarning("run", run, () => 399 * 2 ** 20),
      "run: the disk has 399 MiB left, 3 checkpoints and the next one take up to 400 MiB; make room, or keep fewer",
    );
    assert.equal(diskWarning(".", { checkpointBytes: 1, keep: 1 }), undefined);
    assert.match(diskWarning(".", { checkpointBytes: 2 ** 60, keep: 1 }) ?? "", /^\.: the disk has [\d,]+ MiB left/);
    assert.equal(diskWarning("/nowhere/at/all", run), undefined);
  });
});
