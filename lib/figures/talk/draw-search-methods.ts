/** Ways to search for architectures and parameters, as a tree with their cost. Deck, "Architecture search". */
import * as v from "valibot";
import { checkCount } from "../../input/errors.js";
import { finiteNumber, oneOf, type Schema } from "../../input/schema.js";
import { amount, checkRows, text, yesOrNo } from "../output/check-input.js";
import type { Figure } from "../output/figure.js";
import { meanings } from "../output/theme.js";
import type { Shape } from "../architectures/drawing.js";
import { drawingFigure } from "../architectures/paint-drawing.js";
import { curveThrough } from "../architectures/edge-shapes.js";
import { talkType, words } from "./talk-parts.js";

/** A way to search. */
export interface SearchWay {
  readonly name: string;
  /** The deck's error on CIFAR-10 in percent; absent where the deck has none. */
  readonly error?: number;
  /** Days on one GPU, from memory of the papers; absent where no number is known. */
  readonly gpuDays?: number;
  /** Whether it is the talk's. */
  readonly isPapers?: boolean;
}

/** A branch of the tree. */
export interface SearchBranch {
  readonly what: "Architecture search" | "Parameter search";
  readonly name: string;
  readonly ways: readonly SearchWay[];
}

/** The deck's methods with the cost of some, in days on one GPU; costs are from memory of the papers, not in the deck. */
export const searchWays: readonly SearchBranch[] = Object.freeze([
  { what: "Architecture search", name: "MCTS", ways: [{ name: "DeepArchitect, 2017" }] },
  {
    what: "Architecture search",
    name: "Reinforcement learning",
    ways: [
      { name: "NAS v3, 2016", error: 3.65, gpuDays: 22_400 },
      { name: "NASNet-A, 2017", error: 3.41, gpuDays: 2_000 },
      { name: "MetaQNN, 2016", error: 6.92, gpuDays: 100 },
      { name: "Block-QNN-A, 2017", error: 3.6, gpuDays: 96 },
    ],
  },
  {
    what: "Architecture search",
    name: "Evolution",
    ways: [
      { name: "Large-scale Evolution, 2017", error: 5.4, gpuDays: 2_600 },
      { name: "Genetic CNN, 2017", error: 7.1, gpuDays: 17 },
      { name: "Hierarchical, 2018", error: 3.75, gpuDays: 300, isPapers: true },
    ],
  },
  { what: "Parameter search", name: "Grid", ways: [{ name: "every combination" }] },
  { what: "Parameter search", name: "Random", ways: [{ name: "Bergstra & Bengio, 2012" }] },
]);

const way: Schema<SearchWay> = v.object({
  name: text,
  error: v.optional(amount),
  gpuDays: v.optional(finiteNumber(1)),
  isPapers: v.optional(yesOrNo),
});
const schema: Schema<SearchBranch> = v.object({
  what: oneOf(["Architecture search", "Parameter search"]),
  name: text,
  ways: v.pipe(v.array(way), v.minLength(1, "must have at least one way")),
});

const ROW = 28;
const BRANCH = 205;
const LEAF = 425;
const BAR = 640;
const WIDTH = 880;

/**
 * The deck's two kinds of search with their methods, and beside each what it cost in GPU-days (bars, on a log scale) and
 * the deck's error on CIFAR-10. Deck, "Architecture search" and "Parameter search". Throws InputError for anything but
 * branches with ways.
 */
export function drawSearchMethods(branches: readonly SearchBranch[] = searchWays): Figure {
  checkRows("drawSearchMethods", branches, schema);
  checkCount("drawSearchMethods: branches", branches.length);
  const head = 34;
  const shapes: Shape[] = [
    words(BAR, 8, "GPU-days, log scale", { size: talkType.small, colour: meanings.quietText }),
    words(WIDTH, 8, "CIFAR-10 error", { size: talkType.small, align: "right", colour: meanings.quietText }),
  ];
  const most = Math.max(...branches.flatMap(({ ways }) => ways.map(({ gpuDays = 1 }) => gpuDays)));
  let y = head;
  const roots = new Map<SearchBranch["what"], number[]>();
  for (const { what, name, ways } of branches) {
    const rows = ways.map((_, index) => y + (index + 0.5) * ROW);
    const middle = (rows[0] + rows[rows.length - 1]) / 2;
    roots.set(what, [...(roots.get(what) ?? []), middle]);
    shapes.push(...box(BRANCH, middle, 172, name, false));
    ways.forEach((way, index) => {
      shapes.push(join(BRANCH + 172, middle, LEAF - 8, rows[index]));
      shapes.push(...wayShapes(way, rows[index], most));
    });
    y += ways.length * ROW + 12;
  }
  for (const [what, middles] of roots) {
    const middle = (middles[0] + middles[middles.length - 1]) / 2;
    shapes.push(...box(0, middle, 170, what, true), ...middles.map((at) => join(170, middle, BRANCH, at)));
  }
  const said = branches.flatMap(({ name, ways }) =>
    ways.map((way) => `${name}: ${way.name}${way.gpuDays === undefined ? "" : `, about ${way.gpuDays} GPU-days`}`),
  );
  const description = `${said.join("; ")}. Costs are from memory of the papers, errors on CIFAR-10 are the deck's.`;
  return drawingFigure("Ways to search", description, { width: WIDTH, height: y, shapes });
}

function wayShapes({ name, error, gpuDays, isPapers = false }: SearchWay, y: number, most: number): readonly Shape[] {
  const colour = isPapers ? meanings.published : meanings.text;
  const reach = gpuDays === undefined ? 0 : (Math.log10(gpuDays) / Math.max(1, Math.log10(most))) * 110;
  return [
    words(LEAF, y, name, { size: talkType.small, bold: isPapers, colour }),
    ...(gpuDays === undefined
      ? []
      : ([
          {
            ...{ kind: "box", x: BAR, y: y - 8, width: reach, height: 16, radius: 2 },
            ...{ fill: isPapers ? meanings.published : meanings.frame, tooltip: { title: name, "GPU-days": gpuDays } },
          },
          words(BAR + reach + 7, y, gpuDays.toLocaleString("en-US"), { size: talkType.small, colour }),
        ] satisfies readonly Shape[])),
    ...(error === undefined
      ? []
      : [words(WIDTH, y, `${error.toFixed(2)} %`, { size: talkType.small, align: "right", colour, bold: isPapers })]),
  ];
}

function box(x: number, y: number, width: number, name: string, isRoot: boolean): readonly Shape[] {
  return [
    {
      ...{ kind: "box", x, y: y - 16, width, height: 32, radius: 6, stroke: meanings.text, strokeWidth: 1.5 },
      fill: isRoot ? meanings.text : meanings.node,
    },
    words(x + width / 2, y, name, {
      ...{ align: "center", bold: true, size: isRoot ? talkType.text : talkType.small },
      colour: isRoot ? meanings.node : meanings.text,
    }),
  ];
}

function join(fromX: number, fromY: number, toX: number, toY: number): Shape {
  const path = curveThrough([
    { x: fromX, y: fromY },
    { x: toX, y: toY },
  ]);
  return { kind: "line", x: 0, y: 0, path, stroke: meanings.quietText, strokeWidth: 1.6 };
}
