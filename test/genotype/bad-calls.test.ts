import assert from "node:assert/strict";
import { phenotypeHash } from "../../lib/genotype/canonical.js";
import { createGenotype } from "../../lib/genotype/genotype.js";
import { genotypeToJson } from "../../lib/genotype/genotype-file.js";
import { publishedCell } from "../../lib/genotype/published.js";
import { callBadly } from "../input/bad-calls.js";
import { genotypeCalls } from "./genotype-calls.js";

describe("functions of genotypes and networks, called with invalid arguments", function () {
  this.timeout(60_000);
  for (const [name, call, args] of genotypeCalls) {
    it(`${name} answers with InputError, in one line`, () => {
      for (const [what, problem] of callBadly(call, args)) assert.fail(`${name}(${what}): ${problem}`);
    });
  }

  it("accept plain data, partly frozen data too", () => {
    assert.equal(phenotypeHash(structuredClone(publishedCell)), phenotypeHash(publishedCell));
    const open = Object.freeze({
      nodeCount: 2,
      matrix: Object.freeze([
        [0, 1],
        [0, 0],
      ]),
    });
    const made = createGenotype(["id"], [[open]]);
    (open.matrix as number[][])[0][1] = 7;
    assert.equal(genotypeToJson(made).includes('[1,2,"id"]'), true);
  });

  it("refuse a matrix with an operation on or below its diagonal, and one that is not square", () => {
    const back = {
      nodeCount: 2,
      matrix: [
        [0, 1],
        [1, 0],
      ],
    };
    const short = {
      nodeCount: 3,
      matrix: [
        [0, 1],
        [0, 0],
      ],
    };
    assert.throws(() => createGenotype(["id"], [[back]]), {
      message: "level 2, motif 1: edge 2→1 must run forward (to a higher node)",
    });
    assert.throws(() => createGenotype(["id"], [[short]]), {
      message: "level 2, motif 1: matrix: got a list of 2, must have 3 entries, one per node",
    });
  });
});
