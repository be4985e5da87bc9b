/** Canonical form and phenotype hash of the graph that a genotype encodes. */
import { createHash } from "node:crypto";
import { InputError } from "../input/errors.js";
import { createGenotype, type Genotype } from "./genotype.js";
import { findLive } from "./liveness.js";
import { createMotif, type Edge, type Motif } from "./motif.js";
import { orderNodes } from "./order-nodes.js";

/** What {@link canonicalize} gives: the pruned genotype and the hash of its network. */
export interface Canonical {
  /**
   * The same network without dead edges, dead nodes, unused motifs and repeated motifs; inner nodes and motifs in
   * canonical order. Its motifs may differ in size.
   */
  readonly genotype: Genotype;
  /** 16 hexadecimal digits: see {@link phenotypeHash}. */
  readonly hash: string;
}

/**
 * The canonical form of a genotype: dead edges, unreachable nodes and unused motifs pruned, equal motifs merged, inner
 * nodes renumbered, motifs sorted.
 * Throws InputError when the sink cannot be reached from the source, or for a motif too symmetric to order.
 */
export function canonicalize(genotype: Genotype): Canonical {
  const live = findLive(genotype);
  if (!live[live.length - 1][0].connected) {
    throw new InputError(
      `level ${live.length + 1}, motif 1 (the cell): its sink cannot be reached from its source, so there is no network`,
    );
  }
  // Per level: each motif's label (a hash of its canonical form), and the sorted distinct forms that stay.
  let labels: readonly string[] = genotype.primitives;
  let kept: readonly string[] = genotype.primitives;
  const levels: Motif[][] = [];
  live.forEach((motifs, index) => {
    const forms = motifs.map(({ used, connected, edges }, motif) =>
      used && connected ? formOf(genotype.levels[index][motif], edges, labels, kept) : undefined,
    );
    labels = forms.map((form) => form?.label ?? "");
    const byLabel = new Map(forms.flatMap((form) => (form ? [[form.label, form.motif] as const] : [])));
    kept = [...byLabel.keys()].sort();
    levels.push(kept.map((label) => byLabel.get(label) as Motif));
  });
  return Object.freeze({ genotype: createGenotype(genotype.primitives, levels), hash: kept[0] });
}

/**
 * The hash of the network that a genotype encodes, 16 hexadecimal digits. Two hashes are equal exactly when the live
 * graphs are equal up to the numbering of nodes and motifs, so equal hashes mean equal networks. The converse does not
 * hold: 1→2 `id`, 2→3 `sep` computes what 1→3 `sep` does, yet their graphs and hashes differ, and a search counts them
 * as two networks. Throws InputError when there is no network, or for a motif too symmetric to order.
 */
export function phenotypeHash(genotype: Genotype): string {
  return canonicalize(genotype).hash;
}

interface MotifForm {
  readonly label: string;
  readonly motif: Motif;
}

/** A form, and all that it was made from. */
interface KnownForm {
  readonly nodeCount: number;
  readonly edges: readonly Edge[];
  readonly labels: readonly string[];
  readonly kept: readonly string[];
  readonly form: MotifForm;
}

/** How many forms are remembered, twice: those since the last change of generation, and those before. */
const REMEMBERED = 2_000;
let recent = new Map<Motif, KnownForm>();
let before = recent;

/**
 * {@link motifForm}, remembered: a child shares all motifs but one with its parent, and a search has few parents.
 */
function formOf(motif: Motif, edges: readonly Edge[], labels: readonly string[], kept: readonly string[]): MotifForm {
  const { nodeCount } = motif;
  const known = recent.get(motif) ?? before.get(motif);
  const isSame =
    known !== undefined &&
    known.nodeCount === nodeCount &&
    equal(known.labels, labels) &&
    equal(known.kept, kept) &&
    equal(known.edges, edges, sameEdge);
  const form = isSame ? known.form : motifForm(nodeCount, edges, labels, kept);
  if (recent.size >= REMEMBERED) {
    before = recent;
    recent = new Map();
  }
  recent.set(motif, { nodeCount, edges, labels, kept, form });
  return form;
}

function equal<T>(one: readonly T[], other: readonly T[], same: (a: T, b: T) => boolean = Object.is): boolean {
  return one === other || (one.length === other.length && one.every((each, index) => same(each, other[index])));
}

function sameEdge(one: Edge, other: Edge): boolean {
  const { predecessor, successor, operation } = one;
  return other.predecessor === predecessor && other.successor === successor && other.operation === operation;
}

function motifForm(
  nodeCount: number,
  edges: readonly Edge[],
  labels: readonly string[],
  kept: readonly string[],
): MotifForm {
  const labelled = edges.map((edge) => ({ ...edge, label: labels[edge.operation - 1] }));
  const { order, text } = orderNodes(nodeCount, labelled);
  const place = new Map(order.map((node, position) => [node, position + 1]));
  const renumbered = labelled.map(({ predecessor, successor, label }) => ({
    predecessor: place.get(predecessor) as number,
    successor: place.get(successor) as number,
    operation: kept.indexOf(label) + 1,
  }));
  return {
    label: createHash("sha256").update(text).digest("hex").slice(0, 16),
    motif: createMotif(order.length, renumbered),
  };
}
