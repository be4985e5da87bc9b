import { flatSpace, hierarchicalSpace } from "../../../lib/genotype/space.js";
import { rewriteNames } from "../../../lib/graph/rewrites/table.js";
import { assertSame, connected, genotypes, observe, planOf } from "../observe-training.js";

describe("the rewritten graph trains, calibrates and scores like the plain one, to 1e-5 with smooth stand-ins:", function () {
  this.timeout(60_000);

  for (const [name, genotype] of genotypes) {
    it(name, async () => {
      const plan = planOf(genotype());
      const standIns = "smooth" as const;
      const plain = await observe(plan, { standIns, graph: "plain" });
      assertSame(await observe(plan, { standIns }), plain, "all rewrites");
      assertSame(await observe(plan, { standIns, fusedOperations: false }), plain, "all without fused operations");
    });
  }
});

describe("each rewrite alone leaves what is computed as it is, to 1e-5 with smooth stand-ins:", function () {
  this.timeout(60_000);

  for (const [name, genotype] of genotypes.filter((_, index) => index % 4 === 1)) {
    it(name, async () => {
      const plan = planOf(genotype());
      const standIns = "smooth" as const;
      const plain = await observe(plan, { standIns, graph: "plain" });
      for (const each of rewriteNames) {
        const fusedOperations = each === "activateInNormalization";
        assertSame(await observe(plan, { standIns, graph: [each], fusedOperations }), plain, each);
      }
    });
  }
});

describe("activateInNormalization", function () {
  this.timeout(60_000);

  it("trains, calibrates and scores with ReLU like the plain graph, to 1e-5", async () => {
    for (const space of [hierarchicalSpace(), flatSpace()]) {
      const plan = planOf(connected(space, "ReLU"));
      const graph = ["activateInNormalization"] as const;
      assertSame(await observe(plan, { graph }), await observe(plan, { graph: "plain" }), space.name);
    }
  });
});
