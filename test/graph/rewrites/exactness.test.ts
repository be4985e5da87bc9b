import assert from "node:assert/strict";
import { flatSpace, hierarchicalSpace } from "../../../lib/genotype/space.js";
import { rewriteNames } from "../../../lib/graph/rewrites/table.js";
import { genotypes } from "./nine-genotypes.js";
import {
  comparedKeys,
  connectedGenotype,
  distance,
  joining,
  observe,
  type Observed,
  smallPlan,
} from "./observe-graph.js";

const TOLERANCE = 1e-5;

function assertSame(got: Observed, want: Observed, what: string): void {
  for (const key of comparedKeys) {
    const error = distance(got[key], want[key]);
    assert.ok(error <= TOLERANCE, `${what}: ${key} differs by ${error}`);
  }
  assert.equal(got.correct, want.correct, what);
}

describe("the rewritten graph trains, calibrates and scores like the plain one, within 1e-5 with smooth stand-ins:", function () {
  this.timeout(60_000);

  for (const [name, genotype] of genotypes) {
    it(name, async () => {
      const plan = smallPlan(genotype());
      const standIns = "smooth" as const;
      const plain = await observe(plan, { standIns, graph: "plain" });
      const graph = "rewritten";
      for (const [size, batchSize] of Object.entries(joining)) {
        const rewritten = await observe(plan, { standIns, graph, batchSize });
        assertSame(rewritten, plain, `all rewrites, for a ${size} batch`);
      }
      const stock = await observe(plan, { standIns, graph, fusedOperations: false });
      assertSame(stock, plain, "all without fused operations");
    });
  }
});

describe("each rewrite alone leaves the results unchanged, within 1e-5 with smooth stand-ins:", function () {
  this.timeout(60_000);

  for (const [name, genotype] of genotypes.filter((_, index) => index % 4 === 1)) {
    it(name, async () => {
      const plan = smallPlan(genotype());
      const standIns = "smooth" as const;
      const plain = await observe(plan, { standIns, graph: "plain" });
      for (const each of rewriteNames) {
        const batchSize = joining.large;
        assertSame(await observe(plan, { standIns, graph: [each], batchSize }), plain, each);
      }
    });
  }
});

describe("activateInNormalization", function () {
  this.timeout(60_000);

  it("trains, calibrates and scores with ReLU like the plain graph, within 1e-5", async () => {
    for (const space of [hierarchicalSpace, flatSpace]) {
      const plan = smallPlan(connectedGenotype(space, "ReLU"));
      const graph = ["activateInNormalization"] as const;
      assertSame(await observe(plan, { graph }), await observe(plan, { graph: "plain" }), space.name);
    }
  });
});
