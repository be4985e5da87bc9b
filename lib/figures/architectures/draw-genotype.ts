/**
 * A whole genotype: the cell and its motifs, or a flat genotype as its graph. Deck, "Hierarchical representation".
 */
import { sum } from "d3-array";
import type { Genotype } from "../../genotype/genotype.js";
import { counted } from "../../input/quantity.js";
import type { Figure } from "../output/figure.js";
import { meanings } from "../output/theme.js";
import { type AnnotatedGenotype, annotateGenotype, type AnnotatedMotif } from "./annotate-genotype.js";
import { fitting, inColumn, inRows } from "./arrange-drawings.js";
import type { DrawingConfig } from "./drawing-config.js";
import { collapsedWords, MOST_EDGES, withNote } from "./drawing-limit.js";
import { DRAWING_WIDTH } from "./drawing-width.js";
import { type Drawing, lightingMotif, moveShapes, type Shape } from "./drawing.js";
import { graphShapes } from "./graph-shapes.js";
import { type HeadConfig, motifFrame, motifHead, motifHeadWidth } from "./motif-head.js";
import { possibleEdges } from "./possible-edges.js";
import { withKey } from "./operation-key.js";
import { drawingFigure } from "./paint-drawing.js";
import { scaleDrawing } from "./scale-drawing.js";

const GAP = 10;
const INSET = 10;
const HEAD = 30;
const MINI = 0.42;

/**
 * The cell and every motif that it uses, each in a frame of its colour with its number; below them, small and pale,
 * motifs that the cell does not use.
 */
export function drawGenotype(genotype: Genotype, config: DrawingConfig = {}): Figure {
  const annotated = annotateGenotype(genotype, config);
  const { levels, cell, edgeCount } = annotated;
  const isTooLarge = edgeCount > MOST_EDGES && levels.length > 1;
  const all = [...levels].reverse().flat();
  const used = isTooLarge ? [cell] : all.filter((motif) => motif.used || motif.isCell);
  const unused = isTooLarge ? [] : all.filter((motif) => !used.includes(motif));
  const withLevel = levels.length > 2;
  const drawing = levels.length === 1 ? graphShapes(cell, config) : panelRows(used, unused, config, withLevel);
  const keyed = config.key === false ? drawing : withKey(drawing, [...used, ...unused]);
  const title = config.title ?? titleOf(annotated);
  if (!isTooLarge) return drawingFigure(title, describe(levels), keyed);
  const note = collapsedWords(edgeCount, "edges in all motifs");
  return drawingFigure(title, `The cell alone: ${note}.`, withNote(keyed, note));
}

/** For example `A cell of 10 edges carries 4 of 6 motifs`. */
function titleOf({ levels, cell, edgeCount }: AnnotatedGenotype): string {
  const live = cell.edges.filter(({ isLive }) => isLive).length;
  const lost = live === cell.edges.length ? "" : `, ${live} of them in the network`;
  if (levels.length === 1)
    return `One flat graph: ${cell.edges.length} of ${counted(possibleEdges(cell.nodeCount).length, "possible edge")}${lost}`;
  const motifs = levels.slice(0, -1).flat();
  const used = motifs.filter((motif) => motif.used).length;
  if (edgeCount > MOST_EDGES)
    return `A cell of ${counted(cell.edges.length, "edge")} and ${counted(motifs.length, "motif")}`;
  return `A cell of ${counted(cell.edges.length, "edge")}${lost}: ${used} of its ${counted(motifs.length, "motif")} ${used === 1 ? "is" : "are"} used`;
}

function describe(levels: AnnotatedGenotype["levels"]): string {
  if (levels.length === 1) return "One graph whose edges carry primitives.";
  const counts = levels
    .slice(0, -1)
    .map((motifs, index) => {
      const used = motifs.filter((motif) => motif.used).length;
      return `${motifs.length} motifs of level ${index + 2}, ${used} used`;
    })
    .reverse();
  const gates = sum(levels.slice(0, -1).flat(), ({ uses }) => uses);
  return `The cell and ${counts.join("; ")}. A 1×1 convolution closes each motif, ${counted(gates, "time")} on edges in the network.`;
}

/**
 * The panels in as many columns as fit, all in one width, each row in one height; unused motifs where the last row has
 * room, or below it.
 */
function panelRows(
  motifs: readonly AnnotatedMotif[],
  unused: readonly AnnotatedMotif[],
  { channels }: DrawingConfig,
  withLevel: boolean,
): Drawing {
  const graphs = motifs.map((motif) => graphShapes(motif, { channels }));
  const headOf = (motif: AnnotatedMotif): HeadConfig => ({
    withLevel,
    ...(motif.isCell || motif.uses < 2 ? {} : { note: `used ${motif.uses}×` }),
  });
  const heads = motifs.map((motif) => motifHeadWidth(motif, headOf(motif)));
  const width = Math.max(...graphs.map((graph) => graph.width), ...heads) + 2 * INSET;
  const columns = Math.min(motifs.length, fitting(DRAWING_WIDTH, width, GAP));
  const rows: Drawing[] = [];
  for (let first = 0; first < graphs.length; first += columns) {
    const row = graphs.slice(first, first + columns);
    const height = Math.max(...row.map((graph) => graph.height)) + HEAD + INSET + 4;
    const panels = row.map((graph, index): Drawing => {
      const motif = motifs[first + index];
      const frame = motifFrame(motif, { width, height });
      const top = HEAD + (height - HEAD - INSET - graph.height) / 2;
      const inside = [
        ...motifHead(motif, INSET, HEAD / 2 + 2, headOf(motif)),
        ...moveShapes(graph.shapes, (width - graph.width) / 2, top),
      ];
      return { width, height, shapes: [frame, ...(frame.lights ? lightingMotif(inside, frame.lights) : inside)] };
    });
    rows.push(inRows(panels, columns, GAP));
  }
  if (unused.length === 0) return inColumn(rows, GAP);
  const last = rows[rows.length - 1];
  const whole = columns * (width + GAP) - GAP;
  const room = whole - last.width - 2 * GAP;
  const beside = unusedStrip(unused, withLevel, room);
  if (beside.width > room || beside.height > last.height)
    return inColumn([...rows, unusedStrip(unused, withLevel, DRAWING_WIDTH)], GAP);
  const moved = moveShapes(beside.shapes, last.width + 2 * GAP, (last.height - beside.height) / 2);
  const row = { width: whole, height: last.height, shapes: [...last.shapes, ...moved] };
  return inColumn([...rows.slice(0, -1), row], GAP);
}

/** Motifs that the cell does not use, without words, in rows of at most `room` pixels. */
function unusedStrip(motifs: readonly AnnotatedMotif[], withLevel: boolean, room: number): Drawing {
  const minis = motifs.map((motif): Drawing => {
    const { shapes, ...size } = graphShapes(motif);
    const bare = scaleDrawing({ ...size, shapes: shapes.filter(({ kind }) => kind !== "text") }, MINI);
    const width = Math.max(bare.width, motifHeadWidth(motif, { withLevel }));
    return {
      ...{ width, height: bare.height + 22 },
      shapes: [...motifHead(motif, 0, 9, { withLevel }), ...moveShapes(bare.shapes, 0, 22)],
    };
  });
  const widest = Math.max(...minis.map(({ width }) => width));
  const words: Shape = {
    ...{ kind: "text", x: 0, y: 14, text: "not used by the cell", size: 12, align: "left" },
    colour: meanings.quietText,
  };
  const grid = inRows(minis, fitting(room, widest, 2 * GAP), 2 * GAP);
  return { width: grid.width, height: grid.height + 28, shapes: [words, ...moveShapes(grid.shapes, 0, 28)] };
}
