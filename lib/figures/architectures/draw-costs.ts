/** Where a network's parameters and multiply-adds are: treemap and icicle of its tree of costs. */
import { hierarchy, type HierarchyRectangularNode, partition, treemap, treemapSquarify } from "d3-hierarchy";
import type { Genotype } from "../../genotype/genotype.js";
import type { Primitive } from "../../genotype/primitive.js";
import { percentWords } from "../../input/quantity.js";
import { checkCost, type CostConfig, type CostKind, type CostPart, costTree } from "./cost-tree.js";
import type { Shape, Tooltip } from "./drawing.js";
import { drawingFigure } from "./paint-drawing.js";
import type { Figure } from "../output/figure.js";
import { grouped } from "../output/number-words.js";
import { operationId, operationIdWidth } from "./operation-id.js";
import { primitiveLook, readableOn } from "../output/operation-look.js";
import { textWidth } from "../output/text-width.js";
import { meanings } from "../output/theme.js";

const WIDTH = 900;
const TREEMAP_HEIGHT = 560;
const ICICLE_ROW = 34;
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
    .size([WIDTH, TREEMAP_HEIGHT])
    .paddingInner(1)
    .paddingOuter(({ depth }) => (depth === 0 ? 0 : 2))
    .paddingTop(({ depth, children }) => (children === undefined || depth === 0 ? 0 : 18))(
    sumOf(costTree(genotype, config), of),
  );
  return costFigure(genotype, config, root, TREEMAP_HEIGHT, "treemap");
}

/**
 * The network as an icicle: each row a depth of the tree, widths are parameters (or multiply-adds). Throws InputError
 * when the genotype has no network.
 */
export function drawIcicle(genotype: Genotype, config: CostConfig = {}): Figure {
  checkCost(config);
  const of = config.of ?? "parameterCount";
  const tree = sumOf(costTree(genotype, config), of);
  const height = (tree.height + 1) * ICICLE_ROW;
  const root = partition<CostPart>().size([WIDTH, height])(tree);
  return costFigure(genotype, config, root, height, "icicle");
}

/** The hierarchy of costs, without parts that cost nothing, since they take no room. */
function sumOf(tree: CostPart, of: CostKind): ReturnType<typeof hierarchy<CostPart>> {
  return hierarchy(tree, ({ children }) => children.filter((child) => child[of] > 0)).sum((part) =>
    part.children.some((child) => child[of] > 0) ? 0 : part[of],
  );
}

function costFigure(
  genotype: Genotype,
  config: CostConfig,
  root: Part,
  height: number,
  form: "treemap" | "icicle",
): Figure {
  const of = config.of ?? "parameterCount";
  const whole = root.data;
  const what = of === "parameterCount" ? "parameters" : "multiply-adds";
  const parts = root
    .descendants()
    .filter(({ depth, x1, x0, y1, y0 }) => (form === "icicle" || depth > 0) && x1 - x0 > 0.4 && y1 - y0 > 0.4);
  const shapes = parts.flatMap((part) =>
    partShapes(part, { genotype, primitives: config.primitives, form, of, whole }),
  );
  const largest = [...(root.children ?? [])].sort((one, other) => other.data[of] - one.data[of]);
  const shares = largest.map(({ data }) => `${data.name} ${percentWords(data[of] / whole[of])}`);
  const description = `${grouped(whole[of])} ${what} of the ${whole.name}: ${shares.join(", ")}.`;
  const title = config.title ?? `${grouped(whole[of])} ${what} of the ${whole.name} by part`;
  return drawingFigure(title, description, { width: WIDTH, height, shapes });
}

interface PartContext {
  readonly genotype: Genotype;
  readonly primitives?: readonly Primitive[];
  readonly form: "treemap" | "icicle";
  readonly of: CostKind;
  readonly whole: CostPart;
}

function partShapes({ data, depth, children, x0, y0, x1, y1 }: Part, context: PartContext): readonly Shape[] {
  const { genotype, primitives, form, of, whole } = context;
  const look =
    data.primitive === undefined ? undefined : primitiveLook(data.primitive, genotype.primitives, primitives);
  const fill = look?.colour ?? GREYS[depth % GREYS.length];
  const [width, height] = [x1 - x0, y1 - y0];
  const tooltip: Tooltip = {
    title: data.path === "" ? data.name : data.path.replaceAll("/", ", "),
    ...(look === undefined
      ? {}
      : { operation: data.name === "close" ? `${look.words} that closes the motif` : look.words }),
    parameters: `${grouped(data.parameterCount)} (${percentWords(data.parameterCount / whole.parameterCount)})`,
    "multiply-adds": `${grouped(data.multiplyAdds)} (${percentWords(data.multiplyAdds / whole.multiplyAdds)})`,
  };
  const box: Shape = {
    ...{ kind: "box", x: x0, y: y0, width, height, fill, tooltip },
    ...{ stroke: look === undefined ? "#9A9A9A" : meanings.background, strokeWidth: look === undefined ? 0.8 : 0.6 },
  };
  const share = percentWords(data[of] / whole[of]);
  const colour = readableOn(fill);
  // A treemap names what has parts at its upper edge, an icicle names every part in its middle.
  const isHead = form === "treemap" && children !== undefined;
  const y = isHead ? y0 + 9.5 : (y0 + y1) / 2;
  const x = (x0 + x1) / 2;
  const line = { kind: "text", y, size: isHead ? 10 : 11, align: "center", colour } as const;
  const fits = (text: string): boolean => textWidth(text, line.size, true) + 6 < width && height > 13;
  if (look !== undefined) {
    const words = [`${look.sign} ${share}`, look.sign].find(fits);
    return [box, ...(words === undefined ? [] : [{ ...line, x, text: words, bold: true }])];
  }
  const words = [`${data.name}: ${share}`, data.name, data.name.split(",")[0]].find(fits);
  if (data.motif === undefined)
    return [box, ...(words === undefined ? [] : [{ ...line, x, text: words, bold: depth < 2 }])];
  const { level, motif } = data.motif;
  const idWidth = operationIdWidth(motif, level, 11);
  const edge = data.name.replace("edge ", "");
  const withId = [`${edge}: ${share}`, edge, ""].find(
    (text) => textWidth(text, 10) + idWidth + (text === "" ? 3 : 10) < width && height > 13,
  );
  if (withId === undefined) return [box];
  const left = x - (textWidth(withId, 10) + idWidth + (withId === "" ? 0 : 5)) / 2;
  return [
    box,
    ...operationId(left + idWidth / 2, y, motif, level, { size: 11 }),
    ...(withId === "" ? [] : [{ ...line, size: 10, x: left + idWidth + 5, text: withId, align: "left" as const }]),
  ];
}
