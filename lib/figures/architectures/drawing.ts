/** A drawing: shapes with coordinates. */
import type { Json } from "../output/figure.js";
import { meanings } from "../output/theme.js";

/** A shape's tooltip: `title`, then one row per key. */
export type Tooltip = { readonly [key: string]: string | number };

/** A rectangle, or a circle (corner radius half of its size); `x`, `y` is its upper left corner. Pixels. */
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
  /** If given, it is drawn only while the drawing's `visible` holds for it. */
  readonly state?: Json;
  /** What a click on it passes to the drawing's signals, as `datum.click`. */
  readonly click?: Json;
  /** The motif that a hover over it lights, for example `2.3`. */
  readonly lights?: string;
  /** The motif with which it is lit. */
  readonly lit?: string;
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
  readonly lights?: string;
  readonly lit?: string;
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

/** The interactive part of a drawing: Vega signals, nothing outside the specification. */
export interface DrawingControls {
  /** Vega signals. */
  readonly signals: readonly { readonly [key: string]: Json }[];
  /** A Vega expression over the signals and `datum.state`; a shape with a state is drawn while it holds. */
  readonly visible: string;
}

/** A frame around an area whose upper left corner is 0, 0. */
export function frameOf({ width, height }: Pick<Drawing, "width" | "height">): Box {
  return {
    ...{ kind: "frame", x: 0, y: 0, width, height, radius: 6 },
    ...{ fill: meanings.background, stroke: meanings.frame, strokeWidth: 1 },
  };
}

/** A copy of `shapes` moved by (`byX`, `byY`) pixels. */
export function moveShapes(shapes: readonly Shape[], byX: number, byY: number): readonly Shape[] {
  return shapes.map((shape) => ({ ...shape, x: shape.x + byX, y: shape.y + byY }));
}

/** `shapes` of a motif's panel: a hover over any of them that does not light another motif lights this one. */
export function lightingMotif(shapes: readonly Shape[], motif: string): readonly Shape[] {
  return shapes.map((shape) =>
    shape.kind === "text" || shape.lights !== undefined ? shape : { ...shape, lights: motif },
  );
}
