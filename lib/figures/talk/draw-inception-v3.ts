/** The whole Inception-v3: how complex networks had become by 2016. Deck, "Inception v3 model". */
import type { Figure } from "../output/figure.js";
import { colours, meanings } from "../output/theme.js";
import { type Drawing, moveShapes, type Shape } from "../architectures/drawing.js";
import { drawingFigure } from "../architectures/paint-drawing.js";
import { colourKey, talkType, words } from "./talk-parts.js";

type Kind = "one" | "three" | "five" | "long" | "pool" | "dense";

const look: Readonly<Record<Kind, { readonly colour: string; readonly words: string }>> = Object.freeze({
  one: { colour: colours.blue, words: "1×1 convolution" },
  three: { colour: colours.vermillion, words: "3×3 (or 1×3, 3×1)" },
  five: { colour: colours.purple, words: "5×5" },
  long: { colour: colours.orange, words: "1×7 or 7×1" },
  pool: { colour: colours.green, words: "pooling" },
  dense: { colour: colours.grey, words: "classifier" },
});

/** A module: branches side by side, each a row of operations; two operations in a list stand above each other. */
type Branch = readonly (Kind | readonly [Kind, Kind])[];

const a: readonly Branch[] = [["one"], ["one", "five"], ["one", "three", "three"], ["pool", "one"]];
const b: readonly Branch[] = [["three"], ["one", "three", "three"], ["pool"]];
const c: readonly Branch[] = [
  ["one"],
  ["one", "long", "long"],
  ["one", "long", "long", "long", "long"],
  ["pool", "one"],
];
const d: readonly Branch[] = [["one", "three"], ["one", "long", "long", "three"], ["pool"]];
const e: readonly Branch[] = [
  ["one"],
  ["one", ["three", "three"]],
  ["one", "three", ["three", "three"]],
  ["pool", "one"],
];

interface Part {
  readonly modules: readonly (readonly Branch[])[];
  readonly line: string;
  /** What it gives. */
  readonly shape: string;
}

const stem: readonly Branch[] = [["three", "three", "three", "pool", "one", "three", "pool"]];

/** From memory of Szegedy et al., 2016; the deck has only its picture. Auxiliary classifier left out. */
const parts: readonly Part[] = Object.freeze([
  { modules: [stem], line: "stem", shape: "35×35×192" },
  { modules: [a, a, a], line: "3 modules", shape: "35×35×288" },
  { modules: [b], line: "reduce", shape: "17×17×768" },
  { modules: [c, c, c, c], line: "4 modules", shape: "17×17×768" },
  { modules: [d], line: "reduce", shape: "8×8×1280" },
  { modules: [e, e], line: "2 modules", shape: "8×8×2048" },
  { modules: [[["pool", "dense"]]], line: "classes", shape: "1000" },
]);

const SIDE = 15;
const STEP = 18;
const LANE = 25;
const TALLEST = 4 * LANE;
const LEAST_GAP = 20;

/**
 * Inception-v3 in two rows, every operation a square: in each module branches run side by side and are joined at the bar
 * to the right. Deck, "Inception v3 model".
 */
export function drawInceptionV3(): Figure {
  const rows = [parts.slice(0, 3), parts.slice(3)];
  const width = Math.max(...rows.map((row) => rowOf(row, LEAST_GAP).width));
  const drawn = rows.map((row) => {
    const gaps = row.flatMap(({ modules }) => modules).length - 1;
    return rowOf(row, LEAST_GAP + (width - rowOf(row, LEAST_GAP).width) / gaps);
  });
  const height = TALLEST + 54;
  const key = colourKey(Object.values(look), width);
  const [middle, turn] = [TALLEST / 2, height + 4];
  // From the end of the first row to the beginning of the second.
  const turning = `M${width},${middle}h10V${turn}H-10V${height + 18 + middle}h10`;
  const shapes: Shape[] = [
    { kind: "line", stroke: meanings.quietText, strokeWidth: 1.2, x: 0, y: 0, path: turning },
    ...drawn[0].shapes,
    ...moveShapes(drawn[1].shapes, 0, height + 18),
    ...moveShapes(key.shapes, 0, 2 * height + 30),
  ];
  const count = parts.flatMap(({ modules }) => modules.flat(2)).flat().length;
  const modules = parts.reduce((sum, part) => sum + (part === parts[0] ? 0 : part.modules.length), 0) - 1;
  return drawingFigure(
    `Inception-v3: ${count} operations, ${modules} modules of 5 kinds, all designed by hand`,
    `Drawn from the paper's tables: ${parts.map(({ line, shape }) => `${line} to ${shape}`).join(", ")}.`,
    { width: width + 20, height: 2 * height + 30 + key.height, shapes: moveShapes(shapes, 10, 0) },
  );
}

/** Parts from left to right on one line, `gap` pixels between modules. */
function rowOf(row: readonly Part[], gap: number): Drawing {
  let x = 0;
  const shapes: Shape[] = [];
  const middle = TALLEST / 2;
  for (const { modules, line, shape } of row) {
    const start = x;
    for (const module of modules) {
      const drawing = moduleOf(module);
      if (x > 0) {
        const path = `M${x - gap},${middle}h${gap}`;
        shapes.push({ kind: "line", stroke: meanings.quietText, strokeWidth: 1.2, x: 0, y: 0, path });
      }
      shapes.push(...moveShapes(drawing.shapes, x, (TALLEST - drawing.height) / 2));
      x += drawing.width + gap;
    }
    const centre = (start + x - gap) / 2;
    const text = { align: "center", size: talkType.small } as const;
    shapes.push(words(centre, TALLEST + 18, line, { ...text, bold: true }));
    shapes.push(words(centre, TALLEST + 37, shape, { ...text, colour: meanings.quietText }));
  }
  return { width: x - gap, height: TALLEST + 46, shapes };
}

function moduleOf(branches: readonly Branch[]): Drawing {
  const longest = Math.max(...branches.map((branch) => branch.length));
  const width = longest * STEP + 12;
  const height = branches.length * LANE;
  const bar = { kind: "line", stroke: meanings.quietText, strokeWidth: 1.6 } as const;
  const shapes: Shape[] = [];
  branches.forEach((branch, index) => {
    const y = (index + 0.5) * LANE;
    shapes.push({ ...bar, x: 0, y, path: `M0,0L${width},0`, strokeWidth: 1.2 });
    branch.forEach((kinds, at) => {
      const both = typeof kinds === "string" ? [kinds] : kinds;
      const tall = both.length === 1 ? SIDE : (LANE - 5) / 2;
      both.forEach((kind, row) => {
        const top = both.length === 1 ? y - SIDE / 2 : y - tall - 0.5 + row * (tall + 1);
        shapes.push({
          ...{ kind: "box", x: 6 + at * STEP, y: top, width: SIDE, height: tall, radius: 3, fill: look[kind].colour },
          tooltip: { title: look[kind].words },
        });
      });
    });
  });
  const down = `M0,${LANE / 2}L0,${height - LANE / 2}`;
  if (branches.length > 1)
    shapes.push({ ...bar, x: 0, y: 0, path: down }, { ...bar, x: width, y: 0, path: down, strokeWidth: 3 });
  return { width, height, shapes };
}
