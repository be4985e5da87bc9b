/** Shapes with coordinates, and the Vega specification that paints them. */
import { createFigure } from "../output/create-figure.js";
import type { Figure, Json } from "../output/figure.js";
import { drawingConfig, meanings, sizes } from "../output/theme.js";

/** What a pointer resting on a shape is told: `title`, then one row a key. */
export type Tooltip = { readonly [key: string]: string | number };

/** A rectangle, also a circle (corner radius half of its size); `x`, `y` is its upper left corner. Pixels. */
export interface Box {
  readonly kind: "frame" | "box";
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly fill?: string;
  readonly stroke?: string;
  readonly strokeWidth?: number;
  readonly dash?: readonly number[];
  readonly radius?: number;
  readonly opacity?: number;
  readonly tooltip?: Tooltip;
  /** Drawn only while the drawing's `visible` holds for it. */
  readonly state?: Json;
  /** What a click on it gives to the drawing's signals, as `datum.click`. */
  readonly click?: Json;
}

/** A line or an area: SVG path text, drawn from `x`, `y`. */
export interface Line {
  readonly kind: "halo" | "line";
  readonly x: number;
  readonly y: number;
  readonly path: string;
  readonly fill?: string;
  readonly stroke?: string;
  readonly strokeWidth?: number;
  readonly dash?: readonly number[];
  readonly opacity?: number;
  readonly tooltip?: Tooltip;
  readonly state?: Json;
}

/** One line of text; `y` is its middle. */
export interface Text {
  readonly kind: "text";
  readonly x: number;
  readonly y: number;
  readonly text: string;
  readonly size: number;
  readonly align?: "left" | "center" | "right";
  readonly colour?: string;
  readonly bold?: boolean;
  readonly opacity?: number;
  readonly state?: Json;
}

/** One thing to paint. */
export type Shape = Box | Line | Text;

/** Shapes in an area whose upper left corner is 0, 0. */
export interface Drawing {
  readonly width: number;
  readonly height: number;
  readonly shapes: readonly Shape[];
  readonly controls?: DrawingControls;
}

/** What of a drawing answers to a person: Vega's signals, nothing outside the specification. */
export interface DrawingControls {
  /** Vega signals. */
  readonly signals: readonly { readonly [key: string]: Json }[];
  /** A Vega expression over the signals and `datum.state`; a shape with a state is drawn while it holds. */
  readonly visible: string;
}

/** A copy of `shapes` moved by (`byX`, `byY`) pixels. */
export function moveShapes(shapes: readonly Shape[], byX: number, byY: number): readonly Shape[] {
  return shapes.map((shape) => ({ ...shape, x: shape.x + byX, y: shape.y + byY }));
}

/** A drawing as an interactive figure: frames lie lowest, then halos, lines, boxes and texts. */
export function drawingFigure(
  title: string,
  description: string,
  { width, height, shapes, controls }: Drawing,
): Figure {
  const { data, marks } = drawingLayers(shapes, controls?.visible);
  return createFigure("vega", title, description, {
    $schema: "https://vega.github.io/schema/vega/v5.json",
    width: Math.ceil(width),
    height: Math.ceil(height),
    padding: sizes.padding,
    background: meanings.background,
    config: drawingConfig,
    title: { text: title, anchor: "start", frame: "group" },
    ...(controls ? { signals: controls.signals } : {}),
    data,
    marks,
  });
}

/** The data sets and marks that paint `shapes`; `visible` is as in {@link DrawingControls}. */
export function drawingLayers(
  shapes: readonly Shape[],
  visible?: string,
): { readonly data: readonly object[]; readonly marks: readonly object[] } {
  const kinds = ["frame", "halo", "line", "box", "text"] as const;
  const transform =
    visible === undefined ? {} : { transform: [{ type: "filter", expr: `!isValid(datum.state) || (${visible})` }] };
  return {
    data: kinds.map((kind) => ({
      name: kind,
      values: shapes.filter((shape) => shape.kind === kind).map(toDatum),
      ...transform,
    })),
    marks: kinds.map((kind) => markOf(kind, visible !== undefined)),
  };
}

const inUnits = (value: number): number => Math.round(value * 10) / 10;

function toDatum(shape: Shape): object {
  const { kind: _, ...rest } = shape;
  // A notebook of 500 drawings feels every value that says nothing.
  const numbers = Object.entries(rest)
    .filter(([key, value]) => key !== "opacity" || value !== 1)
    .map(([key, value]) => [key, typeof value === "number" && key !== "opacity" ? inUnits(value) : (value as unknown)]);
  const tooltip = shape.kind === "box" ? shape.tooltip : undefined;
  return { ...(Object.fromEntries(numbers) as object), ...(tooltip ? { words: wordsOf(tooltip) } : {}) };
}

/** A tooltip as one line, for screen readers. */
function wordsOf(tooltip: Tooltip): string {
  return Object.entries(tooltip)
    .map(([key, value]) => (key === "title" ? String(value) : `${key}: ${value}`))
    .join(", ");
}

const cursor = { cursor: { signal: "isValid(datum.click) ? 'pointer' : 'default'" } };

function markOf(kind: Shape["kind"], answers: boolean): object {
  const field = (name: string): object => ({ field: name });
  const place = { x: field("x"), y: field("y"), opacity: field("opacity") };
  const paint = {
    fill: field("fill"),
    stroke: field("stroke"),
    strokeDash: field("dash"),
    tooltip: field("tooltip"),
  };
  const from = { data: kind };
  if (kind === "text") {
    return {
      type: "text",
      from,
      interactive: false,
      aria: false,
      encode: {
        enter: {
          ...place,
          text: field("text"),
          fontSize: field("size"),
          fill: field("colour"),
          align: field("align"),
          fontWeight: { signal: "datum.bold ? 'bold' : 'normal'" },
          baseline: { value: "middle" },
        },
      },
    };
  }
  const hovering =
    kind === "line"
      ? { update: { strokeWidth: field("strokeWidth") }, hover: { strokeWidth: { signal: "datum.strokeWidth + 2" } } }
      : { update: { strokeWidth: field("strokeWidth") } };
  if (kind === "frame" || kind === "box") {
    const size = { width: field("width"), height: field("height"), cornerRadius: field("radius") };
    const words = { description: field("words") };
    return {
      type: "rect",
      from,
      interactive: kind === "box",
      encode: {
        enter: { ...place, ...size, ...paint, ...words, ...(answers ? cursor : {}) },
        ...hovering,
      },
    };
  }
  return {
    type: "path",
    from,
    interactive: kind === "line",
    // What a line says its box says too, and a reader should not hear it twice.
    aria: false,
    encode: { enter: { ...place, path: field("path"), ...paint }, ...hovering },
  };
}
