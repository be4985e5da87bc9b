/** The public functions of genotypes and networks, each with valid arguments. */
import { canonicalize, phenotypeHash } from "../../lib/genotype/canonical.js";
import {
  checkInSpace,
  createGenotype,
  levelCount,
  motifsOf,
  operationCount,
  operationName,
  operationsByLevel,
} from "../../lib/genotype/genotype.js";
import { genotypeToJson, parseGenotype } from "../../lib/genotype/genotype-file.js";
import { genotypeFromText } from "../../lib/genotype/genotype-from-text.js";
import { initialize, trivialGenotype } from "../../lib/genotype/initialize.js";
import { moduleByName } from "../../lib/genotype/known-modules.js";
import { findLive, isConnected } from "../../lib/genotype/liveness.js";
import { createMotif, edgesOf, withOperation } from "../../lib/genotype/motif.js";
import { applyMutation, mutate, sampleMutation } from "../../lib/genotype/mutate.js";
import { paperPrimitives, primitiveDigests } from "../../lib/genotype/primitive.js";
import { publishedCell } from "../../lib/genotype/published.js";
import { createSpace, hierarchicalSpace, spaceByName, spaceData } from "../../lib/genotype/space.js";
import { networkByName, smallNetwork } from "../../lib/network/network-config.js";
import { planNetwork } from "../../lib/network/plan-network.js";
import { createRandom } from "../../lib/random.js";

const space = hierarchicalSpace;
const random = createRandom(1);
/** Plain data from JSON or JavaScript, not made by the library. */
const genotype = structuredClone(publishedCell);
const motif = {
  nodeCount: 3,
  matrix: [
    [0, 1, 2],
    [0, 0, 3],
    [0, 0, 0],
  ],
};
const edge = { predecessor: 1, successor: 2, operation: 1 };
const mutation = { level: 2, motif: 1, predecessor: 1, successor: 2, before: 4, after: 1 };
const primitive = { ...paperPrimitives[0], layers: () => [{ kind: "convolution", kernel: 3, channels: 8 }] };

/** Each function with valid arguments. */
export const genotypeCalls: readonly (readonly [
  name: string,
  call: (...args: never[]) => unknown,
  args: readonly unknown[],
])[] = [
  ["canonicalize", canonicalize, [genotype]],
  ["phenotypeHash", phenotypeHash, [genotype]],
  ["checkInSpace", checkInSpace, [genotype, { ...space }]],
  ["createGenotype", createGenotype, [["a", "b", "c"], [[motif]]]],
  ["createGenotype of a motif", (each: never) => createGenotype(["a", "b", "c"], [[each]]), [motif]],
  ["createGenotype of a primitive", (name: never) => createGenotype([name, "b", "c"], [[motif]]), ["a"]],
  ["levelCount", levelCount, [genotype]],
  ["motifsOf", motifsOf, [genotype, 2]],
  ["operationCount", operationCount, [genotype, 3]],
  ["operationName", operationName, [genotype, 2, 1]],
  ["operationsByLevel", operationsByLevel, [genotype]],
  ["genotypeFromText", genotypeFromText, ["1→2 conv1", paperPrimitives]],
  ["genotypeFromText of a motif", (text: never) => genotypeFromText([[text], "1→2 m1"]), ["1→2 conv1"]],
  ["genotypeToJson", genotypeToJson, [genotype]],
  ["parseGenotype", parseGenotype, [genotypeToJson(publishedCell), { ...space }]],
  ["initialize", initialize, [{ ...space }, random, 5]],
  ["trivialGenotype", trivialGenotype, [{ ...space }]],
  ["moduleByName", moduleByName, ["residual"]],
  ["findLive", findLive, [genotype]],
  ["isConnected", isConnected, [genotype]],
  ["createMotif", createMotif, [3, [edge]]],
  ["createMotif of an edge", (each: never) => createMotif(3, [each]), [edge]],
  ["edgesOf", edgesOf, [motif]],
  ["withOperation", withOperation, [motif, 1, 3, 2]],
  ["applyMutation", applyMutation, [genotype, mutation]],
  ["mutate", mutate, [genotype, random]],
  ["sampleMutation", sampleMutation, [genotype, random]],
  ["primitiveDigests", primitiveDigests, [[primitive]]],
  ["primitiveDigests of a primitive", (each: never) => primitiveDigests([each]), [primitive]],
  ["createSpace", createSpace, ["own", [{ motifCount: 1, nodeCount: 3 }], paperPrimitives]],
  ["createSpace of a level", (level: never) => createSpace("own", [level]), [{ motifCount: 1, nodeCount: 3 }]],
  ["spaceByName", spaceByName, ["flat"]],
  ["spaceData", spaceData, [{ ...space }]],
  ["createRandom", createRandom, [1]],
  ["networkByName", networkByName, ["small"]],
  ["planNetwork", planNetwork, [genotype, { ...smallNetwork, stem: undefined }, paperPrimitives]],
  [
    "planNetwork of counts",
    (counts: object) => planNetwork(publishedCell, { ...smallNetwork, ...counts }),
    [
      {
        name: "n",
        groupCount: 1,
        cellsPerGroup: 1,
        channels: 4,
        imageSize: { height: 8, width: 8, channels: 3 },
        classCount: 2,
      },
    ],
  ],
  [
    "planNetwork of a primitive's layers",
    (layers: never) =>
      planNetwork(genotypeFromText("1→2 conv1"), smallNetwork, [{ ...paperPrimitives[0], layers: () => layers }]),
    [[]],
  ],
  [
    "planNetwork of a layer",
    (layer: never) =>
      planNetwork(genotypeFromText("1→2 conv1"), smallNetwork, [{ ...paperPrimitives[0], layers: () => [layer] }]),
    [{ kind: "convolution", kernel: 3, channels: 8, stride: 1, dilation: 1 }],
  ],
  [
    "planNetwork of a stem",
    (layers: never) => planNetwork(publishedCell, { ...smallNetwork, stem: () => layers }),
    [[]],
  ],
];
