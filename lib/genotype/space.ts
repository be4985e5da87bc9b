/** Search spaces: which genotypes a search may reach. Paper, sections 2.1, 2.2 and 4.1. */
import { InputError } from "../input/errors.js";
import { type Primitive, paperPrimitives } from "./primitive.js";

/** The size of one level above the primitives: `motifCount` graphs of `nodeCount` nodes each. Paper, section 2.2. */
export interface SpaceLevel {
  readonly motifCount: number;
  readonly nodeCount: number;
}

/**
 * A set of genotypes: primitives (level 1) and the sizes of the levels above; the last level holds one motif, the cell.
 * Paper, section 2.2.
 */
export interface Space {
  /** A short name for files and figures, for example `hierarchical`. */
  readonly name: string;
  readonly primitives: readonly Primitive[];
  /** Level 2 first; the last has one motif. */
  readonly levels: readonly SpaceLevel[];
}

/**
 * A space of your own. Throws InputError for no level, a motif count below 1, fewer than 2 nodes, more than one motif
 * at the last level, no primitive, two primitives of one name, or a primitive named `none`.
 */
export function createSpace(
  name: string,
  levels: readonly SpaceLevel[],
  primitives: readonly Primitive[] = paperPrimitives,
): Space {
  const where = `space ${name}`;
  if (levels.length === 0) throw new InputError(`${where}: got no level, must have at least one above the primitives`);
  if (primitives.length === 0) throw new InputError(`${where}: got no primitive, must have at least one`);
  const names = primitives.map((primitive) => primitive.name);
  for (const [index, each] of names.entries()) {
    if (!/^[A-Za-z0-9-]+$/.test(each) || each === "none" || /^\d+$/.test(each)) {
      throw new InputError(
        `${where}: primitive ${JSON.stringify(each)}: a name is letters, digits and dashes, not only digits, and not none`,
      );
    }
    if (names.indexOf(each) !== index) throw new InputError(`${where}: primitive ${each} is given twice`);
  }
  levels.forEach(({ motifCount, nodeCount }, index) => {
    const level = `${where}, level ${index + 2}`;
    if (!Number.isInteger(motifCount) || motifCount < 1) {
      throw new InputError(`${level}: got ${motifCount} motifs, must be a whole number of at least 1`);
    }
    if (!Number.isInteger(nodeCount) || nodeCount < 2) {
      throw new InputError(
        `${level}: got ${nodeCount} ${nodeCount === 1 ? "node" : "nodes"}, must be a whole number of at least 2 (source and sink)`,
      );
    }
  });
  if (levels[levels.length - 1].motifCount !== 1) {
    throw new InputError(
      `${where}, level ${levels.length + 1}: got ${levels[levels.length - 1].motifCount} motifs, the last level holds one, the cell`,
    );
  }
  return Object.freeze({
    name,
    primitives: Object.freeze([...primitives]),
    levels: Object.freeze(levels.map((level) => Object.freeze({ ...level }))),
  });
}

/**
 * The paper's hierarchical space: L = 3, M = (6, 6, 1): six motifs of 4 nodes, one cell of 5 nodes. Paper, section 4.1.
 */
export function hierarchicalSpace(): Space {
  return createSpace("hierarchical", [
    { motifCount: 6, nodeCount: 4 },
    { motifCount: 1, nodeCount: 5 },
  ]);
}

/** The paper's flat space: one graph of 11 nodes with primitives on its 55 possible edges. Paper, section 4.1. */
export function flatSpace(): Space {
  return createSpace("flat", [{ motifCount: 1, nodeCount: 11 }]);
}

/** The paper's two spaces by name, as the command line takes them. Throws InputError for another name. */
export function spaceByName(name: string): Space {
  if (name === "hierarchical") return hierarchicalSpace();
  if (name === "flat") return flatSpace();
  throw new InputError(`space: got ${JSON.stringify(name)}, must be hierarchical or flat`);
}

/** Whether two spaces hold the same genotypes: equal primitive names and level sizes. */
export function sameSpace(one: Space, other: Space): boolean {
  return JSON.stringify(spaceSizes(one)) === JSON.stringify(spaceSizes(other));
}

/** A space as plain data (primitive names and level sizes), for files. */
export function spaceSizes(space: Space): {
  readonly primitives: readonly string[];
  readonly levels: readonly SpaceLevel[];
} {
  return { primitives: space.primitives.map(({ name }) => name), levels: space.levels };
}
