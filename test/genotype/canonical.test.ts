import assert from "node:assert/strict";
import { canonicalize, phenotypeHash } from "../../lib/genotype/canonical.js";
import { createGenotype, type Genotype } from "../../lib/genotype/genotype.js";
import { initialize } from "../../lib/genotype/initialize.js";
import { findLive, isConnected } from "../../lib/genotype/liveness.js";
import { createMotif, type Edge, edgesOf, type Motif } from "../../lib/genotype/motif.js";
import { publishedCell } from "../../lib/genotype/published.js";
import { createSpace, flatSpace, hierarchicalSpace } from "../../lib/genotype/space.js";
import { planNetwork } from "../../lib/network/plan-network.js";
import { InputError } from "../../lib/input/errors.js";
import { createRandom, type Random } from "../../lib/random.js";

const primitives = ["a", "b"];

function flat(nodeCount: number, edges: readonly (readonly [number, number, number])[]): Genotype {
  const asEdges = edges.map(([predecessor, successor, operation]) => ({ predecessor, successor, operation }));
  return createGenotype(primitives, [[createMotif(nodeCount, asEdges)]]);
}

/** Renumbers inner nodes at random in a way that keeps every edge forward. */
function renumber(motif: Motif, random: Random): Motif {
  const edges = edgesOf(motif);
  const place = new Map([[1, 1]]);
  const left = new Set(Array.from({ length: motif.nodeCount - 2 }, (_, index) => index + 2));
  while (left.size > 0) {
    const free = [...left].filter(
      (node) => !edges.some(({ predecessor, successor }) => successor === node && left.has(predecessor)),
    );
    const node = random.pick(free);
    left.delete(node);
    place.set(node, place.size + 1);
  }
  place.set(motif.nodeCount, motif.nodeCount);
  const moved: Edge[] = edges.map((edge) => ({
    ...edge,
    predecessor: place.get(edge.predecessor) as number,
    successor: place.get(edge.successor) as number,
  }));
  return createMotif(motif.nodeCount, moved);
}

/** Whether two flat networks are equal, by trying every renumbering of the inner nodes of their live edges. */
function equalByBruteForce(one: Genotype, other: Genotype): boolean {
  const [first, second] = [one, other].map((genotype) => findLive(genotype)[0][0].edges);
  if (first.length !== second.length) return false;
  const nodeCount = one.levels[0][0].nodeCount;
  const wanted = second
    .map(({ predecessor, successor, operation }) => `${predecessor}>${successor}:${operation}`)
    .sort()
    .join();
  const permute = (left: readonly number[], taken: readonly number[]): boolean => {
    if (left.length > 0)
      return left.some((node) =>
        permute(
          left.filter((each) => each !== node),
          [...taken, node],
        ),
      );
    const place = [0, 1, ...taken, nodeCount];
    const moved = first.map(
      ({ predecessor, successor, operation }) => `${place[predecessor]}>${place[successor]}:${operation}`,
    );
    return moved.sort().join() === wanted;
  };
  return permute(
    Array.from({ length: nodeCount - 2 }, (_, index) => index + 2),
    [],
  );
}

/** The points on each line of the projective plane over the whole numbers modulo a prime. */
function projectivePlane(prime: number): readonly (readonly number[])[] {
  const numbers = Array.from({ length: prime }, (_, index) => index);
  const points = [
    ...numbers.flatMap((x) => numbers.map((y) => [1, x, y])),
    ...numbers.map((y) => [0, 1, y]),
    [0, 0, 1],
  ];
  return points.map((line) =>
    points.flatMap((point, index) =>
      point.reduce((sum, each, axis) => sum + each * line[axis], 0) % prime === 0 ? [index] : [],
    ),
  );
}

describe("phenotypeHash", () => {
  it("ignores dead edges and unreachable nodes", () => {
    const plain = flat(4, [
      [1, 2, 1],
      [2, 4, 2],
    ]);
    const deadEnd = flat(4, [
      [1, 2, 1],
      [2, 4, 2],
      [1, 3, 2],
      [2, 3, 1],
    ]);
    const unreached = flat(4, [
      [1, 2, 1],
      [2, 4, 2],
      [3, 4, 1],
    ]);
    assert.equal(phenotypeHash(deadEnd), phenotypeHash(plain));
    assert.equal(phenotypeHash(unreached), phenotypeHash(plain));
  });

  it("depends on which operation is on which edge", () => {
    assert.notEqual(
      phenotypeHash(
        flat(3, [
          [1, 2, 1],
          [2, 3, 2],
        ]),
      ),
      phenotypeHash(
        flat(3, [
          [1, 2, 2],
          [2, 3, 1],
        ]),
      ),
    );
  });

  it("agrees with brute force over all renumberings, on 3,000 pairs of small random graphs", () => {
    const random = createRandom("small graphs");
    let equal = 0;
    for (let pair = 0; pair < 3000; pair++) {
      const draw = (): Genotype => {
        for (;;) {
          const edges: [number, number, number][] = [];
          for (let to = 2; to <= 5; to++) {
            for (let from = 1; from < to; from++)
              if (random.uniform() < 0.55) edges.push([from, to, 1 + random.integer(2)]);
          }
          const genotype = flat(5, edges);
          if (isConnected(genotype)) return genotype;
        }
      };
      const one = draw();
      const other =
        random.uniform() < 0.5 ? draw() : createGenotype(primitives, [[renumber(one.levels[0][0], random)]]);
      const expected = equalByBruteForce(one, other);
      equal += expected ? 1 : 0;
      assert.equal(phenotypeHash(one) === phenotypeHash(other), expected, JSON.stringify([one, other]));
    }
    assert.ok(equal > 1000 && equal < 2900, `${equal} pairs were equal`);
  });

  it("is unchanged when nodes are renumbered and motifs reordered, repeated or left unused, in both spaces", () => {
    const random = createRandom("renumbering");
    for (let seed = 0; seed < 40; seed++) {
      const { genotype } = initialize(seed % 2 ? flatSpace : hierarchicalSpace, random.split(seed), 200);
      if (!isConnected(genotype)) continue;
      let levels: Motif[][] = genotype.levels.map((motifs) => motifs.map((motif) => renumber(motif, random)));
      if (levels.length === 2) {
        const order = random.shuffle(levels[0].map((_, index) => index));
        const cell = levels[1][0];
        const moved = edgesOf(cell).map((edge) => ({ ...edge, operation: order.indexOf(edge.operation - 1) + 1 }));
        levels = [order.map((index) => levels[0][index]), [createMotif(cell.nodeCount, moved)]];
      }
      assert.equal(phenotypeHash(createGenotype(genotype.primitives, levels)), phenotypeHash(genotype));
    }
  });

  it("stays fast for many equal parallel chains, which have factorially many orders", () => {
    const chains = (count: number, last: number) =>
      flat(
        2 * count + 2,
        Array.from({ length: count }, (_, chain): [number, number, number][] => [
          [1, 2 + chain, 1],
          [2 + chain, 2 + count + chain, chain === 0 ? last : 2],
          [2 + count + chain, 2 * count + 2, 1],
        ]).flat(),
      );
    const random = createRandom("chains");
    const [equal, other] = [chains(31, 2), chains(31, 1)];
    const moved = createGenotype(primitives, [[renumber(equal.levels[0][0], random)]]);
    assert.equal(phenotypeHash(moved), phenotypeHash(equal));
    assert.notEqual(phenotypeHash(other), phenotypeHash(equal));
  });

  it("distinguishes several small rings from one large ring, although all neighbourhoods look alike", () => {
    // Two layers of twelve; each node of the first leads to two of the second, in rings of the given lengths.
    const rings = (...lengths: readonly number[]) => {
      let first = 0;
      const edges = lengths.flatMap((length) => {
        const from = first;
        first += length;
        return Array.from({ length }, (_, node): [number, number, number][] => [
          [1, 2 + from + node, 1],
          [2 + from + node, 14 + from + node, 1],
          [2 + from + node, 14 + from + ((node + 1) % length), 1],
          [14 + from + node, 26, 1],
        ]).flat();
      });
      return flat(26, edges);
    };
    const all = [[12], [6, 6], [4, 4, 4], [3, 3, 3, 3], [2, 2, 2, 2, 2, 2], [4, 8], [3, 9]].map((each) =>
      rings(...each),
    );
    assert.equal(new Set(all.map(phenotypeHash)).size, all.length);
    const random = createRandom("rings");
    for (const each of all) {
      const moved = createGenotype(primitives, [[renumber(each.levels[0][0], random)]]);
      assert.equal(phenotypeHash(moved), phenotypeHash(each));
    }
  });

  it("handles the densest motifs within bounds, and refuses too symmetric ones in one line", () => {
    const size = 31;
    const dense = flat(
      64,
      Array.from({ length: size }, (_, from): [number, number, number][] => [
        [1, 2 + from, 1],
        ...Array.from({ length: size }, (__, to): [number, number, number] => [2 + from, 2 + size + to, 1]),
        [2 + size + from, 64, 1],
      ]).flat(),
    );
    assert.match(phenotypeHash(dense), /^[0-9a-f]{16}$/);
    // Points and lines of the projective plane over seven elements would need 57 + 57 nodes; over five, 31 + 31.
    const plane = projectivePlane(5);
    const lines = flat(
      2 * plane.length + 2,
      plane.flatMap((points, line): [number, number, number][] => [
        [1, 2 + line, 1],
        ...points.map((point): [number, number, number] => [2 + line, 2 + plane.length + point, 1]),
        [2 + plane.length + line, 2 * plane.length + 2, 1],
      ]),
    );
    try {
      assert.match(phenotypeHash(lines), /^[0-9a-f]{16}$/);
    } catch (error) {
      assert.ok(error instanceof InputError && /too symmetric/.test(error.message), String(error));
    }
  });

  it("is equal only for networks that compute the same: their plans cost the same", () => {
    const random = createRandom("plans");
    const costs = new Map<string, string>();
    for (let seed = 0; seed < 300; seed++) {
      const { genotype } = initialize(hierarchicalSpace, random.split(seed), 1 + (seed % 40));
      if (!isConnected(genotype)) continue;
      const { parameterCount, multiplyAdds } = planNetwork(genotype);
      const hash = phenotypeHash(genotype);
      assert.equal(costs.get(hash) ?? `${parameterCount} ${multiplyAdds}`, `${parameterCount} ${multiplyAdds}`);
      costs.set(hash, `${parameterCount} ${multiplyAdds}`);
    }
    assert.ok(costs.size > 100);
  });

  it("distinguishes an operation after an identity from the operation alone, although they compute the same", () => {
    const names = ["sep", "id"];
    const motif = (nodes: number, edges: readonly (readonly [number, number, number])[]) =>
      createMotif(
        nodes,
        edges.map(([predecessor, successor, operation]) => ({ predecessor, successor, operation })),
      );
    const [through, alone] = [
      motif(3, [
        [1, 2, 2],
        [2, 3, 1],
      ]),
      motif(3, [[1, 3, 1]]),
    ].map((cell) => createGenotype(names, [[cell]]));
    assert.equal(planNetwork(through).multiplyAdds, planNetwork(alone).multiplyAdds);
    assert.notEqual(phenotypeHash(through), phenotypeHash(alone));
  });

  it("copes with many interchangeable nodes", () => {
    const inner = Array.from({ length: 9 }, (_, index) => index + 2);
    const wide = flat(
      11,
      inner.flatMap(
        (node) =>
          [
            [1, node, 1],
            [node, 11, 2],
          ] as [number, number, number][],
      ),
    );
    const sources = inner.slice(0, 8).flatMap(
      (node) =>
        [
          [1, node, 1],
          [node, 11, 2],
        ] as [number, number, number][],
    );
    assert.notEqual(phenotypeHash(wide), phenotypeHash(flat(11, sources)));
  });
});

describe("canonicalize", () => {
  it("keeps the network: hash, parameters and multiply-adds are those of the original", () => {
    for (let seed = 0; seed < 20; seed++) {
      const { genotype } = initialize(hierarchicalSpace, createRandom(seed), 300);
      const canonical = canonicalize(genotype);
      assert.equal(phenotypeHash(canonical.genotype), canonical.hash);
      assert.deepEqual(canonicalize(canonical.genotype), canonical);
      const [before, after] = [genotype, canonical.genotype].map((each) => planNetwork(each));
      assert.equal(after.parameterCount, before.parameterCount);
      assert.equal(after.multiplyAdds, before.multiplyAdds);
    }
  });

  it("prunes an edge whose motif has no path from source to sink", () => {
    const through = createMotif(2, [{ predecessor: 1, successor: 2, operation: 1 }]);
    const cut = createMotif(2, []);
    const cell = (operations: readonly number[]) =>
      createMotif(3, [
        { predecessor: 1, successor: 2, operation: operations[0] },
        { predecessor: 2, successor: 3, operation: operations[1] },
        { predecessor: 1, successor: 3, operation: operations[2] },
      ]);
    const genotype = createGenotype(primitives, [[through, cut], [cell([1, 2, 1])]]);
    assert.deepEqual(edgesOf(canonicalize(genotype).genotype.levels[1][0]), [
      { predecessor: 1, successor: 2, operation: 1 },
    ]);
    const unconnected = createGenotype(primitives, [[through, cut], [cell([1, 2, 2])]]);
    assert.equal(isConnected(unconnected), false);
    assert.throws(() => canonicalize(unconnected), {
      name: "InputError",
      message: /level 3, motif 1 \(the cell\): its sink cannot be reached/,
    });
  });

  it("gives the published cell the hash recorded in studies", () => {
    assert.equal(phenotypeHash(publishedCell), "045a3f84f1033fe8");
  });

  it("supports any number of levels", () => {
    const space = createSpace("deep", [
      { motifCount: 3, nodeCount: 3 },
      { motifCount: 2, nodeCount: 3 },
      { motifCount: 2, nodeCount: 4 },
      { motifCount: 1, nodeCount: 4 },
    ]);
    const { genotype } = initialize(space, createRandom(5), 40);
    if (isConnected(genotype)) assert.equal(phenotypeHash(canonicalize(genotype).genotype), phenotypeHash(genotype));
    assert.equal(genotype.levels.length, 4);
  });
});
