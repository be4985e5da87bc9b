/** A network as a tree of costs: groups, cells, edges, motifs, operations. */
import * as v from "valibot";
import { oneOf, parseWith, type Schema } from "../../input/schema.js";
import { type Genotype, levelCount } from "../../genotype/genotype.js";
import { smallNetwork } from "../../network/network-config.js";
import { planNetwork } from "../../network/plan-network.js";
import type { Plan } from "../../network/plan.js";
import { checkDrawing, type DrawingConfig } from "./drawing-config.js";
import type { Cost } from "./measure-graph.js";

/** What areas represent. */
export type CostKind = "parameterCount" | "multiplyAdds";

/** Settings of drawings of costs. */
export interface CostConfig extends DrawingConfig {
  /** Parameters by default. */
  readonly of?: CostKind;
}

const ofSchema: Schema<CostKind | undefined> = v.optional(oneOf(["parameterCount", "multiplyAdds"]));

/** Throws InputError, saying which, for an invalid setting of a drawing of costs. */
export function checkCost(config: CostConfig): void {
  checkDrawing(config);
  parseWith(ofSchema, config.of, "drawing: of");
}

/** One part of a network. */
export interface CostPart extends Cost {
  /** For example `cell 1`, `edge 1→2`, `sep`. */
  readonly name: string;
  /** Its path from the network's root, for example `group 1/cell 1/edge 1→2`. */
  readonly path: string;
  /** The primitive, if it is one or is made like one. */
  readonly primitive?: string;
  /** The motif and its level, if it is one. */
  readonly motif?: { readonly level: number; readonly motif: number };
  readonly children: readonly CostPart[];
}

/**
 * The network that `config.network` (the small one by default) puts around the genotype's cell, as a tree of costs.
 * Throws InputError when the genotype has no network.
 */
export function costTree(genotype: Genotype, config: CostConfig = {}): CostPart {
  const plan = planNetwork(genotype, config.network ?? smallNetwork, config.primitives);
  const costs = costsByPath(plan);
  const whole = { parameterCount: plan.parameterCount, multiplyAdds: plan.multiplyAdds };
  const below = new Map<string, string[]>();
  for (const path of [...costs.keys(), "classifier"]) {
    const parent = path.includes("/") ? path.slice(0, path.lastIndexOf("/")) : "";
    below.set(parent, [...(below.get(parent) ?? []), path]);
  }
  const classifier = plan.operations[plan.operations.length - 1];
  // `level` is the level of the graph that contains the path.
  const partOf = (path: string, level: number): CostPart => {
    const name = path.slice(path.lastIndexOf("/") + 1);
    const cost = costs.get(path) ?? classifier;
    const [only] = below.get(path) ?? [];
    if (!name.startsWith("edge")) {
      const children = (below.get(path) ?? []).map((child) => partOf(child, level));
      // A group of one cell is a single part: a frame around a single frame says nothing.
      if (name.startsWith("group") && children.length === 1)
        return { ...children[0], name: `${name}, ${children[0].name}` };
      return { name, path, ...looks.get(name), ...pick(cost), children };
    }
    const operation = only.slice(only.lastIndexOf("/") + 1);
    if (level === 2) return { name, path, primitive: operation, ...pick(cost), children: [] };
    const motif = { level: level - 1, motif: Number(operation.replace("motif ", "")) };
    const children = (below.get(only) ?? []).map((child) => partOf(child, level - 1));
    return { name, path, motif, ...pick(cost), children };
  };
  const children = (below.get("") ?? []).map((path) => partOf(path, levelCount(genotype)));
  return { name: `${plan.network} network`, path: "", ...whole, children };
}

const pick = ({ parameterCount, multiplyAdds }: Cost): Cost => ({ parameterCount, multiplyAdds });

/** Operations equal to one of the paper's primitives that are not on an edge. */
const looks: ReadonlyMap<string, { readonly primitive: string }> = new Map([
  ["close", { primitive: "conv1" }],
  ["after", { primitive: "sep" }],
]);

/** The total costs of a plan's operations, by every prefix of their paths. */
function costsByPath(plan: Plan): ReadonlyMap<string, Cost> {
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
