/**
 * The 1×1 convolution that closes every motif below the cell, drawn at the motif's sink. Paper, section 2.2; no genotype
 * chooses it, every network has it.
 */
import { grouped, shapeWords } from "../output/number-words.js";
import { closingLook } from "../output/operation-look.js";
import type { AnnotatedMotif } from "./annotate-genotype.js";
import type { Box, Line, Shape, Tooltip } from "./drawing.js";
import { PALE } from "./drawing-limit.js";
import type { Point } from "./layout-graph.js";

/** The gate's size, and the line from the sink to it, in pixels. */
export const gateSizes = Object.freeze({ lead: 10, width: 27, height: 18, radius: 2, type: 12 });

/** The room that a gate takes to the right of a sink's rim; none for the cell, which nothing closes. */
export const gateRoom = ({ isCell }: Pick<AnnotatedMotif, "isCell">): number =>
  isCell ? 0 : gateSizes.lead + gateSizes.width;

/** The gate of a motif, its lead beginning at `from`, the right end of the sink; nothing for the cell. */
export function gateShapes(motif: AnnotatedMotif, from: Point): readonly Shape[] {
  if (motif.isCell) return [];
  const { lead } = gateSizes;
  const opacity = motif.used ? 1 : PALE;
  const line: Line = {
    ...{ kind: "line", ...from, path: `M0,0L${lead},0`, stroke: closingLook.lineColour, strokeWidth: 2, opacity },
  };
  return [line, ...gateBox({ x: from.x + lead, y: from.y }, { opacity, tooltip: gateTooltip(motif) })];
}

/** The gate alone, with its left end's middle at a point; also its sign in keys. */
export function gateBox(
  { x, y }: Point,
  { opacity = 1, tooltip }: { readonly opacity?: number; readonly tooltip?: Tooltip } = {},
): readonly Shape[] {
  const { width, height, radius, type } = gateSizes;
  const { colour: fill, lineColour: stroke, sign, signColour } = closingLook;
  const box: Box = {
    kind: "box",
    x,
    y: y - height / 2,
    width,
    height,
    radius,
    fill,
    stroke,
    strokeWidth: 1.6,
    opacity,
  };
  return [
    { ...box, ...(tooltip === undefined ? {} : { tooltip }) },
    {
      ...{ kind: "text", x: x + width / 2, y, text: sign, size: type, bold: true, align: "center" },
      ...{ colour: signColour, opacity },
    },
  ];
}

/** A gate too small for words, at the right end of what carries a motif; its left end's middle is at a point. */
export function gateTab({ x, y }: Point, height: number, opacity: number): Shape {
  const { lineColour: stroke, colour: fill } = closingLook;
  const [half, wide] = [height / 2, TAB];
  const path = `M0,${-half}L${wide},${-half}L${wide},${half}L0,${half}Z`;
  return { kind: "line", x, y, path, fill, stroke, strokeWidth: 1.4, opacity };
}

/** The width of {@link gateTab}. */
export const TAB = 5;

/** What the gate of a motif costs at its place. */
export function gateTooltip({ measures, used }: Pick<AnnotatedMotif, "measures" | "used">): Tooltip {
  const closing = measures?.closing;
  return {
    title: "closes the motif",
    operation: closingLook.words,
    ...(measures && closing
      ? {
          input: shapeWords(measures, closing.inputChannels),
          output: shapeWords(measures, closing.channels),
          parameters: grouped(closing.parameterCount),
          "multiply-adds": grouped(closing.multiplyAdds),
        }
      : {}),
    ...(used ? {} : { note: "the cell does not use this motif: not in the network" }),
  };
}
