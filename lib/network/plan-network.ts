/** Genotype → plan: assembles the cell and puts the network around it. Paper, sections 2.2 and 4. */
import type { Genotype } from "../genotype/genotype.js";
import { operationName } from "../genotype/genotype.js";
import { findLive, type LiveMotif } from "../genotype/liveness.js";
import {
  checkLayers,
  checkPrimitives,
  conv1,
  type Layer,
  paperPrimitives,
  type Primitive,
  separable,
} from "../genotype/primitive.js";
import { InputError } from "../input/errors.js";
import { printable } from "../input/printable.js";
import { checkNetworkConfig, type NetworkConfig, smallNetwork } from "./network-config.js";
import type { Plan } from "./plan.js";
import { checkChannels, checkPlanSize } from "./plan-size.js";
import { createPlanBuilder, type PlanBuilder, type Value } from "./plan-builder.js";

/**
 * The network that `config` puts around the genotype's cell, as data with shapes, weights and costs. Node i of a motif
 * concatenates the results of its incoming edges in the order of their predecessors. A 1×1 convolution to C channels
 * closes each motif below the cell. A 3×3 separable convolution follows each cell, with stride 2 and twice the channels
 * between two groups. Global average pooling and a classifier with bias come last. Paper, sections 2.2 and 4. Edges
 * that reach no sink are left out. Throws InputError when the genotype has no path from source to sink or uses a
 * primitive that `primitives` lacks, or when `config` or the network is out of bounds.
 */
export function planNetwork(
  genotype: Genotype,
  config: NetworkConfig = smallNetwork,
  primitives: readonly Primitive[] = paperPrimitives,
): Plan {
  checkNetworkConfig(config);
  checkPrimitives(primitives);
  const live = findLive(genotype);
  const top = live.length - 1;
  if (!live[top][0].connected) {
    throw new InputError(
      `level ${top + 2}, motif 1 (the cell): its sink cannot be reached from its source, so there is no network; mutate it again`,
    );
  }
  const named = namedPrimitives(genotype, primitives);
  checkPlanSize(genotype, live, named, config);
  const builder = createPlanBuilder(config.imageSize);
  const assembly: Assembly = { genotype, live, primitives: named, builder };
  const stem = config.stem(config.channels);
  checkLayers(stem, `network ${config.name}: stem`);
  let value = chain(builder, "stem", stem, [0]);
  for (let group = 0; group < config.groupCount; group++) {
    const channels = config.channels * 2 ** group;
    for (let cell = 0; cell < config.cellsPerGroup; cell++) {
      const place = `group ${group + 1}/cell ${cell + 1}`;
      value = assemble(assembly, top, 0, value, channels, place);
      const halves = cell === config.cellsPerGroup - 1 && group < config.groupCount - 1;
      value = chain(builder, `${place}/after`, afterCell(halves ? 2 * channels : channels, halves ? 2 : 1), value);
    }
  }
  value = builder.add("pool", { kind: "globalAveragePool" }, value);
  builder.add("classifier", { kind: "dense", channels: config.classCount }, value);
  return freezePlan(config, builder);
}

interface Assembly {
  readonly genotype: Genotype;
  readonly live: readonly (readonly LiveMotif[])[];
  readonly primitives: readonly Primitive[];
  readonly builder: PlanBuilder;
}

function namedPrimitives(genotype: Genotype, primitives: readonly Primitive[]): readonly Primitive[] {
  return genotype.primitives.map((name) => {
    const found = primitives.find((primitive) => primitive.name === name);
    if (found === undefined) {
      const known = printable(primitives.map((primitive) => primitive.name).join(", "));
      throw new InputError(
        `primitive ${name}: not among the known ones (${known}); planNetwork takes others, a command does not`,
      );
    }
    return found;
  });
}

/** Section 2.2, `assemble`: the value at the sink of one motif, given the value at its source. */
function assemble(
  assembly: Assembly,
  index: number,
  motif: number,
  source: Value,
  channels: number,
  place: string,
): Value {
  const nodes = new Map<number, Value>([[1, source]]);
  // By successor, so that every predecessor's value is complete; then by predecessor, the order of concatenation.
  const edges = [...assembly.live[index][motif].edges].sort(
    (one, other) => one.successor - other.successor || one.predecessor - other.predecessor,
  );
  for (const { predecessor, successor, operation } of edges) {
    const from = nodes.get(predecessor) as Value;
    const edge = `${place}/edge ${predecessor}→${successor}`;
    const result = operate(assembly, index, operation, from, channels, edge);
    nodes.set(successor, [...(nodes.get(successor) ?? []), ...result]);
    checkChannels(assembly.builder.channelsOf(nodes.get(successor) as Value), `${place}, node ${successor}`);
  }
  return nodes.get(assembly.genotype.levels[index][motif].nodeCount) as Value;
}

function operate(
  assembly: Assembly,
  index: number,
  operation: number,
  from: Value,
  channels: number,
  edge: string,
): Value {
  const { genotype, builder, primitives } = assembly;
  if (index === 0) {
    const { name, layers } = primitives[operation - 1];
    const own = layers(builder.channelsOf(from), channels);
    checkLayers(own, `primitive ${name}`);
    return chain(builder, `${edge}/${name}`, own, from);
  }
  const place = `${edge}/motif ${operationName(genotype, index + 2, operation)}`;
  const open = assemble(assembly, index - 1, operation - 1, from, channels, place);
  return chain(builder, `${place}/close`, conv1.layers(builder.channelsOf(open), channels), open);
}

function afterCell(channels: number, stride: number): readonly Layer[] {
  return separable
    .layers(0, channels)
    .map((layer) => (layer.kind === "depthwiseConvolution" ? { ...layer, stride } : layer));
}

/** Layers one after the other. The second of a kind is named `convolution 2`: initial weights follow from their names. */
function chain(builder: PlanBuilder, path: string, layers: readonly Layer[], from: Value): Value {
  return layers.reduce((value, layer, index) => {
    const number = layers.slice(0, index + 1).filter(({ kind }) => kind === layer.kind).length;
    return builder.add(`${path}/${layer.kind}${number === 1 ? "" : ` ${number}`}`, layer, value);
  }, from);
}

function freezePlan(config: NetworkConfig, { operations }: PlanBuilder): Plan {
  const total = (pick: (operation: Plan["operations"][number]) => number) =>
    operations.reduce((sum, operation) => sum + pick(operation), 0);
  return Object.freeze({
    network: config.name,
    imageSize: Object.freeze({ ...config.imageSize }),
    classCount: config.classCount,
    operations: Object.freeze([...operations]),
    parameterCount: total(({ parameterCount }) => parameterCount),
    averageCount: total(({ averages }) => 2 * (averages?.channels ?? 0)),
    multiplyAdds: total(({ multiplyAdds }) => multiplyAdds),
    activationBytes: total(({ activationBytes }) => activationBytes),
  });
}
