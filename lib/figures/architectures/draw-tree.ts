/** A genotype as a tree: the cell, its motifs level by level, their operations. Paper, section 2.2. */
import { sum } from "d3-array";
import { cluster, hierarchy, type HierarchyPointNode } from "d3-hierarchy";
import type { Genotype } from "../../genotype/genotype.js";
import type { Figure } from "../output/figure.js";
import { grouped } from "../output/number-words.js";
import type { OperationLook } from "../output/operation-look.js";
import { meanings } from "../output/theme.js";
import { type AnnotatedGenotype, annotateGenotype, type AnnotatedMotif } from "./annotate-genotype.js";
import type { DrawingConfig } from "./drawing-config.js";
import { collapsedWords, MOST_EDGES, withNote } from "./drawing-limit.js";
import type { Shape, Tooltip } from "./drawing.js";
import { PALE } from "./edge-shapes.js";
import { operationId } from "./operation-id.js";
import { drawingFigure } from "./paint-drawing.js";

const ROW = 20.5;
const COLUMN = 150;

interface TreeNode {
  readonly kind: "words" | "motif" | "operation";
  readonly level: number;
  /** A motif's number, or an operation's id. */
  readonly id: number;
  readonly words: string;
  readonly isPale: boolean;
  readonly tooltip: Tooltip;
  readonly look?: OperationLook;
  readonly children: readonly TreeNode[];
}

/**
 * The tree of levels → motifs → operations: every motif once, at its level, with how often the level above uses it;
 * parts that are not in the network are pale. Paper, section 2.2. With more than 600 operations only the motifs are
 * drawn, and a note says why.
 */
export function drawTree(genotype: Genotype, config: DrawingConfig = {}): Figure {
  const annotated = annotateGenotype(genotype, config);
  const { edgeCount, levels } = annotated;
  const isTooLarge = edgeCount > MOST_EDGES;
  const data = genotypeNode(annotated, !isTooLarge);
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
  const motifs = levels.slice(0, -1).flat().length;
  const counted = `The cell and ${motifs} ${motifs === 1 ? "motif" : "motifs"} below it, ${grouped(edgeCount)} operations in total`;
  const note = isTooLarge ? collapsedWords(edgeCount, "operations") : undefined;
  const title = config.title ?? "Levels, motifs, operations";
  return drawingFigure(title, `${counted}${note ? `; ${note}` : ""}.`, note ? withNote(drawing, note) : drawing);
}

/** The root, with one branch per level, the cell's first. */
function genotypeNode({ levels, levelCount }: AnnotatedGenotype, withOperations: boolean): TreeNode {
  const shared = { kind: "words", id: 0, isPale: false } as const;
  const children = [...levels].reverse().map((motifs): TreeNode => {
    const [{ level }] = motifs;
    const tooltip = { title: `level ${level}`, motifs: motifs.length };
    const nodes = motifs.map((motif) => motifNode(motif, withOperations));
    return { ...shared, level, words: `level ${level}`, tooltip, children: nodes };
  });
  const tooltip = { title: "genotype", levels: levelCount };
  return { ...shared, level: levelCount, words: "genotype", tooltip, children };
}

function motifNode(annotated: AnnotatedMotif, withOperations: boolean): TreeNode {
  const { level, motif, isCell, used, uses, measures } = annotated;
  const cost = sum(measures?.edges.values() ?? [], ({ parameterCount }) => parameterCount);
  const words = isCell ? "cell" : used ? `used ${uses}×` : "not used";
  const tooltip = {
    title: isCell ? "cell" : `motif ${motif} of level ${level}`,
    use: words,
    ...(measures ? { measured: measures.where, "parameters without closing": grouped(cost) } : {}),
  };
  const children = withOperations ? operationNodes(annotated) : [];
  return { kind: "motif", level, id: motif, words, isPale: !used, tooltip, children };
}

function operationNodes({ level, used, edges, measures }: AnnotatedMotif): readonly TreeNode[] {
  return edges.map(({ key, look, operation, isLive }): TreeNode => {
    const cost = measures?.edges.get(key);
    const tooltip = {
      title: `edge ${key}`,
      operation: look.words,
      ...(cost ? { parameters: grouped(cost.parameterCount), "multiply-adds": grouped(cost.multiplyAdds) } : {}),
    };
    const isPale = !used || !isLive;
    return { kind: "operation", level, id: operation, words: key, isPale, tooltip, look, children: [] };
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
  // A motif's words go below its box, where no line begins.
  return [box, ...sign, kind === "motif" ? { ...text, ...pale, x: left, y: y + 17, size: 10, text: words } : beside];
}
