import assert from "node:assert/strict";
import { createGenotype, type Genotype } from "../../lib/genotype/genotype.js";
import { initialize, trivialGenotype } from "../../lib/genotype/initialize.js";
import { createMotif } from "../../lib/genotype/motif.js";
import { paperPrimitives, type Primitive } from "../../lib/genotype/primitive.js";
import { publishedCell } from "../../lib/genotype/published.js";
import { flatSpace, hierarchicalSpace } from "../../lib/genotype/space.js";
import { initialWeights } from "../../lib/graph/session/initial-weights.js";
import {
  imagenetNetwork,
  largeNetwork,
  networkByName,
  type NetworkConfig,
  smallNetwork,
} from "../../lib/network/network-config.js";
import { planNetwork } from "../../lib/network/plan-network.js";
import { createRandom } from "../../lib/random.js";

const names = paperPrimitives.map(({ name }) => name);

function flatOf(nodeCount: number, edges: readonly (readonly [number, number, string])[]): Genotype {
  const asEdges = edges.map(([predecessor, successor, name]) => ({
    predecessor,
    successor,
    operation: names.indexOf(name) + 1,
  }));
  return createGenotype(names, [[createMotif(nodeCount, asEdges)]]);
}

describe("planNetwork: parameters agree with arithmetic by hand", () => {
  // Small network, c0 = 16. Stem: 3·3·3·16 kernel + 2·16 scale and offset = 464.
  // After the cells: separable convolutions 16→32, 32→64, 64→64 of `in` channels: 9·in + in·out + 2·out. Classifier:
  // 64·10 + 10 = 650.
  const after = (channels: number, out: number) => 9 * channels + channels * out + 2 * out;

  it("for the trivial flat genotype, whose cell has no parameters", () => {
    const expected = 464 + after(16, 32) + after(32, 64) + after(64, 64) + 650;
    assert.equal(expected, 464 + 720 + 2464 + 4800 + 650);
    assert.equal(planNetwork(trivialGenotype(flatSpace)).parameterCount, expected);
  });

  it("for the trivial hierarchical genotype, whose motifs are their closing 1×1 convolutions", () => {
    // Four motifs in a chain, each C·C + 2·C, for C = 16, 32, 64.
    const cells = [16, 32, 64].reduce((sum, channels) => sum + 4 * (channels * channels + 2 * channels), 0);
    const expected = 464 + cells + after(16, 32) + after(32, 64) + after(64, 64) + 650;
    assert.equal(planNetwork(trivialGenotype(hierarchicalSpace)).parameterCount, expected);
  });

  it("for one cell of every primitive side by side", () => {
    // Edges 1→2 … carry conv1, dw, sep, max, avg, id; all nodes meet in the sink through id: 6·C channels.
    const edges = names.flatMap(
      (name, index) =>
        [
          [1, index + 2, name],
          [index + 2, 8, "id"],
        ] as [number, number, string][],
    );
    const cell = (c: number) => c * c + 2 * c + (9 * c + 2 * c) + (9 * c + c * c + 2 * c);
    const expected = [16, 32, 64].reduce(
      (sum, c, group) => sum + cell(c) + after(6 * c, [32, 64, 64][group]),
      464 + 650,
    );
    assert.equal(planNetwork(flatOf(8, edges)).parameterCount, expected);
  });

  it("for a chain in which channels add up", () => {
    // 1→2 conv1 (C), 1→3 id (C), 2→3 dw (C): node 3 has 2·C; 3→4 sep takes 2·C; 2→4 id: sink 2·C.
    const genotype = flatOf(4, [
      [1, 2, "conv1"],
      [1, 3, "id"],
      [2, 3, "dw"],
      [3, 4, "sep"],
      [2, 4, "id"],
    ]);
    const cell = (c: number) => c * c + 2 * c + 11 * c + (9 * 2 * c + 2 * c * c + 2 * c);
    const expected = [16, 32, 64].reduce(
      (sum, c, group) => sum + cell(c) + after(2 * c, [32, 64, 64][group]),
      464 + 650,
    );
    assert.equal(planNetwork(genotype).parameterCount, expected);
  });
});

describe("planNetwork: the published cell", () => {
  it("has 542,138 parameters in the small network and the published 15.7 M in the large one", () => {
    assert.equal(planNetwork(publishedCell).parameterCount, 542_138);
    assert.equal(planNetwork(publishedCell, largeNetwork).parameterCount, 15_727_306);
  });

  it("has 63.2 M parameters in the ImageNet network with four groups", () => {
    const plan = planNetwork(publishedCell, imagenetNetwork);
    assert.equal(plan.parameterCount, 63_215_976);
    const last = plan.operations[plan.operations.length - 1];
    assert.deepEqual([last.channels, last.inputChannels], [1000, 512]);
  });
});

describe("planNetwork: shapes and costs", () => {
  it("halves the resolution and doubles the channels between groups", () => {
    const shapes = planNetwork(trivialGenotype(flatSpace))
      .operations.filter(({ path }) => path.endsWith("after/convolution"))
      .map(({ height, width, channels }) => [height, width, channels]);
    assert.deepEqual(shapes, [
      [16, 16, 32],
      [8, 8, 64],
      [8, 8, 64],
    ]);
  });

  it("counts multiply-adds of convolutions and classifier only", () => {
    // Stem 32·32·27·16; after: depthwise at the lower resolution 9·in, pointwise in·out.
    const byHand =
      32 * 32 * 27 * 16 + 16 * 16 * (9 * 16 + 16 * 32) + 8 * 8 * (9 * 32 + 32 * 64) + 8 * 8 * (9 * 64 + 64 * 64) + 640;
    assert.equal(planNetwork(trivialGenotype(flatSpace)).multiplyAdds, byHand);
  });

  it("never concatenates as an operation: values are lists of parts, in the order of their predecessors", () => {
    const genotype = flatOf(3, [
      [1, 2, "conv1"],
      [1, 3, "max"],
      [2, 3, "id"],
    ]);
    const plan = planNetwork(genotype);
    const meeting = plan.operations.find(({ path }) => path === "group 1/cell 1/after/depthwiseConvolution");
    const parts = meeting?.inputs.map((id) => plan.operations[id].path);
    assert.deepEqual(parts, ["group 1/cell 1/edge 1→3/max/maxPool", "group 1/cell 1/edge 1→2/conv1/relu"]);
    assert.equal(meeting?.inputChannels, 32);
  });

  it("lays out the weights without gap or overlap, and every input before its use", () => {
    for (let seed = 0; seed < 10; seed++) {
      const { genotype } = initialize(seed % 2 ? flatSpace : hierarchicalSpace, createRandom(seed), 200);
      const plan = planNetwork(genotype);
      let offset = 0;
      for (const piece of plan.operations.flatMap(({ weights }) => weights)) {
        assert.equal(piece.offset, offset);
        assert.equal(
          piece.size,
          piece.shape.reduce((product, side) => product * side, 1),
        );
        offset += piece.size;
      }
      assert.equal(offset, plan.parameterCount);
      for (const { id, inputs } of plan.operations) for (const input of inputs) assert.ok(input < id);
      const used = new Set(plan.operations.flatMap(({ inputs }) => inputs));
      assert.equal(used.size, plan.operations.length - 1, "every operation but the last is used");
    }
  });

  it("leaves dead edges out", () => {
    const lean = flatOf(4, [[1, 4, "conv1"]]);
    const dead = flatOf(4, [
      [1, 4, "conv1"],
      [1, 2, "sep"],
      [2, 3, "sep"],
    ]);
    assert.deepEqual(planNetwork(dead).operations, planNetwork(lean).operations);
  });

  it("supports a custom primitive", () => {
    const conv5: Primitive = {
      name: "conv5",
      label: "5×5 convolution",
      sign: "c5",
      layers: (_inputChannels, channels) => [{ kind: "convolution", kernel: 5, channels, dilation: 2 }],
    };
    const genotype = createGenotype(["conv5"], [[createMotif(2, [{ predecessor: 1, successor: 2, operation: 1 }])]]);
    const plan = planNetwork(genotype, smallNetwork, [conv5]);
    const own = plan.operations.find(({ path }) => path === "group 1/cell 1/edge 1→2/conv5/convolution");
    assert.equal(own?.parameterCount, 25 * 16 * 16);
    assert.throws(() => planNetwork(genotype), /primitive conv5: not among the known ones \(conv1, /);
  });

  it("is data that survives JSON", () => {
    const plan = planNetwork(publishedCell);
    assert.deepEqual(JSON.parse(JSON.stringify(plan)), plan);
  });
});

describe("planNetwork: bad input", () => {
  it("reports an unreachable sink", () => {
    assert.throws(
      () => planNetwork(flatOf(3, [[1, 2, "id"]])),
      /level 2, motif 1 \(the cell\): its sink cannot be reached/,
    );
  });

  it("refuses invalid channels, cells and classes", () => {
    const trivial = trivialGenotype(flatSpace);
    for (const [change, message] of [
      [{ channels: 0 }, /network small: channels: got 0/],
      [{ channels: -1 }, /channels: got -1/],
      [{ channels: Number.NaN }, /channels: got NaN/],
      [{ cellsPerGroup: 0 }, /cells: got 0/],
      [{ classCount: 1 }, /classes: got 1/],
    ] as const) {
      assert.throws(() => planNetwork(trivial, { ...smallNetwork, ...change }), message);
    }
    assert.throws(() => networkByName("huge"), /must be small, large or imagenet/);
  });

  it("refuses at once a small genotype whose network would be gigantic", () => {
    const twice = createMotif(3, [
      { predecessor: 1, successor: 2, operation: 1 },
      { predecessor: 1, successor: 3, operation: 1 },
      { predecessor: 2, successor: 3, operation: 1 },
    ]);
    const doubling = (name: string, levels: number) =>
      createGenotype(
        [name],
        Array.from({ length: levels }, () => [twice]),
      );
    assert.throws(
      () => planNetwork(doubling("sep", 8), { ...smallNetwork, cellsPerGroup: 10 }),
      /^InputError: network small: its cells have [\d,]+ operations, must have at most 100,000: use fewer/,
    );
    const all = (nodes: number) =>
      Array.from({ length: nodes }, (_, from) =>
        Array.from({ length: nodes - from - 1 }, (__, to) => ({
          ...{ predecessor: from + 1, successor: from + to + 2, operation: 1 },
        })),
      ).flat();
    for (const name of ["id", "dw"]) {
      assert.throws(
        () => planNetwork(createGenotype([name], [[createMotif(40, all(40))]])),
        /^InputError: .*: more than 1,048,576 channels come together: use fewer/,
      );
    }
    for (const change of [{ cellsPerGroup: 99_999 }, { channels: Number.MAX_SAFE_INTEGER }, { groupCount: 17 }]) {
      assert.throws(() => planNetwork(publishedCell, { ...smallNetwork, ...change }), /^InputError: network small: /);
    }
  });
});

describe("planNetwork: the names of weights", () => {
  const weightNames = (genotype: Genotype, ...rest: [NetworkConfig?, (readonly Primitive[])?]) =>
    planNetwork(genotype, ...rest).operations.flatMap(({ weights }) => weights.map(({ name }) => name));

  it("are those of the layers' kinds where a chain has one of each", () => {
    assert.deepEqual(
      weightNames(trivialGenotype(flatSpace)).filter((name) => name.startsWith("stem")),
      ["stem/convolution/kernel", "stem/batchNormalization/scale", "stem/batchNormalization/offset"],
    );
  });

  it("differ for layers of one kind, so that these do not start from equal random numbers", () => {
    const stem: NetworkConfig["stem"] = (channels) => [
      { kind: "convolution", kernel: 3, channels },
      { kind: "relu" },
      { kind: "convolution", kernel: 3, channels },
      { kind: "convolution", kernel: 3, channels },
    ];
    const config = { ...smallNetwork, stem, imageSize: { height: 8, width: 8, channels: smallNetwork.channels } };
    const all = weightNames(publishedCell, config);
    assert.deepEqual(all.slice(0, 3), [
      "stem/convolution/kernel",
      "stem/convolution 2/kernel",
      "stem/convolution 3/kernel",
    ]);
    assert.equal(new Set(all).size, all.length);
    const plan = planNetwork(publishedCell, config);
    const weights = initialWeights(plan, createRandom(1));
    const [first, second] = plan.operations.flatMap((operation) => operation.weights);
    assert.notDeepEqual(weights.slice(first.offset, first.offset + 4), weights.slice(second.offset, second.offset + 4));
    const imagenet = weightNames(publishedCell, imagenetNetwork);
    assert.equal(new Set(imagenet).size, imagenet.length);
  });
});
