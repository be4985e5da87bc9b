/** SVG path text, as drawings write it: M, L, H, V, C, A and Z with absolute coordinates. */
import type { Point } from "../../figures/architectures/layout-graph.js";

/** A piece of a path, from where the last one ended. */
export type Segment =
  | { readonly kind: "move" | "line"; readonly to: Point }
  | { readonly kind: "curve"; readonly first: Point; readonly second: Point; readonly to: Point }
  | { readonly kind: "close" };

/** The segments of `path`, moved by `x`, `y`. An arc becomes the two halves of a circle, or a line. */
export function parsePath(path: string, x: number, y: number): readonly Segment[] {
  const segments: Segment[] = [];
  let now: Point = { x, y };
  const at = (left: number, top: number): Point => ({ x: x + left, y: y + top });
  for (const [, command, rest] of path.matchAll(/([A-Z])([^A-Z]*)/g)) {
    const numbers = (rest.match(/-?\d*\.?\d+(?:e-?\d+)?/g) ?? []).map(Number);
    const step = { M: 2, L: 2, H: 1, V: 1, C: 6, A: 7, Z: 0 }[command] ?? 0;
    if (command === "Z") segments.push({ kind: "close" });
    for (let index = 0; step > 0 && index + step <= numbers.length; index += step) {
      const given = numbers.slice(index, index + step);
      const to =
        command === "H"
          ? { x: x + given[0], y: now.y }
          : command === "V"
            ? { x: now.x, y: y + given[0] }
            : at(given[step - 2], given[step - 1]);
      if (command === "C") {
        segments.push({ kind: "curve", first: at(given[0], given[1]), second: at(given[2], given[3]), to });
      } else if (command === "A") segments.push(...arc(now, to, given[0], given[4] === 1));
      else segments.push({ kind: command === "M" ? "move" : "line", to });
      now = to;
    }
  }
  return segments;
}

/** A circle's arc of at most half a turn as one or two curves. */
function arc(from: Point, to: Point, radius: number, isClockwise: boolean): readonly Segment[] {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const chord = Math.hypot(dx, dy);
  if (chord === 0) return [];
  const r = Math.max(radius, chord / 2);
  const height = Math.sqrt(Math.max(0, r * r - (chord * chord) / 4));
  const side = isClockwise ? 1 : -1;
  const centre = {
    x: (from.x + to.x) / 2 - (side * height * dy) / chord,
    y: (from.y + to.y) / 2 + (side * height * dx) / chord,
  };
  const start = Math.atan2(from.y - centre.y, from.x - centre.x);
  let turn = Math.atan2(to.y - centre.y, to.x - centre.x) - start;
  if (isClockwise && turn < 0) turn += 2 * Math.PI;
  if (!isClockwise && turn > 0) turn -= 2 * Math.PI;
  const parts = Math.ceil(Math.abs(turn) / (Math.PI / 2) - 1e-6);
  const each = turn / parts;
  const reach = (4 / 3) * Math.tan(each / 4) * r;
  return Array.from({ length: parts }, (_, index): Segment => {
    const [one, other] = [start + index * each, start + (index + 1) * each];
    const point = (angle: number, along: number): Point => ({
      x: centre.x + r * Math.cos(angle) - along * Math.sin(angle),
      y: centre.y + r * Math.sin(angle) + along * Math.cos(angle),
    });
    return { kind: "curve", first: point(one, reach), second: point(other, -reach), to: point(other, 0) };
  });
}

/** Points along a path, near enough to each other to tell what it touches. */
export function samplePath(segments: readonly Segment[]): readonly Point[] {
  const points: Point[] = [];
  for (const segment of segments) {
    if (segment.kind === "close") continue;
    const from = points.at(-1) ?? segment.to;
    const { to } = segment;
    const count = segment.kind === "move" ? 1 : Math.max(2, Math.ceil(Math.hypot(to.x - from.x, to.y - from.y) / 2));
    for (let index = 1; index <= count; index++) {
      const t = index / count;
      points.push(segment.kind === "curve" ? onCurve(from, segment, t) : between(from, to, t));
    }
  }
  return points;
}

const between = (from: Point, to: Point, t: number): Point => ({
  x: from.x + t * (to.x - from.x),
  y: from.y + t * (to.y - from.y),
});

function onCurve(from: Point, curve: Extract<Segment, { kind: "curve" }>, t: number): Point {
  const s = 1 - t;
  const mix = (a: number, b: number, c: number, d: number): number =>
    s ** 3 * a + 3 * s * s * t * b + 3 * s * t * t * c + t ** 3 * d;
  const { first, second, to } = curve;
  return { x: mix(from.x, first.x, second.x, to.x), y: mix(from.y, first.y, second.y, to.y) };
}
