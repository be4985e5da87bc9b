/** The Vega specification that paints a drawing. */
import { createFigure } from "../output/create-figure.js";
import type { Figure, Json } from "../output/figure.js";
import { drawingConfig, meanings, sizes } from "../output/theme.js";
import { titleLines } from "./drawing-width.js";
import type { Drawing, Shape, Tooltip } from "./drawing.js";

/** The drawings behind figures, for programs that have shapes of their own. */
const drawn = new WeakMap<Figure, Drawing>();

/** The shapes that a figure paints; undefined for what is no drawing. */
export function drawingOf(figure: Figure): Drawing | undefined {
  return drawn.get(figure);
}

/** A drawing as an interactive figure: frames at the bottom, then halos, lines, boxes and texts. */
export function drawingFigure(title: string, description: string, drawing: Drawing): Figure {
  const { width, height, shapes, controls } = drawing;
  const { data, marks, signals } = drawingLayers(shapes, controls?.visible);
  const all = [...(controls?.signals ?? []), ...signals];
  const figure = createFigure("vega", title, description, {
    $schema: "https://vega.github.io/schema/vega/v5.json",
    width: Math.ceil(width),
    height: Math.ceil(height),
    padding: sizes.padding,
    background: meanings.background,
    config: drawingConfig,
    title: { text: titleLines(title), anchor: "start", frame: "group" },
    ...(all.length === 0 ? {} : { signals: all }),
    data,
    marks,
  });
  drawn.set(figure, drawing);
  return figure;
}

/** Parts of a Vega specification. */
export interface DrawingLayers {
  readonly data: readonly object[];
  readonly marks: readonly object[];
  /** What a hover needs; empty for a drawing without motifs. */
  readonly signals: readonly { readonly [key: string]: Json }[];
}

/**
 * The data sets, marks and signals that paint `shapes`; `visible` is as in `DrawingControls`. A hover over a shape that
 * lights a motif (its signal `lit`) puts a halo behind every shape that is lit with it.
 */
export function drawingLayers(shapes: readonly Shape[], visible?: string): DrawingLayers {
  const kinds = ["frame", "halo", "line", "box", "text"] as const;
  const glows = shapes.flatMap(glowOf);
  const conditions = [
    ...(visible === undefined ? [] : [`(!isValid(datum.state) || (${visible}))`]),
    ...(glows.length === 0 ? [] : ["(!isValid(datum.glow) || datum.glow === lit)"]),
  ];
  const transformOf = (kind: Shape["kind"]): object => {
    const own = kind === "halo" ? conditions : visible === undefined ? [] : conditions.slice(0, 1);
    return own.length === 0 ? {} : { transform: [{ type: "filter", expr: own.join(" && ") }] };
  };
  return {
    data: kinds.map((kind) => ({
      name: kind,
      values: [...(kind === "halo" ? glows : []), ...shapes.filter((shape) => shape.kind === kind).map(toDatum)],
      ...transformOf(kind),
    })),
    marks: kinds.map((kind) => markOf(kind, visible !== undefined, glows.length > 0)),
    signals: glows.length === 0 ? [] : [litSignal],
  };
}

const LIGHTING = ["rect", "path"];

const litSignal: { readonly [key: string]: Json } = {
  name: "lit",
  value: "",
  on: [
    {
      events: LIGHTING.map((mark) => `${mark}:mouseover`).join(", "),
      update: "isValid(datum) && isValid(datum.lights) ? datum.lights : ''",
    },
    { events: LIGHTING.map((mark) => `${mark}:mouseout`).join(", "), update: "''" },
  ],
};

/** How far a halo reaches around what is lit, in pixels. */
const GLOW = 4;

/** The halo of a shape that is lit with a motif; a hover alone shows it. */
function glowOf(shape: Shape): readonly object[] {
  if (shape.kind === "text" || shape.lit === undefined) return [];
  const shared = { glow: shape.lit, ...(shape.state === undefined ? {} : { state: shape.state }) };
  const stroke = meanings.marked;
  if ("path" in shape) {
    const { x, y, path } = shape;
    return [{ ...shared, x: inUnits(x), y: inUnits(y), path, stroke, strokeWidth: 2 * GLOW + 2 }];
  }
  const { x, y, width, height } = shape;
  const rectangle = `M0,0H${inUnits(width)}V${inUnits(height)}H0Z`;
  return [{ ...shared, x: inUnits(x), y: inUnits(y), path: rectangle, stroke, strokeWidth: 2 * GLOW }];
}

const inUnits = (value: number): number => Math.round(value * 10) / 10;

function toDatum(shape: Shape): object {
  const datum: { [key: string]: unknown } = {};
  for (const [key, value] of Object.entries(shape) as [string, unknown][]) {
    // Default values are left out, which a notebook of 500 drawings notices.
    if (key === "kind" || key === "lit" || (key === "opacity" && value === 1)) continue;
    datum[key] = typeof value === "number" && key !== "opacity" ? inUnits(value) : value;
  }
  if (shape.kind === "box" && shape.tooltip !== undefined) datum.words = wordsOf(shape.tooltip);
  return datum;
}

/** A tooltip as one line, for screen readers. */
function wordsOf(tooltip: Tooltip): string {
  return Object.entries(tooltip)
    .map(([key, value]) => (key === "title" ? String(value) : `${key}: ${value}`))
    .join(", ");
}

const cursor = { cursor: { signal: "isValid(datum.click) ? 'pointer' : 'default'" } };

/** Without it a path would take room for mitres that it does not have. */
const round = { strokeJoin: { value: "round" } };

function markOf(kind: Shape["kind"], answers: boolean, lights: boolean): object {
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
      interactive: kind === "box" || lights,
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
    // A line's box says the same, and a screen reader should not say it twice.
    aria: false,
    encode: { enter: { ...place, path: field("path"), ...paint, ...round }, ...hovering },
  };
}
