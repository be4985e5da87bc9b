import assert from "node:assert/strict";
import { initialize } from "../../lib/genotype/initialize.js";
import { hierarchicalSpace } from "../../lib/genotype/space.js";
import { createRandom } from "../../lib/random.js";
import { methodByName } from "../../lib/search/method-by-name.js";
import { randomSearch } from "../../lib/search/random-search.js";

describe("randomSearch", () => {
  it("draws every proposal like the initialization, from the step's stream", async () => {
    const space = hierarchicalSpace;
    for (const step of [1, 21, 500]) {
      const context = { space, step, initialCount: 20, mutationCount: 30 };
      const proposal = await randomSearch().propose([], { ...context, random: createRandom(4).split("step", step) });
      const { genotype } = initialize(space, createRandom(4).split("step", step), 30);
      assert.equal(proposal.redraws, 0);
      assert.deepEqual(proposal.genotype, genotype);
      assert.equal(proposal.phase, "initialization");
    }
  });
});

describe("methodByName", () => {
  it("returns the two methods, and refuses other names", () => {
    assert.equal(methodByName("tournament").name, "tournament");
    assert.equal(methodByName("random").name, "random");
    assert.throws(() => methodByName("bayes"), /method: got "bayes", must be tournament or random/);
  });
});
