/** Shapes and costs of a genotype's graphs at their places in a network. Paper, sections 2.2 and 4. */
import { createGenotype, type Genotype } from "../../genotype/genotype.js";
import type { LiveMotif } from "../../genotype/liveness.js";
import { chainMotif, edgesOf } from "../../genotype/motif.js";
import { conv1, identity, type Layer, type Primitive } from "../../genotype/primitive.js";
import { InputError } from "../../input/errors.js";
import { shown } from "../../input/printable.js";
import { type NetworkConfig, smallNetwork } from "../../network/network-config.js";
import { createPlanBuilder, type Value } from "../../network/plan-builder.js";
import { planNetwork } from "../../network/plan-network.js";
import { MOST_EDGES, MOST_UNFOLDED_EDGES } from "./drawing-limit.js";
import { edgeKey } from "./edge-key.js";

/** The cell of a network in which to measure a genotype's graphs. */
export interface GraphPlace {
  /** The small network by default. */
  readonly network?: NetworkConfig;
  /** From 1; 1 by default. */
  readonly group?: number;
  /** From 1 within its group; 1 by default. */
  readonly cell?: number;
}

/** Trained weights, and multiply-adds for one image. */
export interface Cost {
  readonly parameterCount: number;
  readonly multiplyAdds: number;
}

/** Measures of an edge; a motif's edge includes the 1×1 convolution that closes the motif. */
export interface EdgeMeasure extends Cost {
  readonly inputChannels: number;
  readonly channels: number;
}

/** Measures of a graph where the network first uses it. */
export interface GraphMeasures {
  /** For example `small network, group 1, cell 1, edge 1→2`. */
  readonly where: string;
  readonly height: number;
  readonly width: number;
  /** By node, for nodes in the network. */
  readonly channels: ReadonlyMap<number, number>;
  /** By `1→3`, for edges in the network. */
  readonly edges: ReadonlyMap<string, EdgeMeasure>;
  /** Of the 1×1 convolution that closes the motif; undefined for the cell. */
  readonly closing?: EdgeMeasure;
}

/** Measures of a genotype's graphs in one cell of a network, except motifs that the network does not use. */
export interface Measures {
  /** By level and motif, for example `2 5`, where the network first uses the motif. */
  readonly first: ReadonlyMap<string, GraphMeasures>;
  /** By place in the cell, for example `/edge 1→2/motif 5`; "" is the cell. */
  readonly places: ReadonlyMap<string, GraphMeasures>;
}

/** No measures, for a genotype without a network or a drawing that shows none. */
export const nothingMeasured: Measures = Object.freeze({ first: new Map(), places: new Map() });

/**
 * Measures all graphs of a genotype in one cell of a network. `live` is the part in the network, `unfoldedEdgeCount`
 * the number of the cell's edges when every motif is unfolded. Nothing is measured without a network (no path from
 * source to sink, or a primitive that `primitives` lacks), nor for graphs of more than 600 edges. Throws InputError for
 * a group or a cell that the network does not have.
 */
export function measureGraphs(
  genotype: Genotype,
  live: readonly (readonly LiveMotif[])[],
  unfoldedEdgeCount: number,
  {
    network = smallNetwork,
    group = 1,
    cell = 1,
    primitives,
  }: GraphPlace & { readonly primitives: readonly Primitive[] },
): Measures {
  checkPlace(network, group, cell);
  const known = genotype.primitives.map((name) => primitives.find((primitive) => primitive.name === name));
  // With thousands of edges, channels grow absurdly, and there are no tooltips for what is not drawn.
  const isTooLarge = genotype.levels.flat().some((motif) => edgesOf(motif).length > MOST_EDGES);
  const isConnected = live[live.length - 1][0].connected;
  if (isTooLarge || !isConnected || known.includes(undefined)) return nothingMeasured;
  const { channels: inputChannels, ...size } = inputOf(network, group, cell);
  const walk: Walk = {
    ...{ live, size, primitives: known as readonly Primitive[], channels: network.channels * 2 ** (group - 1) },
    ...{ assembled: new Map(), chains: new Map(), first: new Map(), places: new Map() },
    where: `${network.name} network, group ${group}, cell ${cell}`,
    // Only a cell that can be drawn unfolded needs every place.
    everywhere: unfoldedEdgeCount <= MOST_UNFOLDED_EDGES,
  };
  measure(walk, live.length - 1, 0, inputChannels, "");
  return { first: walk.first, places: walk.places };
}

function checkPlace(network: NetworkConfig, group: number, cell: number): void {
  for (const [what, got, most] of [
    ["group", group, network.groupCount],
    ["cell", cell, network.cellsPerGroup],
  ] as const) {
    if (!Number.isInteger(got) || got < 1 || got > most)
      throw new InputError(`network ${network.name}: got ${what} ${shown(got)}, it has ${what}s 1 to ${most}`);
  }
}

/** A minimal cell: the input of a network's cells does not depend on their content. */
const bare = createGenotype([identity.name], [[chainMotif(2, 1)]]);

/** The input of a cell in a network. */
function inputOf(network: NetworkConfig, group: number, cell: number): Size {
  const { operations } = planNetwork(bare, network, [identity]);
  const after = operations.findIndex(({ path }) => path.startsWith(`group ${group}/cell ${cell}/`));
  const { height, width, channels } = operations[after - 1];
  return { height, width, channels };
}

interface Size {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}

interface Walk {
  readonly live: readonly (readonly LiveMotif[])[];
  readonly primitives: readonly Primitive[];
  /** C of the group. */
  readonly channels: number;
  readonly size: Omit<Size, "channels">;
  readonly where: string;
  readonly everywhere: boolean;
  /** By motif and its input channels. */
  readonly assembled: Map<string, Assembled>;
  /** By operation and its input channels. */
  readonly chains: Map<string, EdgeMeasure>;
  readonly first: Map<string, GraphMeasures>;
  readonly places: Map<string, GraphMeasures>;
}

/** Measures a motif at its place, and the motifs on its edges. */
function measure(walk: Walk, index: number, motif: number, inputChannels: number, place: string): void {
  const key = `${index + 2} ${motif + 1}`;
  const isKnown = walk.first.has(key);
  if (isKnown && !walk.everywhere) return;
  const { channels, edges, outputChannels } = assemble(walk, index, motif, inputChannels);
  const isCell = index === walk.live.length - 1;
  const measures = {
    ...{ where: `${walk.where}${place.replaceAll("/", ", ")}`, ...walk.size, channels, edges },
    ...(isCell ? {} : { closing: runChain(walk, CLOSE, conv1, outputChannels) }),
  };
  walk.places.set(place, measures);
  if (!isKnown) walk.first.set(key, measures);
  if (index === 0) return;
  for (const edge of bySuccessor(walk.live[index][motif])) {
    const from = channels.get(edge.predecessor) as number;
    measure(walk, index - 1, edge.operation - 1, from, `${place}/edge ${edgeKey(edge)}/motif ${edge.operation}`);
  }
}

/** Edges in an order in which every predecessor precedes its successors, so that its channels are known. */
const bySuccessor = ({ edges }: LiveMotif): LiveMotif["edges"] =>
  [...edges].sort((one, other) => one.successor - other.successor);

interface Assembled extends Cost, Pick<GraphMeasures, "channels" | "edges"> {
  /** At the sink. */
  readonly outputChannels: number;
}

/** Section 2.2's `assemble` in numbers: a node concatenates its edges' results, and a motif's edge is closed. */
function assemble(walk: Walk, index: number, motif: number, inputChannels: number): Assembled {
  const key = `${index} ${motif} ${inputChannels}`;
  const known = walk.assembled.get(key);
  if (known !== undefined) return known;
  const channels = new Map([[1, inputChannels]]);
  const edges = new Map<string, EdgeMeasure>();
  const cost = { parameterCount: 0, multiplyAdds: 0 };
  let outputChannels = inputChannels;
  for (const edge of bySuccessor(walk.live[index][motif])) {
    const { predecessor, successor, operation } = edge;
    const measured = operate(walk, index, operation, channels.get(predecessor) as number);
    outputChannels = (channels.get(successor) ?? 0) + measured.channels;
    channels.set(successor, outputChannels);
    edges.set(edgeKey(edge), measured);
    cost.parameterCount += measured.parameterCount;
    cost.multiplyAdds += measured.multiplyAdds;
  }
  const assembled = { ...cost, channels, edges, outputChannels };
  walk.assembled.set(key, assembled);
  return assembled;
}

function operate(walk: Walk, index: number, operation: number, inputChannels: number): EdgeMeasure {
  if (index === 0) return runChain(walk, operation, walk.primitives[operation - 1], inputChannels);
  const open = assemble(walk, index - 1, operation - 1, inputChannels);
  const closed = runChain(walk, CLOSE, conv1, open.outputChannels);
  return {
    inputChannels,
    channels: closed.channels,
    parameterCount: open.parameterCount + closed.parameterCount,
    multiplyAdds: open.multiplyAdds + closed.multiplyAdds,
  };
}

/** In place of an operation's id, for the convolution that closes a motif. */
const CLOSE = 0;

/** Measures a primitive on `inputChannels` channels, as a plan's builder does. */
function runChain(walk: Walk, id: number, { layers }: Primitive, inputChannels: number): EdgeMeasure {
  const key = `${id} ${inputChannels}`;
  const known = walk.chains.get(key);
  if (known !== undefined) return known;
  const builder = createPlanBuilder({ ...walk.size, channels: inputChannels });
  const end = layers(inputChannels, walk.channels).reduce<Value>(
    (value, layer: Layer) => builder.add(layer.kind, layer, value),
    [0],
  );
  const measured = builder.operations.reduce(
    (sum, { parameterCount, multiplyAdds }) => ({
      ...sum,
      parameterCount: sum.parameterCount + parameterCount,
      multiplyAdds: sum.multiplyAdds + multiplyAdds,
    }),
    { inputChannels, channels: builder.channelsOf(end), parameterCount: 0, multiplyAdds: 0 },
  );
  walk.chains.set(key, measured);
  return measured;
}
