/** Individuals as rows from which Vega draws their graphs. */
import {
  annotateGenotype,
  type AnnotatedGenotype,
  type AnnotatedMotif,
  markEdge,
} from "../architectures/annotate-genotype.js";
import type { DrawingConfig } from "../architectures/drawing-config.js";
import { pickMotif } from "../architectures/pick-motif.js";
import { operationLook, type OperationLook } from "../output/operation-look.js";
import type { LineageRow } from "./lineage.js";
import { encodeMotif, type EncodedMotif, isEncodable } from "./live-graph.js";

/** The fields of an {@link EncodedMotif} in the order in which {@link packMotif} writes them. */
const FIELDS = ["n", "level", "motif", "ops", "live", "nodes", "used", "mark"] as const;

/** A motif as a list, since the names of its fields would be the larger part of a picture. */
export type PackedMotif = readonly (string | number)[];

/** A motif as a list of the values of its fields. */
export function packMotif(motif: AnnotatedMotif): PackedMotif {
  const encoded: EncodedMotif = encodeMotif(motif);
  return FIELDS.map((name) => (name === "used" ? Number(encoded[name]) : encoded[name]));
}

/** The Vega transform that unpacks the motif in `field` of a row. */
export const unpack = (field: string): object => ({
  type: "project",
  fields: FIELDS.map((_, index) => `${field}[${index}]`),
  as: [...FIELDS],
});

/** An individual's genotype, annotated but not measured, since tooltips would be the larger part of a picture. */
export const annotated = ({ genotype }: LineageRow, { primitives }: DrawingConfig): AnnotatedGenotype =>
  annotateGenotype(genotype, { primitives, measured: false });

/** The motif that an individual's mutation changed, with its edge marked; of one drawn at random the cell. */
export function changedMotif(individual: AnnotatedGenotype, { mutation }: LineageRow): AnnotatedMotif {
  return mutation == null ? individual.cell : markEdge(pickMotif(individual, mutation), mutation);
}

/** Whether graphs of all motifs of a genotype can be drawn from rows. */
export const areEncodable = ({ levels }: AnnotatedGenotype): boolean => levels.flat().every(isEncodable);

/** The looks of operations on the edges of motifs of every level. */
export function looksOf(
  { levels }: AnnotatedGenotype,
  { genotype }: LineageRow,
  { primitives }: DrawingConfig,
): readonly (readonly [number, readonly OperationLook[]])[] {
  return levels.map(
    ([{ level, looks }]) =>
      [level, looks.map((_, operation) => operationLook(genotype, level, operation, primitives))] as const,
  );
}
