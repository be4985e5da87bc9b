/** The one table of operations' looks: colour, short sign, words. */
import { type Genotype, operationName } from "../../genotype/genotype.js";
import { NONE } from "../../genotype/motif.js";
import { type Primitive, paperPrimitives } from "../../genotype/primitive.js";
import { colours, meanings } from "./theme.js";

/** How one operation is drawn. */
export interface OperationLook {
  /** Its name in genotype files. */
  readonly name: string;
  /** At most three characters; empty for a motif, which its id represents. */
  readonly sign: string;
  /** In words. */
  readonly words: string;
  readonly colour: string;
  /** The colour of its edge: `colour`, or dark if that is white. */
  readonly lineColour: string;
  /** Black or white, whichever is more readable on `colour`. */
  readonly signColour: string;
}

/** The paper's primitives always have these colours. */
const primitiveColours: ReadonlyMap<string, string> = new Map([
  ["conv1", colours.blue],
  ["dw", colours.orange],
  ["sep", colours.vermillion],
  ["max", colours.green],
  ["avg", colours.skyBlue],
  ["id", colours.grey],
]);

/** For custom primitives, in their order. */
const fallbackColours: readonly string[] = [
  colours.purple,
  colours.yellow,
  "#332288",
  "#882255",
  "#44AA99",
  "#DDCC77",
  "#999933",
];

/** The look of the primitive `name` among `names`, the genotype's primitives; `primitives` gives sign and words. */
export function primitiveLook(
  name: string,
  names: readonly string[],
  primitives: readonly Primitive[] = paperPrimitives,
): OperationLook {
  const primitive = primitives.find((each) => each.name === name);
  const own = names.filter((each) => !primitiveColours.has(each));
  const colour = primitiveColours.get(name) ?? fallbackColours[Math.max(0, own.indexOf(name)) % fallbackColours.length];
  return {
    name,
    sign: primitive?.sign ?? name.slice(0, 3),
    words: primitive?.label ?? name,
    colour,
    lineColour: colour,
    signColour: readableOn(colour),
  };
}

/** The look of an operation on an edge at `level` of `genotype`: a primitive at level 2, a motif above it, or none. */
export function operationLook(
  genotype: Genotype,
  level: number,
  operation: number,
  primitives: readonly Primitive[] = paperPrimitives,
): OperationLook {
  const name = operationName(genotype, level, operation);
  const white = { colour: meanings.node, lineColour: meanings.motif, signColour: meanings.text };
  if (operation === NONE) return { name, sign: "·", words: "none (no edge)", ...white };
  if (level === 2) return primitiveLook(name, genotype.primitives, primitives);
  const words = `motif ${operation} of level ${level - 1}`;
  return { name, sign: "", words, ...white };
}

/** Black or white, whichever has the higher contrast on `colour` (`#rrggbb`). */
export function readableOn(colour: string): string {
  const luminance = relativeLuminance(colour);
  return 1.05 / (luminance + 0.05) > (luminance + 0.05) / 0.05 ? "#FFFFFF" : "#000000";
}

function relativeLuminance(colour: string): number {
  const [red, green, blue] = [1, 3, 5].map((start) => {
    const share = parseInt(colour.slice(start, start + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
