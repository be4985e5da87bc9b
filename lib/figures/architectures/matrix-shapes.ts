/**
 * A motif as the deck's matrix: rows are predecessors, columns successors, a dot for no edge. Deck, "Hierarchical
 * representation".
 */
import { type Genotype } from "../../genotype/genotype.js";
import { findLive } from "../../genotype/liveness.js";
import { type Edge, edgesOf, NONE } from "../../genotype/motif.js";
import type { Primitive } from "../../genotype/primitive.js";
import { collapsedGraph } from "./collapsed-graph.js";
import { MOST_EDGES } from "./drawing-limit.js";
import type { Drawing, Shape } from "./drawing.js";
import { PALE } from "./edge-shapes.js";
import { operationId } from "./operation-id.js";
import { operationLook } from "../output/operation-look.js";
import { pickMotif } from "./pick-motif.js";
import { meanings } from "../output/theme.js";

/** How a matrix is drawn. */
export interface MatrixShapesConfig {
  readonly primitives?: readonly Primitive[];
  /** An entry to mark. */
  readonly marked?: Pick<Edge, "predecessor" | "successor">;
  /** Names of the nodes, source first; numbers by default. */
  readonly nodeNames?: readonly string[];
}

const CELL_WIDTH = 44;
const CELL_HEIGHT = 34;
const HEAD = 28;
const BRACKET = 6;

/**
 * The shapes of the matrix of motif `motif` of `level`: rows 1 … n − 1, columns 2 … n, in brackets. Deck, "Hierarchical
 * representation".
 */
export function matrixShapes(
  genotype: Genotype,
  level: number,
  motif: number,
  config: MatrixShapesConfig = {},
): Drawing {
  const { nodeCount, matrix } = pickMotif(genotype, level, motif);
  if (edgesOf(genotype.levels[level - 2][motif - 1]).length > MOST_EDGES)
    return collapsedGraph(genotype, level, motif, config.primitives);
  const names = Array.from({ length: nodeCount }, (_, index) => config.nodeNames?.[index] ?? String(index + 1));
  const live = new Set(
    findLive(genotype)[level - 2][motif - 1].edges.map(({ predecessor, successor }) => `${predecessor} ${successor}`),
  );
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
      const isMarked = config.marked?.predecessor === row && config.marked.successor === column;
      const look = operationLook(genotype, level, operation, config.primitives);
      if (isEdge) {
        shapes.push({
          kind: "box",
          x: x - CELL_WIDTH / 2 + 2,
          y: y - CELL_HEIGHT / 2 + 2,
          width: CELL_WIDTH - 4,
          height: CELL_HEIGHT - 4,
          radius: 4,
          fill: isMarked ? meanings.marked : meanings.background,
          ...(isMarked ? { stroke: meanings.text, strokeWidth: 1.5 } : { strokeWidth: 0 }),
          tooltip: { title: `edge ${edge}`, operation: look.words },
        });
      }
      if (operation === NONE) {
        shapes.push({ kind: "text", x, y, text: "·", size: 18, align: "center", colour: meanings.text, bold: true });
      } else {
        const opacity = live.has(`${row} ${column}`) ? 1 : PALE;
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
