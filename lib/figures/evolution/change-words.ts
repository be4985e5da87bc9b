/** What a mutation changed, in a few words. Deck, "Mutation". */
import { levelCount } from "../../genotype/genotype.js";
import { type Primitive, paperPrimitives } from "../../genotype/primitive.js";
import { edgeKey } from "../architectures/edge-key.js";
import type { LineageRow } from "./lineage.js";
import { operationLook } from "../output/operation-look.js";

/** For example `cell, 1→3: motif 2 → none`, or `motif 4, 2→3: max again`; empty for an individual drawn at random. */
export function changeWords(
  { genotype, mutation }: LineageRow,
  primitives: readonly Primitive[] = paperPrimitives,
): string {
  if (mutation == null) return "";
  const { level, motif, before, after } = mutation;
  const [from, to] = [before, after].map((id) => {
    const { sign, motif: carried } = operationLook(genotype, level, id, primitives);
    return id === 0 ? "none" : carried === undefined ? sign : `motif ${id}`;
  });
  const where = level === levelCount(genotype) ? "cell" : `motif ${motif}`;
  return `${where}, ${edgeKey(mutation)}: ${from === to ? `${to} again` : `${from} → ${to}`}`;
}

/**
 * Whether two individuals have the same network: the mutation between them changed no live part, and their fitnesses
 * differ by chance alone.
 */
export function isSameNetwork(one: LineageRow, other: LineageRow): boolean {
  return one.hash === other.hash;
}
