/** The head of a motif's panel: its badge, the same as on the edges that carry it. */
import { motifLook, type OperationLook } from "../output/operation-look.js";
import { textWidth } from "../output/text-width.js";
import { meanings } from "../output/theme.js";
import type { AnnotatedMotif } from "./annotate-genotype.js";
import { type Box, frameOf, type Shape } from "./drawing.js";
import { PALE } from "./drawing-limit.js";

const BADGE = { width: 24, height: 18 } as const;
const TYPE = 12.5;

/** What a head says besides the badge. */
export interface HeadConfig {
  /** Whether to say the motif's level: in drawings of motifs of several levels. */
  readonly withLevel?: boolean;
  /** Words in grey at the end. */
  readonly note?: string;
}

type Named = Pick<AnnotatedMotif, "level" | "motif" | "isCell" | "used">;

/** The head of a motif's panel, its left end's middle at `x`, `y`: for the cell its name alone. */
export function motifHead(motif: Named, x: number, y: number, config: HeadConfig = {}): readonly Shape[] {
  const text = { kind: "text", y, size: TYPE, align: "left", colour: meanings.text } as const;
  const { isCell, used } = motif;
  const opacity = used ? 1 : 0.6;
  const left = isCell ? x : x + BADGE.width + 6;
  const name = headName(motif, config);
  const note: readonly Shape[] =
    config.note === undefined
      ? []
      : [
          {
            ...text,
            x: left + textWidth(name, TYPE, true) + 8,
            text: config.note,
            size: 12,
            colour: meanings.quietText,
          },
        ];
  return [
    ...(isCell ? [] : badge(motifLook(motif.level, motif.motif), x, y, used ? 1 : PALE)),
    { ...text, x: left, text: name, bold: true, opacity },
    ...note,
  ];
}

/** The width of {@link motifHead}. */
export function motifHeadWidth(motif: Named, config: HeadConfig = {}): number {
  const note = config.note === undefined ? 0 : 8 + textWidth(config.note, 12);
  return (motif.isCell ? 0 : BADGE.width + 6) + textWidth(headName(motif, config), TYPE, true) + note;
}

function headName({ level, motif, isCell }: Named, { withLevel = false }: HeadConfig): string {
  if (isCell) return "cell";
  return withLevel ? `motif ${motif} of level ${level}` : `motif ${motif}`;
}

/** A motif's number on its tint, its left end's middle at `x`, `y`. */
export function badge(
  { sign, colour, lineColour, signColour, motif }: OperationLook,
  x: number,
  y: number,
  opacity = 1,
): readonly Shape[] {
  const { width, height } = BADGE;
  const box: Box = {
    ...{ kind: "box", x, y: y - height / 2, width, height, radius: 5 },
    ...{ fill: colour, stroke: lineColour, strokeWidth: 1.2, opacity, lights: motif, lit: motif },
  };
  return [
    box,
    {
      ...{ kind: "text", x: x + width / 2, y, text: sign, size: 12, bold: true },
      align: "center",
      colour: signColour,
      opacity,
    },
  ];
}

/** A frame around a motif's panel, in its colour; a hover over it lights the motif wherever it is. */
export function motifFrame(
  { level, motif, isCell, used }: Named,
  size: { readonly width: number; readonly height: number },
): Box {
  if (isCell) return frameOf(size);
  const look = motifLook(level, motif);
  return {
    ...frameOf(size),
    ...(used ? { stroke: look.lineColour, strokeWidth: 1.4, lights: look.motif, lit: look.motif } : {}),
  };
}
