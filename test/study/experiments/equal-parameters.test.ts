import assert from "node:assert/strict";
import { trivialGenotype } from "../../../lib/genotype/initialize.js";
import { publishedCell } from "../../../lib/genotype/published.js";
import { hierarchicalSpace } from "../../../lib/genotype/space.js";
import { smallNetwork } from "../../../lib/network/network-config.js";
import { planNetwork } from "../../../lib/network/plan-network.js";
import { equalChannels } from "../../../lib/study/experiments/equal-parameters.js";

describe("equalChannels", () => {
  const trivial = trivialGenotype(hierarchicalSpace);
  const parametersAt = (channels: number) => planNetwork(trivial, { ...smallNetwork, channels }).parameterCount;

  it("gives the width with the closest parameters, within 10 %", () => {
    for (const wanted of [31_498, 200_000, 542_138]) {
      const channels = equalChannels(trivial, smallNetwork, wanted);
      assert.ok(channels !== undefined);
      const distance = (width: number) => Math.abs(parametersAt(width) - wanted);
      assert.ok(distance(channels) <= 0.1 * wanted);
      assert.ok(distance(channels) <= distance(channels - 1) && distance(channels) <= distance(channels + 1));
    }
    assert.equal(equalChannels(publishedCell, smallNetwork, 542_138), 16);
  });

  it("is undefined if no width comes close, and refuses an invalid count", () => {
    assert.equal(equalChannels(publishedCell, smallNetwork, 1_000), undefined);
    assert.equal(equalChannels(trivial, smallNetwork, 1e12), undefined);
    assert.throws(() => equalChannels(trivial, smallNetwork, 0), {
      name: "InputError",
      message: /^equal parameters: got 0/,
    });
  });
});
