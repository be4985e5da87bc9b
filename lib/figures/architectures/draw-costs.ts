/** Where a network's parameters and multiply-adds are: treemap and icicle of its tree of costs. */
import { hierarchy, type HierarchyRectangularNode, partition, treemap, treemapSquarify } from "d3-hierarchy";
import { sum } from "d3-array";
import type { Genotype } from "../../genotype/genotype.js";
import type { Primitive } from "../../genotype/primitive.js";
import { percentWords } from "../../input/quantity.js";
import type { Figure } from "../output/figure.js";
import { grouped } from "../output/number-words.js";
import { closingLook, lighter, motifLook, type OperationLook, primitiveLook } from "../output/operation-look.js";
import { textWidth } from "../output/text-width.js";
import { meanings } from "../output/theme.js";
import { checkCost, type CostConfig, type CostKind, type CostPart, costTree } from "./cost-tree.js";
import { DRAWING_WIDTH } from "./drawing-width.js";
import { type Drawing, moveShapes, type Shape, type Tooltip } from "./drawing.js";
import { gateBox } from "./closing-gate.js";
import { badge } from "./motif-head.js";
import { keyDrawing, type KeyItem, signShapes } from "./operation-key.js";
import { drawingFigure } from "./paint-drawing.js";

const WIDTH = DRAWING_WIDTH;
/** With the title and the key, the drawing is as wide and high as a slide. */
const HEIGHT = 370;
const GREYS: readonly string[] = ["#EDEDED", "#F6F6F6", "#FFFFFF"];

type Part = HierarchyRectangularNode<CostPart>;

/**
 * The network as nested rectangles whose areas are parameters (or multiply-adds): groups, cells, edges with their
 * motifs, operations in their colours. Throws InputError when the genotype has no network.
 */
export function drawTreemap(genotype: Genotype, config: CostConfig = {}): Figure {
  checkCost(config);
  const of = config.of ?? "parameterCount";
  const root = treemap<CostPart>()
    .tile(treemapSquarify)
    .size([WIDTH, HEIGHT])
    .paddingInner(1)
    .paddingOuter(({ depth }) => (depth === 0 ? 0 : 2))
    .paddingTop(({ depth, children }) => (children === undefined || depth === 0 ? 0 : 20))(
    sumOf(costTree(genotype, config), of),
  );
  return costFigure(genotype, config, root, "treemap");
}

/**
 * The network as an icicle: each column a depth of the tree, heights are parameters (or multiply-adds). Throws
 * InputError when the genotype has no network.
 */
export function drawIcicle(genotype: Genotype, config: CostConfig = {}): Figure {
  checkCost(config);
  const of = config.of ?? "parameterCount";
  const tree = sumOf(withoutRepeats(costTree(genotype, config)), of);
  // Sides are exchanged: a partition's rows become columns, whose parts have room for words. The network's own column
  // would be one box, so it is left of the picture.
  const column = WIDTH / tree.height;
  const root = partition<CostPart>().size([HEIGHT, WIDTH + column])(tree);
  root.each((part) => {
    [part.x0, part.x1, part.y0, part.y1] = [part.y0 - column, part.y1 - column, part.x0, part.x1];
  });
  return costFigure(genotype, config, root, "icicle");
}

/** The tree with the equal operations of each motif, and the equal motifs of each graph, as one part. */
function withoutRepeats(part: CostPart): CostPart {
  return { ...part, children: joined(part.children.map(withoutRepeats), part.motif !== undefined) };
}

/** `parts` with those together that are the same motif or, within a motif, the same operation. */
function joined(parts: readonly CostPart[], isInMotif: boolean): readonly CostPart[] {
  const kept = new Map<string, CostPart>();
  for (const part of parts) {
    const { name, path, primitive, motif } = part;
    const isOperation = isInMotif && (primitive !== undefined || name === CLOSE);
    const operation = isOperation ? `${name === CLOSE} ${primitive}` : path;
    const key = motif === undefined ? operation : `motif ${motif.motif}`;
    const same = kept.get(key);
    kept.set(key, same === undefined ? part : together(same, part));
  }
  return [...kept.values()];
}

function together(one: CostPart, other: CostPart): CostPart {
  return {
    ...one,
    ...(one.motif === undefined ? {} : { name: `${one.name}, ${other.name.replace("edge ", "")}` }),
    path: `${one.path}, ${other.name}`,
    parameterCount: one.parameterCount + other.parameterCount,
    multiplyAdds: one.multiplyAdds + other.multiplyAdds,
    children: joined([...one.children, ...other.children], one.motif !== undefined),
  };
}

/** The hierarchy of costs, without parts that cost nothing, since they take no room. */
function sumOf(tree: CostPart, of: CostKind): ReturnType<typeof hierarchy<CostPart>> {
  return hierarchy(tree, ({ children }) => children.filter((child) => child[of] > 0)).sum((part) =>
    part.children.some((child) => child[of] > 0) ? 0 : part[of],
  );
}

function costFigure(genotype: Genotype, config: CostConfig, root: Part, form: "treemap" | "icicle"): Figure {
  const of = config.of ?? "parameterCount";
  const whole = root.data;
  const what = of === "parameterCount" ? "parameters" : "multiply-adds";
  const parts = root.descendants().filter(({ depth, x1, x0, y1, y0 }) => depth > 0 && x1 - x0 > 0.4 && y1 - y0 > 0.4);
  const context = { genotype, primitives: config.primitives, form, of, whole };
  const shapes = parts.flatMap((part) => partShapes(part, context));
  const largest = [...(root.children ?? [])].sort((one, other) => other.data[of] - one.data[of]);
  const shares = largest.map(({ data }) => `${data.name} ${percentWords(data[of] / whole[of])}`);
  const closing = sum(
    root.leaves().filter(({ data }) => data.name === CLOSE),
    ({ data }) => data[of],
  );
  const closes = closing === 0 ? "" : `; 1×1 convolutions that close motifs ${percentWords(closing / whole[of])}`;
  const description = `${grouped(whole[of])} ${what} of the ${whole.name}: ${shares.join(", ")}${closes}.`;
  const title = config.title ?? titleOf(largest[0]?.data, closing, whole, of, what);
  const drawing: Drawing = { width: WIDTH, height: HEIGHT, shapes };
  return drawingFigure(title, description, config.key === false ? drawing : withCostKey(drawing, parts, context));
}

const CLOSE = "close";

/** What is seen: where most of it is, and what closing takes. */
function titleOf(most: CostPart | undefined, closing: number, whole: CostPart, of: CostKind, what: string): string {
  const total = `${grouped(whole[of])} ${what} of the ${whole.name}`;
  const place = most === undefined ? "" : `: ${whole0(most[of], whole[of])} in ${most.name.replace(/, cell 1$/, "")}`;
  return `${total}${place}${closing === 0 ? "" : `, ${whole0(closing, whole[of])} to close motifs`}`;
}

const whole0 = (part: number, whole: number): string => `${Math.round((100 * part) / whole)} %`;

interface PartContext {
  readonly genotype: Genotype;
  readonly primitives?: readonly Primitive[];
  readonly form: "treemap" | "icicle";
  readonly of: CostKind;
  readonly whole: CostPart;
}

/** The look of a part that is an operation; undefined for what consists of parts. */
function lookOfPart({ name, primitive }: CostPart, { genotype, primitives }: PartContext): OperationLook | undefined {
  if (name === CLOSE) return closingLook;
  return primitive === undefined ? undefined : primitiveLook(primitive, genotype.primitives, primitives);
}

/** The operations that have an area, in the order of their primitives, and the gate. */
function withCostKey(drawing: Drawing, parts: readonly Part[], context: PartContext): Drawing {
  const looks = new Map<string, OperationLook>();
  for (const { data } of parts) {
    const look = lookOfPart(data, context);
    if (look !== undefined) looks.set(look.name, look);
  }
  const order = [...context.genotype.primitives, CLOSE];
  const items = [...looks.values()]
    .sort((one, other) => order.indexOf(one.name) - order.indexOf(other.name))
    .map((look): KeyItem => ({
      sign: look === closingLook ? gateBox({ x: 1, y: 0 }) : signShapes(look),
      words: look === closingLook ? "closes each motif, to C channels" : look.words,
    }));
  const carried = parts.find(({ data }) => data.motif !== undefined)?.data.motif;
  const motif = carried && motifLook(carried.level, carried.motif);
  const all = motif ? [...items, { sign: signShapes(motif), words: `a motif, here number ${motif.sign}` }] : items;
  const key = keyDrawing(all, WIDTH);
  const shapes = [...drawing.shapes, ...moveShapes(key.shapes, 0, drawing.height + 16)];
  return { ...drawing, height: drawing.height + 16 + key.height, shapes };
}

function partShapes({ data, depth, children, x0, y0, x1, y1 }: Part, context: PartContext): readonly Shape[] {
  const { form, of, whole } = context;
  const look = lookOfPart(data, context);
  const motif = data.motif && motifLook(data.motif.level, data.motif.motif);
  const fill = look === undefined ? (motif?.colour ?? GREYS[depth % GREYS.length]) : lighter(look.colour, 0.5);
  const [width, height] = [x1 - x0, y1 - y0];
  const tooltip: Tooltip = {
    title: data.path === "" ? data.name : data.path.replaceAll("/", ", "),
    ...(look === undefined ? {} : { operation: look.words }),
    parameters: `${grouped(data.parameterCount)} (${percentWords(data.parameterCount / whole.parameterCount)})`,
    "multiply-adds": `${grouped(data.multiplyAdds)} (${percentWords(data.multiplyAdds / whole.multiplyAdds)})`,
  };
  const isGate = look === closingLook;
  const box: Shape = {
    ...{ kind: "box", x: x0, y: y0, width, height, fill, tooltip },
    ...(isGate
      ? {
          stroke: look.lineColour,
          strokeWidth: 1.2,
          x: x0 + 0.6,
          y: y0 + 0.6,
          width: Math.max(0.1, width - 1.2),
          height: Math.max(0.1, height - 1.2),
        }
      : { stroke: look === undefined ? "#9A9A9A" : meanings.background, strokeWidth: look === undefined ? 0.8 : 0.6 }),
    ...(motif === undefined ? {} : { lights: motif.motif, lit: motif.motif }),
  };
  const share = percentWords(data[of] / whole[of]);
  const colour = isGate ? look.signColour : meanings.text;
  // A treemap names what has parts at its upper edge, an icicle names every part in its middle.
  const isHead = form === "treemap" && children !== undefined;
  const y = isHead ? y0 + 10.5 : (y0 + y1) / 2;
  const x = (x0 + x1) / 2;
  const line = { kind: "text", y, size: 11, align: "center", colour } as const;
  const fits = (text: string): boolean => textWidth(text, line.size, true) + 6 < width && height > 11.5;
  const isBold = look !== undefined || depth < 2;
  if (motif === undefined) {
    const options =
      look === undefined
        ? [`${data.name}: ${share}`, data.name, data.name.split(",")[0]]
        : [`${look.sign} ${share}`, look.sign];
    const words = options.find(fits);
    return [box, ...(words === undefined ? [] : [{ ...line, x, text: words, bold: isBold }])];
  }
  const edge = data.name.replace("edge ", "");
  if (!isHead && height > 11.5 && height <= 20) {
    const text = `motif ${motif.sign}, ${edge}: ${share}`;
    return [box, ...(textWidth(text, 11) + 6 < width ? [{ ...line, x, text }] : [])];
  }
  const words = [`${edge}: ${share}`, edge, ""].find(
    (text) => textWidth(text, 11) + 24 + (text === "" ? 4 : 12) < width && height > (isHead ? 12 : 20),
  );
  if (words === undefined) return [box];
  const left = x - (textWidth(words, 11) + 24 + (words === "" ? 0 : 6)) / 2;
  return [
    box,
    ...badge(motif, left, y),
    ...(words === "" ? [] : [{ ...line, x: left + 30, text: words, align: "left" as const }]),
  ];
}
