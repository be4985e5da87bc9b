/** Training graphs of all kinds of plans, as data, for tests of the emitted operations. */
import { genotypeFromText } from "../../lib/genotype/genotype-from-text.js";
import type { Layer, Primitive } from "../../lib/genotype/primitive.js";
import type { GraphNode } from "../../lib/graph/graph-builder.js";
import { rewriteNames } from "../../lib/graph/rewrites/table.js";
import { buildTrainingGraph, trainingGraphDefaults, type TrainingGraphConfig } from "../../lib/graph/training-graph.js";
import { smallNetwork } from "../../lib/network/network-config.js";
import type { Plan } from "../../lib/network/plan.js";
import { planNetwork } from "../../lib/network/plan-network.js";
import { operationCases, planOfCase, put } from "./fused/operation-cases.js";
import { layerCases } from "./pytorch-cases.js";
import { genotypes } from "./rewrites/nine-genotypes.js";
import { joining, smallPlan } from "./rewrites/observe-graph.js";

/** A graph and its description. */
export interface SampleGraph {
  readonly what: string;
  readonly nodes: readonly GraphNode[];
}

/** Every windowed operation at each stride and dilation. */
const windowLayers: readonly Layer[] = [1, 2, 3].flatMap((kernel) =>
  [1, 2, 3].flatMap((stride): readonly Layer[] => [
    ...[1, 2].flatMap((dilation): readonly Layer[] => [
      { kind: "convolution", kernel, channels: 6, stride, dilation },
      { kind: "depthwiseConvolution", kernel, stride, dilation },
    ]),
    { kind: "maxPool", kernel, stride },
    { kind: "averagePool", kernel, stride },
  ]),
);

const OF_PARTS = " of parts";

/** On the images, after another layer, and on parts, so that each gradient is computed and each rewrite applies. */
function windowPlans(): readonly (readonly [what: string, plan: Plan])[] {
  return windowLayers.flatMap((layer) => {
    const what = JSON.stringify(layer);
    const usual = { name: what, whole: false };
    const window = put([layer, { kind: "batchNormalization" }, { kind: "relu" }]);
    const parts = put([{ kind: "convolution", kernel: 1, channels: 3 }]);
    return [
      [`${what} of the images`, planOfCase({ ...usual, build: window, onImages: true }, 4, 1)],
      [`${what} inside`, planOfCase({ ...usual, build: window, onImages: false }, 5, 3)],
      [
        what + OF_PARTS,
        planOfCase(
          {
            ...usual,
            build: (builder, value, channels) =>
              window(builder, [...value, ...parts(builder, value, channels), ...value], channels),
            onImages: false,
          },
          4,
          3,
        ),
      ],
    ];
  });
}

/** The windowed operations as custom primitives and as stems. */
function ownPlans(): readonly (readonly [what: string, plan: Plan])[] {
  return windowLayers.flatMap((layer) => {
    const what = JSON.stringify(layer);
    const own: Primitive = { name: "own", label: "own", sign: "o", layers: () => [layer, { kind: "relu" }] };
    const network = { ...smallNetwork, channels: 4, groupCount: 2 };
    const cell = genotypeFromText([["1→2 own, 2→3 own"], "1→2 m1, 2→3 m1"], [own]);
    return [
      [`${what} as a custom primitive`, planNetwork(cell, network, [own])],
      [`${what} as a stem`, planNetwork(genotypeFromText("1→2 sep"), { ...network, stem: () => [layer] })],
    ];
  });
}

function samplePlans(): readonly (readonly [what: string, plan: Plan])[] {
  return [
    ...genotypes.map(([name, genotype]) => [name, smallPlan(genotype())] as const),
    ...operationCases.flatMap((each) => [1, 9].map((channels) => [each.name, planOfCase(each, channels, 3)] as const)),
    ...layerCases().map(({ name, plan }) => [name, plan] as const),
    ...windowPlans(),
    ...ownPlans(),
  ];
}

const configs: readonly (readonly [name: string, config: Partial<TrainingGraphConfig>])[] = [
  ["plain", { graph: "plain" }],
  ["plain, smooth", { graph: "plain", standIns: "smooth" }],
  ["rewritten", { graph: "rewritten", batchSize: joining.large }],
  ["rewritten, parts joined", { graph: "rewritten", batchSize: joining.small }],
  [
    "rewritten, no fused operations, smoothed labels",
    { graph: "rewritten", batchSize: joining.large, fusedOperations: false, labelSmoothing: 0.1 },
  ],
  ["fused", { graph: "fused" }],
];
const aloneConfigs = rewriteNames.map(
  (name) => [`${name} alone`, { graph: [name], batchSize: joining.large }] as const satisfies (typeof configs)[number],
);

/** The graphs of every plan in every form, generated one at a time; each rewrite alone on parts, where it applies. */
export function* sampleGraphs(): Generator<SampleGraph> {
  for (const [what, plan] of samplePlans()) {
    for (const [name, config] of what.endsWith(OF_PARTS) ? [...configs, ...aloneConfigs] : configs) {
      const { nodes } = buildTrainingGraph(plan, { ...trainingGraphDefaults, batchSize: 64, ...config });
      yield { what: `${what}, ${name} graph`, nodes };
    }
  }
}
