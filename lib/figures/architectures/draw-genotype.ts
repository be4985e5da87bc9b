/** A whole genotype: the cell beside its motifs, a flat one as its graph. Deck, "Hierarchical representation". */
import { type Genotype, levelCount, motifsOf } from "../../genotype/genotype.js";
import { findLive } from "../../genotype/liveness.js";
import { edgesOf } from "../../genotype/motif.js";
import { inRows, sideBySide } from "./arrange-drawings.js";
import { type DrawingConfig, graphConfig } from "./draw-motif.js";
import { collapsedWords, MOST_EDGES, withNote } from "./drawing-limit.js";
import { type Drawing, drawingFigure, moveShapes, type Shape } from "./drawing.js";
import type { Figure } from "../output/figure.js";
import { PALE } from "./edge-shapes.js";
import { graphShapes } from "./graph-shapes.js";
import { measureGenotype } from "./measure-graph.js";
import { operationId, operationIdWidth } from "./operation-id.js";
import { meanings } from "../output/theme.js";

const GAP = 10;
const INSET = 9;
const HEAD = 26;

/**
 * The cell, and beside it every motif of every level below in a frame with its id; what the cell does not use is pale.
 */
export function drawGenotype(genotype: Genotype, config: DrawingConfig = {}): Figure {
  const top = levelCount(genotype);
  const live = findLive(genotype);
  const measures = measureGenotype(genotype, config, config.primitives);
  const shared = graphConfig(config);
  const cell = panel(graphShapes(genotype, top, 1, { ...shared, measures: measures(top, 1) }), [
    { ...caption, text: "cell" },
  ]);
  const columns: Drawing[] = [cell];
  const edgeCount = genotype.levels.flat().reduce((sum, motif) => sum + edgesOf(motif).length, 0);
  const isTooLarge = edgeCount > MOST_EDGES && top > 2;
  for (let level = top - 1; level >= 2 && !isTooLarge; level--) {
    const graphs = sameSize(
      motifsOf(genotype, level).map((_, index) =>
        graphShapes(genotype, level, index + 1, {
          ...shared,
          measures: measures(level, index + 1),
          pale: !live[level - 2][index].used,
        }),
      ),
    );
    const panels = graphs.map((graph, index) => {
      const { used } = live[level - 2][index];
      const opacity = used ? 1 : PALE;
      const id = operationId(INSET + 14, HEAD / 2 + 3, index + 1, level, { size: 15, opacity });
      const right = INSET + 20 + operationIdWidth(index + 1, level, 15);
      const note: Shape[] = used ? [] : [{ ...caption, x: right, text: "not used", bold: false }];
      return panel(graph, [...id, ...note]);
    });
    columns.push(inRows(panels, level === top - 1 && panels.length > 3 ? 2 : 1, GAP));
  }
  const note = isTooLarge ? collapsedWords(edgeCount, "edges in all motifs") : undefined;
  const drawing = note === undefined ? sideBySide(columns, GAP) : withNote(sideBySide(columns, GAP), note);
  const counts = Array.from({ length: top - 2 }, (_, index) => top - 1 - index).map(
    (level) =>
      `${motifsOf(genotype, level).length} motifs of level ${level}, ${live[level - 2].filter(({ used }) => used).length} used`,
  );
  const description =
    counts.length === 0 ? "One graph whose edges carry primitives." : `The cell beside ${counts.join("; ")}.`;
  const said = note === undefined ? description : `The cell alone: ${note}.`;
  return drawingFigure(config.title ?? "Genotype", said, drawing);
}

const caption = {
  kind: "text",
  x: INSET,
  y: HEAD / 2 + 3,
  size: 13,
  bold: true,
  align: "left",
  colour: meanings.text,
} as const;

function panel(inner: Drawing, head: readonly Shape[]): Drawing {
  const [width, height] = [inner.width + 2 * INSET, inner.height + HEAD + INSET + 4];
  const shapes: readonly Shape[] = [
    {
      kind: "frame",
      x: 0,
      y: 0,
      width,
      height,
      radius: 6,
      stroke: meanings.frame,
      strokeWidth: 1,
      fill: meanings.background,
    },
    ...head,
    ...moveShapes(inner.shapes, INSET, HEAD + 4),
  ];
  return { width, height, shapes };
}

/** Each in the middle of an area as large as the largest. */
function sameSize(drawings: readonly Drawing[]): readonly Drawing[] {
  const width = Math.max(...drawings.map((each) => each.width));
  const height = Math.max(...drawings.map((each) => each.height));
  return drawings.map((each) => ({
    width,
    height,
    shapes: moveShapes(each.shapes, (width - each.width) / 2, (height - each.height) / 2),
  }));
}
