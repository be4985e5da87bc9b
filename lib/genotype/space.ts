/** Search spaces: which genotypes a search may reach. Paper, sections 2.1, 2.2 and 4.1. */
import { byName } from "../input/by-name.js";
import { checkCount, InputError } from "../input/errors.js";
import { limits } from "../input/limits.js";
import { isName, shown } from "../input/printable.js";
import { checkList, checkObject } from "../input/settings.js";
import { checkPrimitives, type Primitive, paperPrimitives, primitiveDigests } from "./primitive.js";

const NAME_RULE = `a name is a string of 1 to ${limits.nameLength} characters without control characters`;

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
 * Your own search space. Throws InputError when there is no level or no primitive, for a motif count below 1, fewer
 * than 2 nodes, more than one motif at the last level, two primitives with one name, or a primitive named `none`.
 */
export function createSpace(
  name: string,
  levels: readonly SpaceLevel[],
  primitives: readonly Primitive[] = paperPrimitives,
): Space {
  if (!isName(name)) throw new InputError(`space ${shown(name)}: ${NAME_RULE}`);
  const where = `space ${name}`;
  checkList(`${where}: levels`, levels);
  checkCount(`${where}: levels above the primitives`, levels.length, 1, limits.genotypeLevels);
  checkPrimitives(primitives, `${where}: primitives`);
  const names = primitives.map((primitive) => primitive.name);
  for (const [index, each] of names.entries()) {
    if (!isName(each) || !/^[A-Za-z0-9-]+$/.test(each) || each === "none" || /^\d+$/.test(each)) {
      throw new InputError(
        `${where}: primitive ${shown(each)}: a name is at most ${limits.nameLength} letters, digits and dashes, not only digits, and not none`,
      );
    }
    if (names.indexOf(each) !== index) throw new InputError(`${where}: primitive ${each} is given twice`);
  }
  levels.forEach((each, index) => {
    const level = `${where}, level ${index + 2}`;
    checkObject(level, each);
    const { motifCount, nodeCount } = each;
    checkCount(`${level}: motifs`, motifCount, 1, limits.levelMotifs);
    checkCount(`${level}: nodes`, nodeCount, 2, limits.motifNodes);
  });
  if (levels[levels.length - 1].motifCount !== 1) {
    throw new InputError(
      `${where}, level ${levels.length + 1}: got ${levels[levels.length - 1].motifCount} motifs, the last level holds one, the cell`,
    );
  }
  const space = Object.freeze({
    name,
    primitives: Object.freeze([...primitives]),
    levels: Object.freeze(levels.map((level) => Object.freeze({ ...level }))),
  });
  sound.add(space);
  return space;
}

/** Spaces that were made here and frozen, so they need no second check. */
const sound = new WeakSet<Space>();

/** Throws InputError, saying where, unless `space` is a valid space. */
export function checkSpace(space: Space): void {
  if (sound.has(space)) return;
  checkObject("space", space);
  checkPrimitives(space.primitives, "space: primitives");
  createSpace(space.name, space.levels, space.primitives);
}

/**
 * The paper's hierarchical space: L = 3, M = (6, 6, 1): six motifs of 4 nodes, one cell of 5 nodes. Paper, section 4.1.
 */
export const hierarchicalSpace: Space = createSpace("hierarchical", [
  { motifCount: 6, nodeCount: 4 },
  { motifCount: 1, nodeCount: 5 },
]);

/** The paper's flat space: one graph of 11 nodes with primitives on its 55 possible edges. Paper, section 4.1. */
export const flatSpace: Space = createSpace("flat", [{ motifCount: 1, nodeCount: 11 }]);

/** The paper's two spaces by name, as the command line takes them. Throws InputError for another name. */
export function spaceByName(name: string): Space {
  return byName("space", [hierarchicalSpace, flatSpace], name);
}

/**
 * A space as plain data, for files and comparison: two spaces with equal data hold the same genotypes and the same
 * networks. `layers` holds a digest of each primitive's layers, by name.
 */
export function spaceData(space: Space): {
  readonly primitives: readonly string[];
  readonly layers: Readonly<Record<string, string>>;
  readonly levels: readonly SpaceLevel[];
} {
  checkSpace(space);
  return {
    primitives: space.primitives.map(({ name }) => name),
    layers: primitiveDigests(space.primitives),
    levels: space.levels,
  };
}
