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
import { MOST_EDGES } from "./drawing-limit.js";
import type { Drawing, Shape } from "./drawing.js";
import { edgeKey } from "./edge-key.js";
import { PALE } from "./edge-shapes.js";
import { operationId } from "./operation-id.js";

const CELL_WIDTH = 44;
const CELL_HEIGHT = 34;
const HEAD = 28;
const BRACKET = 6;

/**
 * The shapes of a motif's matrix: rows 1 … n − 1, columns 2 … n, in brackets; `nodeNames` are the nodes' names, source
 * first, by default numbers. Deck, "Hierarchical representation".
 */
export function matrixShapes(motif: AnnotatedMotif, nodeNames: readonly string[] = []): Drawing {
  const { level, nodeCount, matrix, edges, looks } = motif;
  if (edges.length > MOST_EDGES) return collapsedGraph(motif);
  const names = namesOfNodes(motif, nodeNames);
  const live = new Set(edges.filter(({ isLive }) => isLive).map(edgeKey));
  const shapes: Shape[] = [];
  const left = HEAD + BRACKET;
  const side = nodeCount - 1;
  const centre = (row: number, column: number): { x: number; y: number } => ({
    x: left + (column - 1.5) * CELL_WIDTH,
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
      if (isEdge) {
        shapes.push({
          kind: "box",
          x: x - CELL_WIDTH / 2 + 2,
          y: y - CELL_HEIGHT / 2 + 2,
          width: CELL_WIDTH - 4,
          height: CELL_HEIGHT - 4,
          radius: 4,
          fill: motif.marked?.key === key ? meanings.marked : meanings.background,
          ...(motif.marked?.key === key ? { stroke: meanings.text, strokeWidth: 1.5 } : { strokeWidth: 0 }),
          tooltip: { title: `edge ${edge}`, operation: looks[operation].words },
        });
      }
      if (operation === NONE) {
        shapes.push({ kind: "text", x, y, text: "·", size: 18, align: "center", colour: meanings.text, bold: true });
      } else {
        const opacity = live.has(key) ? 1 : PALE;
        shapes.push(...operationId(x, y, operation, level - 1, { size: 17, opacity }));
      }
    }
  }
  const [width, height] = [left + side * CELL_WIDTH + BRACKET, HEAD + side * CELL_HEIGHT];
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
