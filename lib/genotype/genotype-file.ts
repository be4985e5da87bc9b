/** The versioned JSON form of a genotype, validated when read. */
import { InputError } from "../input/errors.js";
import { limits } from "../input/limits.js";
import { isName, nameRule, printable, shown } from "../input/printable.js";
import { parseJson } from "../input/schema.js";
import { checkList, checkObject } from "../input/settings.js";
import { checkGenotype, checkInSpace, createGenotype, type Genotype, operationName } from "./genotype.js";
import { createMotif, type Edge, edgesOf } from "./motif.js";
import type { Space } from "./space.js";

/** The version that {@link genotypeToJson} writes and {@link parseGenotype} reads. */
const GENOTYPE_VERSION = 1;

const FORMAT = "hiernas genotype";

/**
 * A genotype as JSON text, one line per motif. An edge is `[predecessor, successor, operation]`, where the operation is
 * a primitive's name at level 2 and a motif's number above it.
 */
export function genotypeToJson(genotype: Genotype): string {
  checkGenotype(genotype);
  const levels = genotype.levels.map((motifs, index) => {
    const lines = motifs.map((motif) => {
      const edges = edgesOf(motif).map(({ predecessor, successor, operation }) => [
        predecessor,
        successor,
        index === 0 ? operationName(genotype, 2, operation) : operation,
      ]);
      return `    ${JSON.stringify({ nodes: motif.nodeCount, edges })}`;
    });
    return `   [\n${lines.join(",\n")}\n   ]`;
  });
  const head = `{\n "format": ${JSON.stringify(FORMAT)},\n "version": ${GENOTYPE_VERSION},\n "primitives": ${JSON.stringify(genotype.primitives)},`;
  return `${head}\n "levels": [\n${levels.join(",\n")}\n ]\n}\n`;
}

/** What {@link genotypeToJson} writes, without line breaks and a third shorter: how studies store it. */
export function genotypeToLine(genotype: Genotype): string {
  return JSON.stringify(JSON.parse(genotypeToJson(genotype)));
}

/**
 * Reads what {@link genotypeToJson} wrote; with `space`, also checks that the genotype lies in it. Throws InputError,
 * saying where, for text that is not JSON or is cut short, another format, a newer version, a level without motifs, an
 * edge that runs backward, an unknown operation, or sizes other than the space's.
 */
export function parseGenotype(text: string, space?: Space): Genotype {
  const file = record(parseJson(text, "genotype"), "genotype");
  if (file.format !== FORMAT) {
    throw new InputError(`genotype: format: got ${shown(file.format)}, must be ${JSON.stringify(FORMAT)}`);
  }
  if (typeof file.version !== "number" || !Number.isInteger(file.version) || file.version < 1) {
    throw new InputError(`genotype: version: got ${shown(file.version)}, must be a whole number from 1`);
  }
  if (file.version > GENOTYPE_VERSION) {
    throw new InputError(
      `genotype: version: got ${file.version}, this hiernas reads up to ${GENOTYPE_VERSION}: use a newer hiernas`,
    );
  }
  const primitives = list(file.primitives, "primitives", limits.primitives).map((name, index) => {
    if (isName(name)) return name;
    throw new InputError(`primitives: entry ${index + 1}: got ${shown(name)}, must be ${nameRule}`);
  });
  const levels = list(file.levels, "levels", limits.genotypeLevels).map((motifs, index) => {
    const level = `level ${index + 2}`;
    return list(motifs, level, limits.levelMotifs).map((motif, number) => {
      const where = `${level}, motif ${number + 1}`;
      const { nodes, edges } = record(motif, where);
      if (typeof nodes !== "number")
        throw new InputError(`${where}: nodes: got ${shown(nodes)}, must be a whole number`);
      return createMotif(
        nodes,
        list(edges, `${where}: edges`, limits.motifNodes ** 2).map((edge) =>
          readEdge(edge, index === 0 ? primitives : undefined, where),
        ),
        where,
      );
    });
  });
  const genotype = createGenotype(primitives, levels);
  if (space !== undefined) checkInSpace(genotype, space);
  return genotype;
}

function readEdge(edge: unknown, primitives: readonly string[] | undefined, where: string): Edge {
  if (!Array.isArray(edge) || edge.length !== 3) {
    throw new InputError(`${where}: edge ${edgeWords(edge)}: must be [predecessor, successor, operation]`);
  }
  const [predecessor, successor, operation] = edge as readonly unknown[];
  if (typeof predecessor !== "number" || typeof successor !== "number") {
    throw new InputError(`${where}: edge ${edgeWords(edge)}: predecessor and successor must be numbers of nodes`);
  }
  const place = `${where}: edge ${predecessor}→${successor}`;
  if (primitives === undefined) {
    if (typeof operation === "number") return { predecessor, successor, operation };
    throw new InputError(
      `${place} has operation ${shown(operation)}, must be the number of a motif of the level below`,
    );
  }
  const id = primitives.indexOf(operation as string) + 1;
  if (id === 0)
    throw new InputError(
      `${place} has unknown operation ${shown(operation)}, must be one of ${printable(primitives.join(", "))}`,
    );
  return { predecessor, successor, operation: id };
}

function record(value: unknown, where: string): Readonly<Record<string, unknown>> {
  checkObject(where, value);
  return value as Readonly<Record<string, unknown>>;
}

function list(value: unknown, where: string, most: number): readonly unknown[] {
  checkList(where, value, most);
  return value;
}

function edgeWords(edge: unknown): string {
  return Array.isArray(edge) && edge.length < 10 ? `[${edge.map(shown).join(",")}]` : shown(edge);
}
