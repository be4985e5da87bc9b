/**
 * A genotype to explore: the cell, and beside it the motif that a click opens. Deck, "Hierarchical representation".
 */
import type { Genotype } from "../../genotype/genotype.js";
import type { Figure, Json } from "../output/figure.js";
import { textWidth } from "../output/text-width.js";
import { meanings } from "../output/theme.js";
import { type AnnotatedGenotype, annotateGenotype, type AnnotatedMotif, asUsed } from "./annotate-genotype.js";
import { sideBySide } from "./arrange-drawings.js";
import type { DrawingConfig } from "./drawing-config.js";
import { collapsedWords, MOST_EDGES, withNote } from "./drawing-limit.js";
import { type Drawing, frameOf, moveShapes, type Shape } from "./drawing.js";
import { graphShapes } from "./graph-shapes.js";
import { graphSizes } from "./graph-sizes.js";
import { operationId, operationIdWidth } from "./operation-id.js";
import { drawingFigure } from "./paint-drawing.js";

const GAP = 28;
const HEAD = 34;
const INSET = 10;

/**
 * The cell, and to its right one motif of each level below: a click on an edge opens the motif that it carries, another
 * click closes it (signals in the Vega specification, no other script); edges that carry the open motif are marked.
 * Without scripts, the motif of the cell's first edge is open; for paper and slides, {@link drawUnfolded} opens any
 * number. Throws InputError for a group that the network does not have.
 */
export function exploreGenotype(genotype: Genotype, config: DrawingConfig = {}): Figure {
  const annotated = annotateGenotype(genotype, config);
  const { levels, levelCount: top, edgeCount } = annotated;
  const isTooLarge = edgeCount > MOST_EDGES;
  const bottom = isTooLarge ? top : 2;
  const openAtFirst = firstOpen(annotated);
  const slots = levels
    .slice(bottom - 2)
    .reverse()
    .map((motifs) => slotOf(motifs, config));
  const drawing = sideBySide(slots, GAP);
  const signals = Array.from({ length: top - bottom }, (_, index) => {
    const level = top - 1 - index;
    const name = `open${level}`;
    const update = `isValid(datum) && isValid(datum.click) && datum.click[0] === ${level} ? (datum.click[1] === ${name} ? 0 : datum.click[1]) : ${name}`;
    return { name, value: openAtFirst[level] ?? 1, on: [{ events: "rect:click", update }] };
  });
  const list = Array.from({ length: top }, (_, level) => (level < bottom ? "0" : openOf(level, top)));
  const isOpen = (at: number): string => `[${list.join(",")}][datum.state[${at}]] === datum.state[${at + 1}]`;
  const visible = `${isOpen(0)} && (length(datum.state) === 2 || ${isOpen(2)})`;
  const controls = { signals, visible };
  const counts =
    slots.length === 1
      ? ""
      : ` A click on an edge opens its motif, a second one closes it; ${levels[top - 3].length} motifs of level ${top - 1}.`;
  const title = config.title ?? "Cell and motifs";
  const whole = signals.length === 0 ? drawing : { ...drawing, controls };
  if (!isTooLarge) return drawingFigure(title, `The cell as a graph.${counts}`, whole);
  const note = collapsedWords(edgeCount, "edges in all motifs");
  return drawingFigure(title, `${note}.`, withNote(whole, note));
}

/** The open motif of a level as a Vega expression; 0 for none, and when the motif above it is closed. */
function openOf(level: number, top: number): string {
  const above = Array.from({ length: top - 1 - level }, (_, index) => `open${top - 1 - index}`);
  return above.length === 0 ? `open${level}` : `(${above.join(" && ")} ? open${level} : 0)`;
}

/** For each level, the motif on the first live edge of the motif above. */
function firstOpen({ levels, cell }: AnnotatedGenotype): readonly number[] {
  const open: number[] = [];
  let above = cell;
  while (above.level > 2) {
    const level = above.level - 1;
    open[level] = above.edges.find(({ isLive }) => isLive)?.operation ?? 1;
    above = levels[level - 2][open[level] - 1];
  }
  return open;
}

/** All motifs of a level, on top of each other; for the cell's level just the cell. */
function slotOf(motifs: readonly AnnotatedMotif[], { channels }: DrawingConfig): Drawing {
  const [{ level, isCell }] = motifs;
  const graphs = motifs.map((motif) => graphShapes(asUsed(motif), { channels, clickable: true }));
  const hint = level > 2 ? "click an edge to open its motif, click again to close it" : "";
  const headWidth = operationIdWidth(graphs.length, level, 16) + 24 + textWidth(hint || closedWords(level), 11);
  const width = Math.max(headWidth, ...graphs.map((graph) => graph.width)) + 2 * INSET;
  const height = Math.max(...graphs.map((graph) => graph.height)) + HEAD + INSET;
  const frame: Shape = { ...frameOf({ width, height }), stroke: isCell ? meanings.frame : meanings.motif };
  const text = { kind: "text", y: 17, align: "left", colour: meanings.text } as const;
  const note: readonly Shape[] = isCell
    ? []
    : [{ ...text, x: INSET, text: closedWords(level), size: 11, colour: meanings.quietText, state: [level, 0] }];
  const shapes = graphs.flatMap((graph, index): readonly Shape[] => {
    const state = isCell ? undefined : [level, index + 1];
    const idWidth = operationIdWidth(index + 1, level, 16);
    const head: readonly Shape[] = isCell
      ? [{ ...text, x: INSET, text: "cell", size: 13, bold: true }]
      : operationId(INSET + idWidth / 2, 17, index + 1, level, { size: 16 });
    const moved = moveShapes(
      graph.shapes,
      (width - graph.width) / 2,
      HEAD + (height - HEAD - INSET - graph.height) / 2,
    );
    const right = isCell ? INSET + 36 : INSET + idWidth + 12;
    return [
      ...withState(head, state),
      { ...text, x: right, text: hint, size: 11, colour: meanings.quietText, ...(state ? { state } : {}) },
      ...withState(moved, state),
      ...(level > 2 ? moved.flatMap((shape) => carrierHalo(shape, state)) : []),
    ];
  });
  return { width, height, shapes: [frame, ...note, ...shapes] };
}

const withState = (shapes: readonly Shape[], state: Json | undefined): readonly Shape[] =>
  state === undefined ? shapes : shapes.map((shape) => ({ ...shape, state }));

const closedWords = (level: number): string => `no motif of level ${level} is open`;

/** A halo around an edge's label while the motif that it carries is open, and its own motif (`state`) too. */
function carrierHalo(shape: Shape, state: readonly number[] | undefined): readonly Shape[] {
  if (shape.kind !== "box" || shape.click === undefined) return [];
  const { labelWidth, labelHeight } = graphSizes;
  const [width, height] = [labelWidth + 8, labelHeight + 8];
  return [
    {
      ...{ kind: "halo", x: shape.x - 4, y: shape.y - 4, path: `M0,0H${width}V${height}H0Z`, fill: meanings.marked },
      state: [...(shape.click as readonly number[]), ...(state ?? [])],
    },
  ];
}
