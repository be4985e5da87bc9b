/**
 * A genotype to explore: the cell, and beside it the motif that a click opens. Deck, "Hierarchical representation".
 */
import type { Genotype } from "../../genotype/genotype.js";
import { counted } from "../../input/quantity.js";
import type { Figure, Json } from "../output/figure.js";
import { textWidth } from "../output/text-width.js";
import { meanings } from "../output/theme.js";
import { type AnnotatedGenotype, annotateGenotype, type AnnotatedMotif, asUsed } from "./annotate-genotype.js";
import { wrapped } from "./arrange-drawings.js";
import type { DrawingConfig } from "./drawing-config.js";
import { collapsedWords, MOST_EDGES, withNote } from "./drawing-limit.js";
import { DRAWING_WIDTH } from "./drawing-width.js";
import { type Drawing, frameOf, lightingMotif, moveShapes, type Shape } from "./drawing.js";
import { graphShapes } from "./graph-shapes.js";
import { motifFrame, motifHead, motifHeadWidth } from "./motif-head.js";
import { withKey } from "./operation-key.js";
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
  const { levels, levelCount: top, edgeCount, cell } = annotated;
  const isTooLarge = edgeCount > MOST_EDGES;
  const bottom = isTooLarge ? top : 2;
  const openAtFirst = firstOpen(annotated);
  const slots = levels
    .slice(bottom - 2)
    .reverse()
    .map((motifs) => slotOf(motifs, config, top > 3));
  const slotsDrawn = wrapped(slots, DRAWING_WIDTH, GAP);
  const drawing =
    config.key === false
      ? slotsDrawn
      : withKey(
          slotsDrawn,
          levels
            .slice(bottom - 2)
            .flat()
            .map(asUsed),
        );
  const signals = Array.from({ length: top - bottom }, (_, index) => {
    const level = top - 1 - index;
    const name = `open${level}`;
    const update = `isValid(datum) && isValid(datum.click) && datum.click[0] === ${level} ? (datum.click[1] === ${name} ? 0 : datum.click[1]) : ${name}`;
    return { name, value: openAtFirst[level] ?? 1, on: [{ events: "rect:click", update }] };
  });
  const list = Array.from({ length: top }, (_, level) => (level < bottom ? "0" : openOf(level, top)));
  const isOpen = (at: number): string => `[${list.join(",")}][datum.state[${at}]] === datum.state[${at + 1}]`;
  const isShown = `${isOpen(0)} && (length(datum.state) === 2 || ${isOpen(2)})`;
  const hinted = `near && (length(datum.state) === 1 || ${isOpen(1)})`;
  const visible = `datum.state[0] === 'near' ? ${hinted} : ${isShown}`;
  const controls = { signals: [...signals, nearSignal], visible };
  const counts =
    slots.length === 1
      ? ""
      : ` A click on an edge opens its motif, a second one closes it; ${levels[top - 3].length} motifs of level ${top - 1}.`;
  const shownMotif = openAtFirst[top - 1];
  const title =
    config.title ??
    (slots.length === 1
      ? `A cell of ${counted(cell.edges.length, "edge")}`
      : `A cell and motif ${shownMotif}, which ${cell.edges.filter(({ operation }) => operation === shownMotif).length} of its edges carry`);
  const whole = signals.length === 0 ? drawing : { ...drawing, controls };
  if (!isTooLarge) return drawingFigure(title, `The cell as a graph.${counts}`, whole);
  const note = collapsedWords(edgeCount, "edges in all motifs");
  return drawingFigure(title, `${note}.`, withNote(whole, note));
}

/** Whether the pointer is over the figure. */
const nearSignal = {
  name: "near",
  value: false,
  on: [
    { events: "view:mouseover", update: "true" },
    { events: "view:mouseout", update: "false" },
  ],
};

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
function slotOf(motifs: readonly AnnotatedMotif[], { channels }: DrawingConfig, withLevel: boolean): Drawing {
  const [{ level, isCell }] = motifs;
  const graphs = motifs.map((motif) => graphShapes(asUsed(motif), { channels, clickable: true }));
  const heads = motifs.map((motif) => motifHeadWidth(motif, { withLevel }));
  const headWidth = Math.max(...heads, textWidth(closedWords(level), 11)) + (level > 2 ? 16 + textWidth(HINT, 11) : 0);
  const width = Math.max(headWidth, ...graphs.map((graph) => graph.width)) + 2 * INSET;
  const height = Math.max(...graphs.map((graph) => graph.height)) + HEAD + INSET;
  const text = { kind: "text", y: 17, align: "left", colour: meanings.quietText, size: 11 } as const;
  const closed: readonly Shape[] = isCell
    ? []
    : [
        { ...frameOf({ width, height }), state: [level, 0] },
        { ...text, x: INSET, text: closedWords(level), state: [level, 0] },
      ];
  const shapes = graphs.flatMap((graph, index): readonly Shape[] => {
    const motif = motifs[index];
    const state = isCell ? undefined : [level, index + 1];
    const frame = motifFrame(asUsed(motif), { width, height });
    const inside = [
      ...motifHead(asUsed(motif), INSET, 17, { withLevel }),
      ...moveShapes(graph.shapes, (width - graph.width) / 2, HEAD + (height - HEAD - INSET - graph.height) / 2),
    ];
    const drawn = [frame, ...(frame.lights ? lightingMotif(inside, frame.lights) : inside)];
    // A file answers no click, so the hint is there while the pointer is.
    const hint: Shape = { ...text, x: width - INSET, align: "right", text: HINT, state: ["near", ...(state ?? [])] };
    return [
      ...withState(drawn, state),
      ...(level > 2 ? [hint, ...drawn.flatMap((shape) => carrierHalo(shape, state))] : []),
    ];
  });
  return { width, height, shapes: [...closed, ...shapes] };
}

const HINT = "click an edge to open its motif";

const withState = (shapes: readonly Shape[], state: Json | undefined): readonly Shape[] =>
  state === undefined ? shapes : shapes.map((shape) => ({ ...shape, state }));

const closedWords = (level: number): string => `no motif of level ${level} is open`;

/** A halo along an edge while the motif that it carries is open, and its own motif (`state`) too. */
function carrierHalo(shape: Shape, state: readonly number[] | undefined): readonly Shape[] {
  if (shape.kind !== "line" || shape.lit === undefined) return [];
  const open = shape.lit.split(".").map(Number);
  const { x, y, path } = shape;
  return [
    {
      kind: "halo",
      x,
      y,
      path,
      stroke: meanings.marked,
      strokeWidth: 9,
      opacity: 0.55,
      state: [...open, ...(state ?? [])],
    },
  ];
}
