/** A short way to write a genotype by hand: `1→2 conv1, 1→3 max, 2→3 sep`. */
import { InputError } from "../input/errors.js";
import { printable, shown } from "../input/printable.js";
import { createGenotype, type Genotype } from "./genotype.js";
import { createMotif, type Edge, type Motif } from "./motif.js";
import { checkList } from "../input/settings.js";
import { checkPrimitives, paperPrimitives, type Primitive } from "./primitive.js";

/**
 * A genotype from motifs written as lists of edges, level by level; the last level is the cell. An edge carries a
 * primitive's name at level 2, and above it a motif of the level below: `m1`, `m2` and so on. A motif's highest node is
 * its sink. A single string is a flat genotype. Paper, section 2.
 *
 *     genotypeFromText("1→2 conv1, 1→3 max, 2→3 sep");
 *     genotypeFromText([["1→2 conv1, 2→3 dw, 1→3 id", "1→2 sep"], "1→2 m1, 1→3 m2, 2→3 m2"]);
 *
 * Arrows may be written `->`. Throws InputError, saying where, for an edge that cannot be parsed, an operation that the
 * level below lacks, and whatever `createMotif` and `createGenotype` refuse.
 */
export function genotypeFromText(
  levels: string | readonly (string | readonly string[])[],
  primitives: readonly Primitive[] = paperPrimitives,
): Genotype {
  checkPrimitives(primitives);
  const names = primitives.map(({ name }) => name);
  const texts = typeof levels === "string" ? [levels] : levels;
  checkList("genotype: levels", texts);
  return createGenotype(
    names,
    texts.map((motifs, index) =>
      textsOf(motifs, `level ${index + 2}`).map((text, motif) =>
        readMotif(text, index === 0 ? names : undefined, `level ${index + 2}, motif ${motif + 1}`),
      ),
    ),
  );
}

function textsOf(motifs: string | readonly string[], where: string): readonly string[] {
  if (typeof motifs === "string") return [motifs];
  checkList(where, motifs);
  return motifs;
}

function readMotif(text: string, names: readonly string[] | undefined, where: string): Motif {
  if (typeof text !== "string") throw new InputError(`${where}: got ${shown(text)}, must be a string such as 1→2 sep`);
  const edges = text.split(",").map((each): Edge => {
    const found = /^\s*(\d+)\s*(?:→|->)\s*(\d+)\s+(\S+)\s*$/.exec(each);
    if (found === null) {
      throw new InputError(
        `${where}: got ${shown(each.trim())}, must be an edge such as ${names ? "1→2 sep" : "1→2 m1"}`,
      );
    }
    const [, predecessor, successor, name] = found;
    const operation = names === undefined ? Number(/^m(\d+)$/.exec(name)?.[1] ?? 0) : names.indexOf(name) + 1;
    if (operation === 0) {
      const rule = names === undefined ? "a motif of the level below: m1, m2 …" : `one of ${names.join(", ")}`;
      throw new InputError(
        `${where}: edge ${predecessor}→${successor} has operation ${shown(name)}, must be ${printable(rule)}`,
      );
    }
    return { predecessor: Number(predecessor), successor: Number(successor), operation };
  });
  return createMotif(
    Math.max(...edges.flatMap(({ predecessor, successor }) => [predecessor, successor])),
    edges,
    where,
  );
}
