/** What a cell is made of, level by level: its edges, their motifs, their operations. Paper, section 2.2. */
import { sum } from "d3-array";
import type { Genotype } from "../../genotype/genotype.js";
import { counted } from "../../input/quantity.js";
import type { Figure } from "../output/figure.js";
import { closingLook, motifLook, type OperationLook } from "../output/operation-look.js";
import { textWidth } from "../output/text-width.js";
import { meanings } from "../output/theme.js";
import { type AnnotatedGenotype, annotateGenotype, type AnnotatedMotif } from "./annotate-genotype.js";
import { checkDrawing, type DrawingConfig } from "./drawing-config.js";
import { withNote } from "./drawing-limit.js";
import { DRAWING_WIDTH } from "./drawing-width.js";
import type { Drawing, Shape, Tooltip } from "./drawing.js";
import { drawingFigure } from "./paint-drawing.js";

/** Pixels for all operations together, and between two parts. */
const HEIGHT = 330;
const GAP = 16;
const BAR = 13;
const LEAST = 2;

/** One part in a column: the cell, a motif, a primitive, or the gate. */
interface Part {
  readonly id: string;
  readonly column: number;
  readonly look: OperationLook;
  readonly words: string;
  /** In grey after the words. */
  readonly note?: string;
  /** Operations of one cell that it stands for, those in it included. */
  readonly size: number;
  readonly tooltip: Tooltip;
}

interface Flow {
  readonly from: string;
  readonly to: string;
  readonly size: number;
}

/**
 * The operations of one cell as bands: from the cell to the motifs that its edges carry, and from these to primitives
 * and to the 1×1 convolutions that close motifs; a band is as wide as the operations in it are many. Paper, section 2.2.
 */
export function drawTree(genotype: Genotype, config: DrawingConfig = {}): Figure {
  checkDrawing(config);
  const annotated = annotateGenotype(genotype, { ...config, measured: false });
  const { parts, flows } = partsOf(annotated);
  const total = parts[0].size;
  const operations = parts.filter(({ column }) => column === annotated.levelCount - 1);
  const listed = operations
    .map(({ words, look }) => (look === closingLook ? `${words} that close motifs` : words))
    .join(", ");
  const lost = lostWords(annotated);
  if (total === 0) {
    const note = "no path leads from the cell's source to its sink: there is no operation in the network";
    return drawingFigure(
      config.title ?? "A cell without a network",
      `${note}.`,
      withNote({ width: 0, height: 0, shapes: [] }, note),
    );
  }
  const drawing = bands(parts, flows, annotated.levelCount);
  const closing = operations.find(({ look }) => look === closingLook)?.size ?? 0;
  const closes = closing === 0 ? "" : `, ${closing} of them ${closing === 1 ? "closes a motif" : "close motifs"}`;
  const title = config.title ?? `One cell: ${counted(total, "operation")}${closes}`;
  const description = `From the cell through its motifs to its operations: ${listed}${lost === "" ? "" : `; ${lost}`}.`;
  return drawingFigure(title, description, lost === "" ? drawing : withNote(drawing, lost));
}

function partsOf({ levels, levelCount, cell, primitives }: AnnotatedGenotype): {
  readonly parts: readonly Part[];
  readonly flows: readonly Flow[];
} {
  // Operations in one use of each motif, the one that closes it included, from the lowest level up.
  const inside: number[][] = [primitives.map(() => 1)];
  levels.forEach((motifs, index) =>
    inside.push(
      motifs.map(
        (motif) => sum(liveEdges(motif), ({ operation }) => inside[index][operation - 1]) + (motif.isCell ? 0 : 1),
      ),
    ),
  );
  // Uses in one cell, from the cell down.
  const uses: number[][] = levels.map((motifs) => motifs.map(() => 0));
  uses[levels.length - 1] = [1];
  const flows: Flow[] = [];
  const primitiveUses = primitives.map(() => 0);
  let gates = 0;
  for (let index = levels.length - 1; index >= 0; index--) {
    levels[index].forEach((motif, at) => {
      const times = uses[index][at];
      if (times === 0 || inside[index + 1][at] === 0) return;
      const below = index === 0 ? primitiveUses : uses[index - 1];
      const counts = new Map<number, number>();
      for (const { operation } of liveEdges(motif)) counts.set(operation, (counts.get(operation) ?? 0) + 1);
      for (const [operation, count] of [...counts].sort(([one], [other]) => one - other)) {
        below[operation - 1] += times * count;
        flows.push({
          ...{ from: idOf(index + 2, at + 1), to: idOf(index + 1, operation) },
          size: times * count * inside[index][operation - 1],
        });
      }
      if (motif.isCell) return;
      gates += times;
      flows.push({ from: idOf(index + 2, at + 1), to: GATE, size: times });
    });
  }
  const last = levelCount - 1;
  const parts = levels.flatMap((motifs, index) =>
    motifs.flatMap((motif, at): readonly Part[] => {
      const [times, each] = [uses[index][at], inside[index + 1][at]];
      if (times === 0) return [];
      const words = motif.isCell ? `cell: ${counted(each, "operation")}` : `${times}× motif ${motif.motif}`;
      const tooltip = { title: motif.name, uses: times, "operations in each": each };
      const look = motif.isCell ? cellLook : motifLook(motif.level, motif.motif);
      return [{ id: idOf(index + 2, at + 1), column: last - index - 1, look, words, size: times * each, tooltip }];
    }),
  );
  const leaf = (id: string, look: OperationLook, size: number): readonly Part[] =>
    size === 0
      ? []
      : [
          {
            ...{ id, column: last, look, size, words: `${size}× ${look.sign}` },
            note: noteOf(look),
            tooltip: { title: look.words, operations: size },
          },
        ];
  return {
    parts: [
      ...parts.filter(({ id }) => id === idOf(cell.level, 1)),
      ...parts.filter(({ id }) => id !== idOf(cell.level, 1)),
      ...primitives.flatMap((look, index) => leaf(idOf(1, index + 1), look, primitiveUses[index])),
      ...leaf(GATE, closingLook, gates),
    ],
    flows,
  };
}

/** What a sign stands for, unless it says that itself. */
function noteOf({ sign, words }: OperationLook): string {
  return words === sign ? "" : words.replace(/ of C channels/, "");
}

const GATE = "gate";
const idOf = (level: number, number: number): string => `${level}.${number}`;
const liveEdges = ({ edges }: AnnotatedMotif): AnnotatedMotif["edges"] => edges.filter(({ isLive }) => isLive);

const cellLook: OperationLook = {
  ...{ name: "cell", sign: "", words: "cell", colour: meanings.motif },
  ...{ lineColour: meanings.motif, signColour: meanings.background },
};

/** What the genotype has and the network has not, in words. */
function lostWords({ levels }: AnnotatedGenotype): string {
  const motifs = levels.flat().filter(({ used, isCell }) => !used && !isCell);
  const dead = sum(levels.flat(), ({ used, edges }) => (used ? edges.filter(({ isLive }) => !isLive).length : 0));
  const withLevel = levels.length > 2;
  const names = motifs.map(({ level, motif }) => (withLevel ? `${motif} of level ${level}` : String(motif)));
  const said = [
    ...(names.length === 0 ? [] : [`${names.length === 1 ? "motif" : "motifs"} ${names.join(", ")}`]),
    ...(dead === 0 ? [] : [counted(dead, "edge")]),
  ];
  return said.length === 0 ? "" : `not in the network: ${said.join("; ")}`;
}

function bands(parts: readonly Part[], flows: readonly Flow[], columnCount: number): Drawing {
  const total = parts[0].size;
  const columns = Array.from({ length: columnCount }, (_, column) => parts.filter((part) => part.column === column));
  const most = Math.max(...columns.map(({ length }) => length));
  const unit = Math.max(HEIGHT, most * 14) / total;
  const tall = ({ size }: { readonly size: number }): number => Math.max(LEAST, size * unit);
  const room = (column: readonly Part[]): number => sum(column, tall) + GAP * (column.length - 1);
  const height = Math.max(...columns.map(room));
  const labels = Math.max(...columns[columnCount - 1].map((part) => labelWidth(part))) + 8;
  const pitch = (DRAWING_WIDTH - labels - BAR) / (columnCount - 1);
  const tops = new Map<string, number>();
  const shapes: Shape[] = [];
  for (const [index, column] of columns.entries()) {
    let y = (height - room(column)) / 2;
    for (const part of column) {
      tops.set(part.id, y);
      shapes.push(...partShapes(part, index * pitch, y, tall(part)));
      y += tall(part) + GAP;
    }
  }
  const [left, right] = [new Map(tops), new Map(tops)];
  const byId = new Map(parts.map((part) => [part.id, part]));
  const ribbons = flows.map(({ from, to, size }): Shape => {
    const [source, target] = [byId.get(from) as Part, byId.get(to) as Part];
    const [y0, y1] = [left.get(from) as number, right.get(to) as number];
    left.set(from, y0 + size * unit);
    right.set(to, y1 + size * unit);
    const [x0, x1] = [source.column * pitch + BAR, target.column * pitch];
    return ribbon([x0, y0], [x1, y1], Math.max(1, size * unit), target.look);
  });
  return { width: DRAWING_WIDTH, height: height + 8, shapes: [...ribbons, ...shapes] };
}

/** A band between two bars, in the colour of what it leads to. */
function ribbon(
  [x0, y0]: readonly [number, number],
  [x1, y1]: readonly [number, number],
  wide: number,
  { colour, lineColour, motif }: OperationLook,
): Shape {
  const [middle, n] = [(x0 + x1) / 2, (value: number): string => String(Math.round(value * 10) / 10)];
  const path =
    `M${n(x0)},${n(y0)}C${n(middle)},${n(y0)} ${n(middle)},${n(y1)} ${n(x1)},${n(y1)}` +
    `L${n(x1)},${n(y1 + wide)}C${n(middle)},${n(y1 + wide)} ${n(middle)},${n(y0 + wide)} ${n(x0)},${n(y0 + wide)}Z`;
  const isHollow = colour === closingLook.colour;
  const opacity = motif === undefined ? 0.42 : 0.75;
  return {
    ...{ kind: "line", x: 0, y: 0, path, fill: isHollow ? lineColour : colour, opacity: isHollow ? 0.16 : opacity },
    ...{ strokeWidth: 0, ...(motif === undefined ? {} : { lights: motif, lit: motif }) },
  };
}

function partShapes({ look, words, note, tooltip }: Part, x: number, y: number, height: number): readonly Shape[] {
  const { colour: fill, lineColour: stroke, motif } = look;
  const middle = y + height / 2;
  const text = {
    kind: "text",
    y: middle,
    text: words,
    size: 12,
    bold: true,
    align: "left",
    colour: meanings.text,
  } as const;
  return [
    {
      ...{ kind: "box", x, y, width: BAR, height, radius: 2, fill, stroke, strokeWidth: 1.4, tooltip },
      ...(motif === undefined ? {} : { lights: motif, lit: motif }),
    },
    // Bands leave from what is not in the last column, so its words need a ground of their own.
    ...(note !== undefined
      ? []
      : [
          {
            ...{ kind: "box", x: x + BAR + 4, y: middle - 9, width: textWidth(words, 12, true) + 9, height: 18 },
            ...{ radius: 4, fill: meanings.background, opacity: 0.85 },
          } satisfies Shape,
        ]),
    { ...text, x: x + BAR + 8 },
    ...(note === undefined
      ? []
      : [
          {
            ...text,
            bold: false,
            x: x + BAR + 14 + textWidth(words, 12, true),
            text: note,
            colour: meanings.quietText,
          },
        ]),
  ];
}

const labelWidth = ({ words, note = "" }: Part): number => textWidth(words, 12, true) + 6 + textWidth(note, 12);
