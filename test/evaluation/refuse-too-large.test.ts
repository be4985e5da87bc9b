import assert from "node:assert/strict";
import { laptopProtocol } from "../../lib/evaluation/protocol.js";
import { predictMemory } from "../../lib/evaluation/predict-memory.js";
import { refuseTooLarge } from "../../lib/evaluation/refuse-too-large.js";
import { publishedCell } from "../../lib/genotype/published.js";
import { planNetwork } from "../../lib/network/plan-network.js";

const plan = planNetwork(publishedCell, laptopProtocol.network);
const withLimits = (limits: typeof laptopProtocol.limits) => ({ ...laptopProtocol, limits });

describe("refuseTooLarge", () => {
  it("accepts a network within its bounds, or without bounds", () => {
    assert.equal(refuseTooLarge(plan, laptopProtocol), undefined);
    assert.equal(refuseTooLarge(plan, withLimits({})), undefined);
    assert.equal(refuseTooLarge(plan, withLimits({ parameterCount: plan.parameterCount })), undefined);
  });

  it("names the number and the bound that it exceeds", () => {
    const few = refuseTooLarge(plan, withLimits({ parameterCount: 1_000 }));
    assert.equal(few?.reason, "tooLarge");
    assert.match(few.message, /^parameters: [\d,]+, more than the protocol's limit of 1,000$/);
    assert.equal(few.parameterCount, plan.parameterCount);
    assert.match(refuseTooLarge(plan, withLimits({ multiplyAdds: 1 }))?.message ?? "", /^multiply-adds an image: /);
    const small = refuseTooLarge(plan, withLimits({ memoryBytes: 2 ** 20 }));
    assert.match(small?.message ?? "", /^predicted memory: [\d,]+ MiB, more than the protocol's limit of 1 MiB$/);
  });
});

describe("refuseTooLarge on a small machine", () => {
  it("says that a network is too large for the machine", () => {
    const predicted = predictMemory(plan, laptopProtocol);
    assert.equal(refuseTooLarge(plan, laptopProtocol, predicted), undefined);
    const refused = refuseTooLarge(plan, laptopProtocol, 256 * 2 ** 20);
    assert.equal(refused?.reason, "tooLarge");
    assert.match(refused.message, /^predicted memory: [\d,]+ MiB, more than this machine's 256 MiB$/);
  });
});

describe("predictMemory", () => {
  it("grows with the batch size and with the size of the training images", () => {
    const base = predictMemory(plan, laptopProtocol);
    const larger = { height: 32, width: 32 };
    assert.ok(predictMemory(plan, { ...laptopProtocol, batchSize: 64 }) > base);
    assert.ok(predictMemory(plan, { ...laptopProtocol, augmentation: { flip: true, resize: larger } }) > base);
    assert.ok(predictMemory(plan, { ...laptopProtocol, scoringBatchSize: 1_000 }) > base);
  });

  it("is less where the engine is known to be fused", () => {
    assert.ok(predictMemory(plan, laptopProtocol, "fused") < predictMemory(plan, laptopProtocol));
  });
});
