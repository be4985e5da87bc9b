/** The Vega specification that paints a drawing. */
import { createFigure } from "../output/create-figure.js";
import type { Figure } from "../output/figure.js";
import { drawingConfig, meanings, sizes } from "../output/theme.js";
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
  const { data, marks } = drawingLayers(shapes, controls?.visible);
  const figure = createFigure("vega", title, description, {
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
  drawn.set(figure, drawing);
  return figure;
}

/** The data sets and marks that paint `shapes`; `visible` is as in `DrawingControls`. */
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
  const datum: { [key: string]: unknown } = {};
  for (const [key, value] of Object.entries(shape) as [string, unknown][]) {
    // Default values are left out, which a notebook of 500 drawings notices.
    if (key === "kind" || (key === "opacity" && value === 1)) continue;
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
    // A line's box says the same, and a screen reader should not say it twice.
    aria: false,
    encode: { enter: { ...place, path: field("path"), ...paint }, ...hovering },
  };
}
