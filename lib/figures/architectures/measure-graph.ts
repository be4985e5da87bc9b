/** Shapes and costs of a genotype's graphs where they stand in a network: read from its plan. */
import type { Genotype } from "../../genotype/genotype.js";
import { findLive, isConnected, type LiveMotif } from "../../genotype/liveness.js";
import { edgesOf } from "../../genotype/motif.js";
import { type Primitive, paperPrimitives } from "../../genotype/primitive.js";
import { InputError } from "../../input/errors.js";
import { type NetworkConfig, smallNetwork } from "../../network/network-config.js";
import type { Plan } from "../../network/plan.js";
import { planNetwork } from "../../network/plan-network.js";
import { MOST_EDGES, MOST_UNFOLDED_EDGES, unfoldedEdgeCount } from "./drawing-limit.js";

/** Which of a network's cells a genotype's graphs are measured in. */
export interface GraphPlace {
  /** The small network by default. */
  readonly network?: NetworkConfig;
  /** From 1; 1 by default. */
  readonly group?: number;
  /** From 1 within its group; 1 by default. */
  readonly cell?: number;
}

/** Trained numbers, and multiply-adds for one image. */
export interface Cost {
  readonly parameterCount: number;
  readonly multiplyAdds: number;
}

/** One edge of a graph, measured; a motif's edge has the 1×1 convolution that closes it. */
export interface EdgeMeasure extends Cost {
  readonly inputChannels: number;
  readonly channels: number;
}

/** A graph, measured where the network uses it first. */
export interface GraphMeasures {
  /** For example `small network, group 1, cell 1, edge 1→2`. */
  readonly where: string;
  readonly height: number;
  readonly width: number;
  /** By node; only nodes in the network. */
  readonly channels: ReadonlyMap<number, number>;
  /** By `1→3`; only edges in the network. */
  readonly edges: ReadonlyMap<string, EdgeMeasure>;
}

/**
 * The measures of motif `motif` (from 1) of `level`, or undefined where the network does not use it; at `path` in the
 * cell, for example `/edge 1→2/motif 5`, else where it is used first.
 */
export type Measures = (level: number, motif: number, path?: string) => GraphMeasures | undefined;

/**
 * Measures all graphs of a genotype in one cell of a network. Without a network (no path from source to sink, a
 * primitive that `primitives` lacks, or a graph of more than 600 edges) nothing is measured.
 * Throws InputError for a group or a cell that the network does not have.
 */
export function measureGenotype(
  genotype: Genotype,
  place: GraphPlace = {},
  primitives: readonly Primitive[] = paperPrimitives,
): Measures {
  const { network = smallNetwork, group = 1, cell = 1 } = place;
  checkPlace(network, group, cell);
  const known = genotype.primitives.map((name) => primitives.find((primitive) => primitive.name === name));
  // In a graph of thousands of edges channels grow beyond all sense, and nobody points at what is not drawn.
  const isTooLarge = genotype.levels.flat().some((motif) => edgesOf(motif).length > MOST_EDGES);
  if (isTooLarge || !isConnected(genotype) || known.includes(undefined)) return () => undefined;
  const plan = planNetwork(genotype, network, primitives);
  const prefix = `group ${group}/cell ${cell}`;
  const before = plan.operations[plan.operations.findIndex(({ path }) => path.startsWith(`${prefix}/`)) - 1];
  const found = new Map<string, GraphMeasures>();
  const walk: Walk = {
    live: findLive(genotype),
    outputChannels: known.map((primitive) => outputChannels(primitive as Primitive)),
    channels: network.channels * 2 ** (group - 1),
    costs: costsByPath(plan),
    size: { height: before.height, width: before.width },
    network: network.name,
    found,
    // Only a cell that can be drawn unfolded needs to know every place.
    everywhere: unfoldedEdgeCount(genotype) <= MOST_UNFOLDED_EDGES,
  };
  measure(walk, walk.live.length - 1, 0, before.channels, prefix);
  return (level, motif, path) => found.get(path === undefined ? `${level} ${motif}` : `${prefix}${path}`);
}

function checkPlace(network: NetworkConfig, group: number, cell: number): void {
  for (const [what, got, most] of [
    ["group", group, network.groupCount],
    ["cell", cell, network.cellsPerGroup],
  ] as const) {
    if (!Number.isInteger(got) || got < 1 || got > most)
      throw new InputError(`network ${network.name}: got ${what} ${got}, it has ${what}s 1 to ${most}`);
  }
}

interface Walk {
  readonly live: readonly (readonly LiveMotif[])[];
  readonly outputChannels: readonly ((inputChannels: number, channels: number) => number)[];
  readonly channels: number;
  readonly costs: ReadonlyMap<string, Cost>;
  readonly size: { readonly height: number; readonly width: number };
  readonly network: string;
  /** By level and motif where it is used first, and by path. */
  readonly found: Map<string, GraphMeasures>;
  readonly everywhere: boolean;
}

function measure(walk: Walk, index: number, motif: number, inputChannels: number, path: string): void {
  const key = `${index + 2} ${motif + 1}`;
  const isKnown = walk.found.has(key);
  if (isKnown && !walk.everywhere) return;
  const channels = new Map([[1, inputChannels]]);
  const edges = new Map<string, EdgeMeasure>();
  const where = `${walk.network} network, ${path.replaceAll("/", ", ")}`;
  const measures = { where, ...walk.size, channels, edges };
  walk.found.set(path, measures);
  if (!isKnown) walk.found.set(key, measures);
  const ordered = [...walk.live[index][motif].edges].sort((one, other) => one.successor - other.successor);
  for (const { predecessor, successor, operation } of ordered) {
    const from = channels.get(predecessor) as number;
    const edge = `${predecessor}→${successor}`;
    const out = index === 0 ? walk.outputChannels[operation - 1](from, walk.channels) : walk.channels;
    channels.set(successor, (channels.get(successor) ?? 0) + out);
    const cost = walk.costs.get(`${path}/edge ${edge}`) ?? { parameterCount: 0, multiplyAdds: 0 };
    edges.set(edge, { ...cost, inputChannels: from, channels: out });
    if (index > 0) measure(walk, index - 1, operation - 1, from, `${path}/edge ${edge}/motif ${operation}`);
  }
}

const outputChannels =
  ({ layers }: Primitive) =>
  (inputChannels: number, channels: number): number =>
    layers(inputChannels, channels).reduce(
      (value, layer) => (layer.kind === "convolution" ? layer.channels : value),
      inputChannels,
    );

/** What a plan's operations cost in all, by every beginning of their paths. */
export function costsByPath(plan: Plan): ReadonlyMap<string, Cost> {
  const costs = new Map<string, Cost>();
  for (const { path, parameterCount, multiplyAdds } of plan.operations) {
    for (let end = path.indexOf("/"); end !== -1; end = path.indexOf("/", end + 1)) {
      const beginning = path.slice(0, end);
      const before = costs.get(beginning) ?? { parameterCount: 0, multiplyAdds: 0 };
      costs.set(beginning, {
        parameterCount: before.parameterCount + parameterCount,
        multiplyAdds: before.multiplyAdds + multiplyAdds,
      });
    }
  }
  return costs;
}
