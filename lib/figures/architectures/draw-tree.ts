/** A genotype as a tree: the cell, its motifs level by level, their operations. Paper, section 2.2. */
import { cluster, hierarchy, type HierarchyPointNode } from "d3-hierarchy";
import { type Genotype, levelCount, motifsOf } from "../../genotype/genotype.js";
import { findLive } from "../../genotype/liveness.js";
import { type Edge, edgesOf } from "../../genotype/motif.js";
import type { DrawingConfig } from "./draw-motif.js";
import { collapsedWords, MOST_EDGES, withNote } from "./drawing-limit.js";
import { drawingFigure, type Shape, type Tooltip } from "./drawing.js";
import { edgeKey, PALE } from "./edge-shapes.js";
import type { Figure } from "../output/figure.js";
import { type Measures, measureGenotype } from "./measure-graph.js";
import { grouped } from "../output/number-words.js";
import { operationId } from "./operation-id.js";
import { operationLook, type OperationLook } from "../output/operation-look.js";
import { meanings } from "../output/theme.js";

const ROW = 20.5;
const COLUMN = 150;

interface TreeNode {
  readonly kind: "words" | "motif" | "operation";
  readonly level: number;
  /** Of a motif its number, of an operation what it is. */
  readonly id: number;
  readonly words: string;
  readonly isPale: boolean;
  readonly tooltip: Tooltip;
  readonly look?: OperationLook;
  readonly children: readonly TreeNode[];
}

/**
 * The tree of levels → motifs → operations: every motif once, at its level, with how often the level above uses it;
 * what reaches no network is pale. Paper, section 2.2. Of more than 600 operations only the motifs are drawn, with a
 * word why.
 */
export function drawTree(genotype: Genotype, config: DrawingConfig = {}): Figure {
  const edgeCount = genotype.levels.flat().reduce((sum, motif) => sum + edgesOf(motif).length, 0);
  const isTooLarge = edgeCount > MOST_EDGES;
  const measures = measureGenotype(genotype, config, config.primitives);
  const data = genotypeNode(genotype, { config, measures, withOperations: !isTooLarge });
  const root = cluster<TreeNode>()
    .nodeSize([ROW, COLUMN])
    .separation((one, other) => (one.parent === other.parent ? 1 : 1.5))(hierarchy(data, ({ children }) => children));
  const nodes = root.descendants();
  const top = Math.min(...nodes.map(({ x }) => x)) - ROW / 2;
  const bottom = Math.max(...nodes.map(({ x }) => x)) + ROW / 2;
  const shapes = [
    ...root.links().map(({ source, target }) => link(source, target, top)),
    ...nodes.flatMap((node) => nodeShapes(node, top)),
  ];
  const drawing = { width: root.height * COLUMN + 130, height: bottom - top, shapes };
  const motifs = genotype.levels.slice(0, -1).flat().length;
  const counted = `The cell and ${motifs} ${motifs === 1 ? "motif" : "motifs"} below it, ${grouped(edgeCount)} operations in all`;
  const note = isTooLarge ? collapsedWords(edgeCount, "operations") : undefined;
  const title = config.title ?? "Levels, motifs, operations";
  return drawingFigure(title, `${counted}${note ? `; ${note}` : ""}.`, note ? withNote(drawing, note) : drawing);
}

interface TreeContext {
  readonly config: DrawingConfig;
  readonly measures: Measures;
  readonly withOperations: boolean;
}

/** One branch a level, the cell's first. */
function genotypeNode(genotype: Genotype, context: TreeContext): TreeNode {
  const top = levelCount(genotype);
  const levels = Array.from({ length: top - 1 }, (_, index) => top - index);
  const shared = { kind: "words", id: 0, isPale: false } as const;
  const children = levels.map((level): TreeNode => {
    const motifs = motifsOf(genotype, level);
    const tooltip = { title: `level ${level}`, motifs: motifs.length };
    const nodes = motifs.map((_, index) => motifNode(genotype, level, index + 1, context));
    return { ...shared, level, words: `level ${level}`, tooltip, children: nodes };
  });
  return { ...shared, level: top, words: "genotype", tooltip: { title: "genotype", levels: top }, children };
}

function motifNode(genotype: Genotype, level: number, motif: number, context: TreeContext): TreeNode {
  const live = findLive(genotype);
  const { used } = live[level - 2][motif - 1];
  const isCell = level === levelCount(genotype);
  const uses = (isCell ? [] : live[level - 1])
    .flatMap((above) => (above.used ? above.edges : []))
    .filter(({ operation }) => operation === motif);
  const measured = context.measures(level, motif);
  const cost = [...(measured?.edges.values() ?? [])].reduce((sum, edge) => sum + edge.parameterCount, 0);
  const words = isCell ? "cell" : used ? `used ${uses.length}×` : "not used";
  const tooltip = {
    title: isCell ? "cell" : `motif ${motif} of level ${level}`,
    use: words,
    ...(measured ? { measured: measured.where, "parameters without closing": grouped(cost) } : {}),
  };
  const children = context.withOperations ? operationNodes(genotype, level, motif, context) : [];
  return { kind: "motif", level, id: motif, words, isPale: !used, tooltip, children };
}

function operationNodes(genotype: Genotype, level: number, motif: number, context: TreeContext): readonly TreeNode[] {
  const { used, edges } = findLive(genotype)[level - 2][motif - 1];
  const live = new Set(edges.map(edgeKey));
  const measured = context.measures(level, motif);
  return edgesOf(motifsOf(genotype, level)[motif - 1]).map((edge: Edge): TreeNode => {
    const look = operationLook(genotype, level, edge.operation, context.config.primitives);
    const cost = measured?.edges.get(edgeKey(edge));
    const tooltip = {
      title: `edge ${edgeKey(edge)}`,
      operation: look.words,
      ...(cost ? { parameters: grouped(cost.parameterCount), "multiply-adds": grouped(cost.multiplyAdds) } : {}),
    };
    const isPale = !used || !live.has(edgeKey(edge));
    return { kind: "operation", level, id: edge.operation, words: edgeKey(edge), isPale, tooltip, look, children: [] };
  });
}

type Placed = HierarchyPointNode<TreeNode>;

function link(source: Placed, target: Placed, top: number): Shape {
  const [x0, x1] = [source.y + 56, target.y];
  const [y0, y1] = [source.x - top, target.x - top];
  const middle = (x0 + x1) / 2;
  return {
    ...{ kind: "line", x: 0, y: 0, path: `M${x0},${y0}C${middle},${y0} ${middle},${y1} ${x1},${y1}` },
    ...{ stroke: target.data.isPale ? meanings.frame : "#8A8A8A", strokeWidth: 1.2 },
  };
}

function nodeShapes({ data, x, y: left }: Placed, top: number): readonly Shape[] {
  const y = x - top;
  const opacity = data.isPale ? PALE : 1;
  const { look, level, id, kind, words, tooltip } = data;
  const isSigned = look !== undefined && look.sign !== "";
  const width = kind === "operation" ? 26 : 56;
  const box: Shape = {
    ...{ kind: "box", x: left, y: y - 9, width, height: 18, radius: 5, opacity, tooltip },
    ...{ fill: look?.colour ?? meanings.background, stroke: look?.lineColour ?? meanings.motif, strokeWidth: 1.2 },
  };
  const text = { kind: "text", y, size: 11, align: "left", colour: meanings.text } as const;
  const middle = { ...text, x: left + width / 2, align: "center", bold: true } as const;
  const pale = data.isPale ? { colour: meanings.quietText } : {};
  if (kind === "words") return [box, { ...middle, text: words }];
  const sign: readonly Shape[] = isSigned
    ? [{ ...middle, text: look.sign, colour: data.isPale ? meanings.quietText : look.signColour }]
    : operationId(left + width / 2, y, id, kind === "motif" ? level : level - 1, { size: 12, opacity });
  const beside = {
    ...text,
    ...pale,
    x: left + width + 6,
    text: isSigned ? `${words}  ${look.name}` : words,
  };
  // A motif's words stand below its box, where no line begins.
  return [box, ...sign, kind === "motif" ? { ...text, ...pale, x: left, y: y + 17, size: 10, text: words } : beside];
}
