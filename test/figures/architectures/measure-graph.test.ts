import assert from "node:assert/strict";
import { annotateGenotype } from "../../../lib/figures/architectures/annotate-genotype.js";
import { createGenotype, type Genotype } from "../../../lib/genotype/genotype.js";
import { initialize } from "../../../lib/genotype/initialize.js";
import { createMotif } from "../../../lib/genotype/motif.js";
import { conv1, paperPrimitives, type Primitive } from "../../../lib/genotype/primitive.js";
import { publishedCell } from "../../../lib/genotype/published.js";
import { flatSpace, hierarchicalSpace } from "../../../lib/genotype/space.js";
import { InputError } from "../../../lib/input/errors.js";
import { imagenetNetwork, largeNetwork, smallNetwork } from "../../../lib/network/network-config.js";
import { planNetwork } from "../../../lib/network/plan-network.js";
import { createRandom } from "../../../lib/random.js";
import { fourLevels } from "../sample-drawings.js";

const random = createRandom("measures");
const genotypes: { readonly [name: string]: Genotype } = {
  "the published cell": publishedCell,
  "four levels": fourLevels,
  "a flat one": initialize(flatSpace, random).genotype,
  "a hierarchical one": initialize(hierarchicalSpace, random).genotype,
};

describe("measures of graphs", () => {
  for (const [name, genotype] of Object.entries(genotypes)) {
    it(`of ${name} are the plan's, edge by edge, wherever a motif stands`, () => {
      for (const [network, group, cell] of [
        [smallNetwork, 1, 1],
        [largeNetwork, 2, 2],
        [imagenetNetwork, 4, 1],
      ] as const) {
        const plan = planNetwork(genotype, network);
        const { places } = annotateGenotype(genotype, { network, group, cell });
        assert.ok(places.size > 0);
        for (const [place, { edges, height }] of places) {
          for (const [edge, measured] of edges) {
            const path = `group ${group}/cell ${cell}${place}/edge ${edge}/`;
            const operations = plan.operations.filter((operation) => operation.path.startsWith(path));
            const sum = (pick: (operation: (typeof operations)[number]) => number): number =>
              operations.reduce((all, operation) => all + pick(operation), 0);
            assert.deepEqual(
              [measured.parameterCount, measured.multiplyAdds],
              [sum(({ parameterCount }) => parameterCount), sum(({ multiplyAdds }) => multiplyAdds)],
              path,
            );
            const last = operations[operations.length - 1];
            if (last !== undefined) assert.deepEqual([measured.channels, height], [last.channels, last.height], path);
          }
        }
      }
    });
  }

  it("do not mistake a custom primitive for the convolution that closes a motif", () => {
    const own: Primitive = { ...conv1, layers: () => [] };
    const one = createMotif(2, [{ predecessor: 1, successor: 2, operation: 1 }]);
    const genotype = createGenotype(["conv1"], [[one], [one]]);
    const { cell, levels } = annotateGenotype(genotype, { primitives: [own] });
    assert.equal(levels[0][0].measures?.edges.get("1→2")?.parameterCount, 0);
    assert.equal(cell.measures?.edges.get("1→2")?.parameterCount, 16 * 16 + 2 * 16);
  });

  it("describe a motif's first use, and no unused motif", () => {
    const { levels } = annotateGenotype(publishedCell);
    assert.equal(levels[0][4].measures?.where, "small network, group 1, cell 1, edge 1→2, motif 5");
    assert.equal(levels[0][1].measures, undefined);
  });

  it("are empty without a network, for an unknown primitive, or unless requested", () => {
    const [empty, edge] = [createMotif(2, []), createMotif(2, [{ predecessor: 1, successor: 2, operation: 1 }])];
    assert.equal(annotateGenotype(createGenotype(["id"], [[empty]])).cell.measures, undefined);
    assert.equal(annotateGenotype(createGenotype(["own"], [[edge]])).cell.measures, undefined);
    assert.equal(annotateGenotype(publishedCell, { measured: false }).cell.measures, undefined);
  });

  it("refuse a group or a cell that the network does not have", () => {
    for (const group of [0, 4, 1.5, NaN, Infinity])
      assert.throws(
        () => annotateGenotype(publishedCell, { group }),
        new InputError(`network small: got group ${group}, it has groups 1 to 3`),
      );
    assert.throws(() => annotateGenotype(publishedCell, { cell: 2, primitives: paperPrimitives }), InputError);
  });
});
