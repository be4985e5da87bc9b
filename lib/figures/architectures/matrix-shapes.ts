/**
 * A motif as the deck's matrix: rows are predecessors, columns successors, a dot for no edge. Deck, "Hierarchical
 * representation".
 */
import * as v from "valibot";
import { parseWith, type Schema } from "../../input/schema.js";
import { text } from "../output/check-input.js";
import { NONE } from "../../genotype/motif.js";
import { meanings } from "../output/theme.js";
import type { AnnotatedMotif } from "./annotate-genotype.js";
import { collapsedGraph } from "./collapsed-graph.js";
import { MOST_EDGES, PALE } from "./drawing-limit.js";
import { DRAWING_WIDTH } from "./drawing-width.js";
import type { Drawing, Shape } from "./drawing.js";
import { edgeKey } from "./edge-key.js";
import { MOST_NODES } from "./layout-lanes.js";
import { operationId } from "./operation-id.js";

const CELL_WIDTH = 44;
const CELL_HEIGHT = 34;
/** The least width of an entry that has room for its level. */
const LEAST_WIDTH = 36;
const HEAD = 28;
const BRACKET = 6;

/**
 * The shapes of a motif's matrix: rows 1 … n − 1, columns 2 … n, in brackets; `nodeNames` are the nodes' names, source
 * first, by default numbers. Deck, "Hierarchical representation".
 */
export function matrixShapes(motif: AnnotatedMotif, nodeNames: readonly string[] = []): Drawing {
  const { level, nodeCount, matrix, edges, looks } = motif;
  if (edges.length > MOST_EDGES || nodeCount > MOST_NODES) return collapsedGraph(motif);
  const cellWidth = Math.min(CELL_WIDTH, (DRAWING_WIDTH - HEAD - 2 * BRACKET) / (nodeCount - 1));
  const isNarrow = cellWidth < LEAST_WIDTH;
  const names = namesOfNodes(motif, nodeNames);
  const live = new Set(edges.filter(({ isLive }) => isLive).map(edgeKey));
  const shapes: Shape[] = [];
  const left = HEAD + BRACKET;
  const side = nodeCount - 1;
  const centre = (row: number, column: number): { x: number; y: number } => ({
    x: left + (column - 1.5) * cellWidth,
    y: HEAD + (row - 0.5) * CELL_HEIGHT,
  });
  const head = { kind: "text", size: 13, align: "center", colour: meanings.quietText } as const;
  for (let row = 1; row < nodeCount; row++) {
    shapes.push({ ...head, x: HEAD / 2, y: centre(row, 2).y, text: names[row - 1] });
    shapes.push({ ...head, x: centre(1, row + 1).x, y: HEAD / 2, text: names[row] });
    for (let column = 2; column <= nodeCount; column++) {
      const { x, y } = centre(row, column);
      const operation = matrix[row - 1][column - 1];
      const edge = `${names[row - 1]}→${names[column - 1]}`;
      const isEdge = column > row;
      const key = edgeKey({ predecessor: row, successor: column });
      const look = looks[operation];
      const isMarked = motif.marked?.key === key;
      const opacity = live.has(key) || operation === NONE ? 1 : PALE;
      if (isEdge) {
        const box = { kind: "box", x: x - cellWidth / 2 + 2, y: y - CELL_HEIGHT / 2 + 2, radius: 4 } as const;
        const area = { width: cellWidth - 4, height: CELL_HEIGHT - 4 };
        const mark = { stroke: meanings.text, strokeWidth: 1.5 };
        if (isMarked) {
          const path = `M0,0H${area.width}V${area.height}H0Z`;
          shapes.push({ kind: "halo", x: box.x, y: box.y, path, stroke: meanings.marked, strokeWidth: 7 });
        }
        shapes.push({
          ...{ ...box, ...area, fill: operation === NONE ? meanings.background : look.colour, opacity },
          ...(isMarked ? mark : look.motif === undefined ? {} : { stroke: look.lineColour, strokeWidth: 1 }),
          tooltip: { title: `edge ${edge}`, operation: look.words },
          ...(look.motif === undefined ? {} : { lights: look.motif, lit: look.motif }),
        });
      }
      if (operation === NONE) {
        shapes.push({ kind: "text", x, y, text: "·", size: 18, align: "center", colour: meanings.text, bold: true });
      } else {
        const colour: string = opacity === 1 ? look.signColour : meanings.text;
        const faint = opacity === 1 ? 1 : 0.6;
        if (!isNarrow) shapes.push(...operationId(x, y, operation, level - 1, { size: 17, opacity: faint, colour }));
        else {
          const number = { x, y, text: String(operation), size: 12, bold: true, opacity: faint, colour } as const;
          shapes.push({ kind: "text", align: "center", ...number });
        }
      }
    }
  }
  const [width, height] = [left + side * cellWidth + BRACKET, HEAD + side * CELL_HEIGHT];
  const bracket = { kind: "line", y: HEAD, stroke: meanings.text, strokeWidth: 1.6 } as const;
  const tall = side * CELL_HEIGHT;
  shapes.push({ ...bracket, x: HEAD + 1, path: `M${BRACKET},0L0,0L0,${tall}L${BRACKET},${tall}` });
  shapes.push({ ...bracket, x: width - 1, path: `M${-BRACKET},0L0,0L0,${tall}L${-BRACKET},${tall}` });
  return { width, height, shapes };
}

/** The names of a motif's nodes, source first: the given ones, or numbers. */
export function namesOfNodes({ nodeCount }: AnnotatedMotif, given: readonly string[]): readonly string[] {
  return Array.from({ length: nodeCount }, (_, index) => given[index] ?? String(index + 1));
}

const namesSchema: Schema<readonly string[] | undefined> = v.optional(v.array(text, "must be a list of strings"));

/** Throws InputError unless the names of nodes are strings. */
export function checkNodeNames(names: readonly string[] | undefined): void {
  parseWith(namesSchema, names, "matrix: nodeNames");
}
