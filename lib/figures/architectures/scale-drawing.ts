/** Scales a whole drawing. */
import type { Drawing, Shape } from "./drawing.js";

/** `drawing` with every length, including those of lines and text, multiplied by `factor`. */
export function scaleDrawing(drawing: Drawing, factor: number): Drawing {
  const { width, height, shapes } = drawing;
  return {
    ...drawing,
    ...{ width: width * factor, height: height * factor, shapes: shapes.map((shape) => scaleShape(shape, factor)) },
  };
}

function scaleShape(shape: Shape, factor: number): Shape {
  const [x, y] = [shape.x * factor, shape.y * factor];
  if ("text" in shape) return { ...shape, x, y, size: shape.size * factor };
  const line = {
    ...(shape.strokeWidth === undefined ? {} : { strokeWidth: shape.strokeWidth * factor }),
    ...(shape.dash === undefined ? {} : { dash: shape.dash.map((length) => length * factor) }),
  };
  if ("path" in shape) {
    return { ...shape, ...line, x, y, path: scalePath(shape.path, factor) };
  }
  const radius = shape.radius === undefined ? {} : { radius: shape.radius * factor };
  return { ...shape, ...line, ...radius, x, y, width: shape.width * factor, height: shape.height * factor };
}

/** Which of an arc's seven numbers are lengths. */
const ARC = [true, true, false, false, false, true, true];

/** SVG path text with every length multiplied by `factor`. */
export function scalePath(path: string, factor: number): string {
  return path.replace(/([A-Z])([^A-Z]*)/g, (_, command: string, rest: string) => {
    const numbers = (rest.match(/-?[\d.]+/g) ?? []).map((text, index) =>
      command === "A" && !ARC[index % ARC.length] ? Number(text) : Math.round(Number(text) * factor * 100) / 100,
    );
    return command + numbers.join(",");
  });
}
