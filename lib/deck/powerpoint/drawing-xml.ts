/** A drawing as native shapes: boxes with their texts, edges as connectors glued to them, everything else as paths. */
import type { Box, Drawing, Line, Shape, Text } from "../../figures/architectures/drawing.js";
import { moveShapes } from "../../figures/architectures/drawing.js";
import { scaleDrawing } from "../../figures/architectures/scale-drawing.js";
import { textWidth } from "../../figures/output/text-width.js";
import type { Json } from "../../figures/output/figure.js";
import { meanings } from "../../figures/output/theme.js";
import type { Area } from "../layout/slide-size.js";
import { type JoinedLine, joinLine, type Joint, pointOf, type Side } from "./find-joins.js";
import { parsePath } from "./path.js";
import {
  boxXml,
  connectorXml,
  freeformXml,
  type Glue,
  groupXml,
  labelXml,
  type ShapeHead,
  type ShapeRun,
} from "./shape-xml.js";

/** A line of text as runs, with its middle. */
interface Words {
  readonly runs: readonly ShapeRun[];
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly align: "left" | "center" | "right";
  /** The step from which on it is there. */
  readonly state?: Json;
}

/** A drawing's XML, with the ids of the groups that its steps add. */
export interface DrawnShapes {
  readonly xml: string;
  readonly steps: readonly number[];
}

/** Where a drawing stands on its slide, and in how many steps it comes. */
export interface DrawingPlace {
  readonly area: Area;
  readonly scale: number;
  /** The room around the drawing, in its own pixels. */
  readonly padding: number;
  readonly steps: number;
}

/** A drawing as a group of shapes, and one more for each step; `nextId` gives each shape its id. */
export function drawingXml(
  drawing: Drawing,
  { name, words }: Omit<ShapeHead, "id">,
  { area, scale, padding, steps }: DrawingPlace,
  nextId: () => number,
): DrawnShapes {
  const scaled = scaleDrawing({ ...drawing, controls: undefined }, scale);
  const shapes = moveShapes(scaled.shapes, area.x + padding * scale, area.y + padding * scale);
  const boxes = shapes.filter((shape): shape is Box => shape.kind === "box");
  const frames = shapes.filter((shape): shape is Box => shape.kind === "frame");
  const lines = shapes.filter((shape): shape is Line => shape.kind === "line" || shape.kind === "halo");
  const fills = lines.filter(({ fill }) => fill !== undefined);
  const joined = new Map<Line, JoinedLine>();
  for (const line of lines) {
    const found = joinLine(line, boxes, fills);
    if (found !== undefined) joined.set(line, found);
  }
  const arrows = new Set([...joined.values()].map(({ arrow }) => arrow));
  const groups = Array.from({ length: steps + 1 }, (_, step): ShapeHead => ({
    id: nextId(),
    name: step === 0 ? name : `${name}, step ${step}`,
    words: step === 0 ? words : "",
  }));
  const ids = new Map(boxes.map((box) => [box, nextId()]));
  const texts = wordsOf(shapes.filter((shape): shape is Text => shape.kind === "text"));
  const inside = new Map<Box, Words>();
  for (const text of texts) {
    const box = boxes.filter((each) => !inside.has(each) && isIn(text, each)).at(-1);
    if (box !== undefined) inside.set(box, text);
  }
  const taken = new Set(inside.values());
  const head = (label: string): ShapeHead => ({ id: nextId(), name: label });
  const written = [
    ...frames.map((frame) => ({ shape: frame, xml: boxXml(head("frame"), frame, frame, []) })),
    ...lines.filter((line) => !arrows.has(line)).map((line) => ({ shape: line, xml: lineXmlOf(line) })),
    ...boxes.map((box) => {
      const { title, ...rest } = box.tooltip ?? {};
      const told = Object.entries(rest).map(([key, value]) => `${key}: ${value}`);
      const label = { id: ids.get(box) ?? 0, name: String(title ?? "box"), words: told.join(", ") };
      return { shape: box, xml: boxXml(label, box, box, inside.get(box)?.runs ?? []) };
    }),
    ...texts.filter((text) => !taken.has(text)).map((text) => ({ shape: text, xml: textXmlOf(text) })),
  ];
  const stepOf = ({ state }: { readonly state?: Json }): number =>
    typeof state === "number" ? Math.min(state, steps) : 0;
  const xml = groups.map((group, step) => {
    const own = written.filter(({ shape }) => stepOf(shape) === step);
    return own.length === 0 ? "" : groupXml(group, area, own.map((each) => each.xml).join(""));
  });
  return { xml: xml.join(""), steps: groups.slice(1).flatMap(({ id }, index) => (xml[index + 1] === "" ? [] : [id])) };

  function lineXmlOf(line: Line): string {
    const join = joined.get(line);
    if (join === undefined) return freeformXml(head("line"), parsePath(line.path, line.x, line.y), line);
    return join.stretches
      .map(({ from, to, turn }, index) => {
        const isLast = index === join.stretches.length - 1;
        const glue = (joint: Joint): Glue => glueOf(joint, ids.get(joint.box) ?? 0);
        const hasArrow = isLast && join.arrow !== undefined && line.kind === "line";
        return connectorXml(head("edge"), [glue(from), glue(to)], line, { hasArrow, turn });
      })
      .join("");
  }

  function textXmlOf(text: Words): string {
    const size = Math.max(...text.runs.map((run) => run.size));
    // Wider than measured, since another program's font may be.
    const width = text.width * 1.06 + 4;
    const left = { left: text.x, center: text.x - width / 2, right: text.x - width }[text.align];
    return labelXml(
      head("text"),
      { x: left, y: text.y - 0.65 * size, width, height: 1.3 * size },
      text.runs,
      text.align,
    );
  }
}

/** The numbers of the connection sites of a circle and of a rectangle, as PowerPoint counts them. */
const CIRCLE: Readonly<Record<Side, number>> = { top: 0, left: 2, bottom: 4, right: 6 };
const RECTANGLE: Readonly<Record<Side, number>> = { top: 0, left: 1, bottom: 2, right: 3 };

function glueOf(joint: Joint, id: number): Glue {
  const { width, height, radius = 0 } = joint.box;
  const isCircle = radius >= Math.min(width, height) / 2 - 0.5 && Math.abs(width - height) < 1;
  return { id, site: (isCircle ? CIRCLE : RECTANGLE)[joint.side], ...pointOf(joint) };
}

/** Whether a text stands in the middle of a box. */
function isIn({ x, y, align, width }: Words, box: Box): boolean {
  const centre = align === "center" ? x : align === "left" ? x + width / 2 : x - width / 2;
  const [cx, cy] = [box.x + box.width / 2, box.y + box.height / 2];
  return Math.abs(centre - cx) < 4 && Math.abs(y - cy) < 4 && width < box.width + 4;
}

/** Texts as lines; an operation's id, which is drawn as three texts, as one with its indices raised and lowered. */
function wordsOf(texts: readonly Text[]): readonly Words[] {
  const lines: Words[] = [];
  for (let index = 0; index < texts.length; index++) {
    const text = texts[index];
    const [below, above] = [texts.at(index + 1), texts.at(index + 2)];
    const isId =
      text.text === "o" &&
      text.bold === true &&
      below !== undefined &&
      above !== undefined &&
      /^\(\d+\)$/.test(above.text) &&
      below.size < text.size;
    if (isId) {
      const right = Math.max(...[below, above].map((each) => each.x + textWidth(each.text, each.size)));
      const index1 = { ...runOf(below), size: text.size, raised: -25 };
      const index2 = { ...runOf(above), size: text.size, raised: 30 };
      const width = right - text.x;
      lines.push({
        runs: [runOf(text), index1, index2],
        x: text.x + width / 2,
        y: text.y,
        width,
        align: "center",
        state: text.state,
      });
      index += 2;
    } else {
      const width = textWidth(text.text, text.size, text.bold);
      lines.push({ runs: [runOf(text)], x: text.x, y: text.y, width, align: text.align ?? "left", state: text.state });
    }
  }
  return lines;
}

function runOf({ text, size, bold, colour, opacity }: Text): ShapeRun {
  return { text, size, bold, colour: colour ?? meanings.text, opacity };
}

/** Whether all of a drawing can be shapes: what a click opens cannot. */
export function isNative({ shapes, controls }: Drawing): boolean {
  return (
    controls === undefined ||
    shapes.every((shape: Shape) => shape.state === undefined || typeof shape.state === "number")
  );
}
