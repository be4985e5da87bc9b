/** The one table of operations' looks: colour, short sign, words. */
import { type Genotype, operationName } from "../../genotype/genotype.js";
import { NONE } from "../../genotype/motif.js";
import { type Primitive, paperPrimitives } from "../../genotype/primitive.js";
import { colours, meanings } from "./theme.js";

/** How one operation is drawn. */
export interface OperationLook {
  /** Its name in genotype files. */
  readonly name: string;
  /** At most three characters, the same in every drawing and in words; for a motif its number. */
  readonly sign: string;
  /** In words. */
  readonly words: string;
  readonly colour: string;
  /** The colour of its edge: `colour`, or a darker one if that is pale. */
  readonly lineColour: string;
  /** Black or white, whichever is more readable on `colour`. */
  readonly signColour: string;
  /** For a motif, its level and its number, for example `2.3`: what links its uses in a figure. */
  readonly motif?: string;
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

/** For custom primitives, in their order; yellow marks what changed and is no operation's. */
export const fallbackColours: readonly string[] = Object.freeze([
  colours.purple,
  "#44AA99",
  "#332288",
  "#882255",
  "#999933",
  "#A6761D",
  "#B0B8F0",
]);

/** For motifs, in their order: a tint for what carries one, and a dark ink of the same hue for its lines. */
export const motifColours: readonly { readonly tint: string; readonly ink: string }[] = Object.freeze([
  { tint: "#DCD2F4", ink: "#5A3D9A" },
  { tint: "#F8CFE0", ink: "#A0306F" },
  { tint: "#E3E2AE", ink: "#66661A" },
  { tint: "#BFE6E3", ink: "#1B6F6C" },
  { tint: "#F0D5BD", ink: "#85481B" },
  { tint: "#CEDAEB", ink: "#3D587E" },
  { tint: "#D2E8C2", ink: "#456B1F" },
  { tint: "#F6CBC6", ink: "#9B3530" },
]);

/** How far the next level's colours begin from the last one's, so that two levels' first motifs differ. */
const LEVEL_STRIDE = 4;

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

/** The look of motif `motif` (from 1) of `level`: its number on a tint that is the same wherever it is drawn. */
export function motifLook(level: number, motif: number): OperationLook {
  const { tint, ink } = motifColours[(motif - 1 + LEVEL_STRIDE * (level - 2)) % motifColours.length];
  return {
    ...{ name: String(motif), sign: String(motif), words: `motif ${motif} of level ${level}` },
    ...{ colour: tint, lineColour: ink, signColour: meanings.text, motif: `${level}.${motif}` },
  };
}

/** The look of the 1×1 convolution that closes every motif below the cell: hollow, as no genotype chooses it. */
export const closingLook: OperationLook = Object.freeze({
  ...{ name: "close", sign: "1×1", words: "1×1 convolution of C channels that closes a motif" },
  ...{ colour: meanings.background, lineColour: colours.blue, signColour: colours.blue },
});

/** The look of an operation on an edge at `level` of `genotype`: a primitive at level 2, a motif above it, or none. */
export function operationLook(
  genotype: Genotype,
  level: number,
  operation: number,
  primitives: readonly Primitive[] = paperPrimitives,
): OperationLook {
  const name = operationName(genotype, level, operation);
  if (operation === NONE) {
    const white = { colour: meanings.node, lineColour: meanings.motif, signColour: meanings.text };
    return { name, sign: "·", words: "none (no edge)", ...white };
  }
  return level === 2 ? primitiveLook(name, genotype.primitives, primitives) : motifLook(level - 1, operation);
}

/** Black or white, whichever has the higher contrast on `colour` (`#rrggbb`). */
export function readableOn(colour: string): string {
  const luminance = relativeLuminance(colour);
  return 1.05 / (luminance + 0.05) > (luminance + 0.05) / 0.05 ? "#FFFFFF" : "#000000";
}

/** `colour` (`#rrggbb`) mixed with white; `share` of it is left. */
export function lighter(colour: string, share: number): string {
  const parts = [1, 3, 5].map((start) => {
    const value = parseInt(colour.slice(start, start + 2), 16);
    return Math.round(255 - (255 - value) * share)
      .toString(16)
      .padStart(2, "0");
  });
  return `#${parts.join("")}`;
}

function relativeLuminance(colour: string): number {
  const [red, green, blue] = [1, 3, 5].map((start) => {
    const share = parseInt(colour.slice(start, start + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
