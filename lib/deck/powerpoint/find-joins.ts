/** Which boxes of a drawing a line joins, by where it begins, runs and ends. */
import type { Box, Line } from "../../figures/architectures/drawing.js";
import type { Point } from "../../figures/architectures/layout-graph.js";
import { parsePath, samplePath } from "./path.js";

/** A side of a box at which a line is glued. */
export type Side = "left" | "right" | "top" | "bottom";

/** A box with the side at which a line meets it. */
export interface Joint {
  readonly box: Box;
  readonly side: Side;
}

/** One stretch of an edge: a connector from a box to another. */
export interface Stretch {
  readonly from: Joint;
  readonly to: Joint;
  /** Where the line turns from one height to the other, as a share of the stretch's width. */
  readonly turn: number;
}

/** A line as connectors through the boxes on its way, and whether it has an arrow at its end. */
export interface JoinedLine {
  readonly line: Line;
  readonly stretches: readonly Stretch[];
  readonly arrow?: Line;
}

/** How far, in the drawing's pixels, a line may end from what it joins. */
const NEAR = 3;

/** The connectors that stand for `line` among `boxes`; undefined if it does not run from box to box. */
export function joinLine(line: Line, boxes: readonly Box[], fills: readonly Line[]): JoinedLine | undefined {
  if (line.fill !== undefined || line.stroke === undefined) return undefined;
  const points = samplePath(parsePath(line.path, line.x, line.y));
  const [first, last] = [points.at(0), points.at(-1)];
  if (first === undefined || last === undefined || points.length < 2) return undefined;
  const start = jointAt(first, boxes);
  const end = jointAt(last, boxes);
  if (start === undefined || end === undefined || start.box === end.box) return undefined;
  const way = boxes.filter((box) => box !== start.box && box !== end.box && isOn(box, points));
  way.sort((one, other) => placeOf(one, points) - placeOf(other, points));
  const stretches: Stretch[] = [];
  let from = start;
  for (const box of way) {
    const [before, after] = sidesOnWay(from, box);
    stretches.push(stretchOf(from, { box, side: before }, points));
    from = { box, side: after };
  }
  stretches.push(stretchOf(from, end, points));
  const arrow = fills.find(({ x, y }) => Math.hypot(x - last.x, y - last.y) < NEAR);
  return { line, stretches, ...(arrow === undefined ? {} : { arrow }) };
}

function stretchOf(from: Joint, to: Joint, points: readonly Point[]): Stretch {
  const [a, b] = [pointOf(from), pointOf(to)];
  const middle = (a.y + b.y) / 2;
  const within = points.filter(({ x }) => x >= Math.min(a.x, b.x) && x <= Math.max(a.x, b.x));
  const nearest = within.reduce<Point | undefined>(
    (one, other) => (one === undefined || Math.abs(other.y - middle) < Math.abs(one.y - middle) ? other : one),
    undefined,
  );
  const turn = nearest === undefined || a.x === b.x ? 0.5 : (nearest.x - a.x) / (b.x - a.x);
  return { from, to, turn: Math.min(0.95, Math.max(0.05, turn)) };
}

const centreOf = ({ x, y, width, height }: Box): Point => ({ x: x + width / 2, y: y + height / 2 });

/** The middle of a side of a box. */
export function pointOf({ box, side }: Joint): Point {
  const { x, y } = centreOf(box);
  if (side === "left") return { x: box.x, y };
  if (side === "right") return { x: box.x + box.width, y };
  return { x, y: side === "top" ? box.y : box.y + box.height };
}

const SIDES: readonly Side[] = ["left", "right", "top", "bottom"];

function jointAt(point: Point, boxes: readonly Box[]): Joint | undefined {
  const near = boxes.flatMap((box) =>
    SIDES.map((side) => {
      const at = pointOf({ box, side });
      return { box, side, distance: Math.hypot(at.x - point.x, at.y - point.y) };
    }),
  );
  const best = near.reduce<(typeof near)[number] | undefined>(
    (one, other) => (one === undefined || other.distance < one.distance ? other : one),
    undefined,
  );
  return best !== undefined && best.distance < NEAR ? { box: best.box, side: best.side } : undefined;
}

/** Whether a line runs through a box's centre, as through the label of its edge. */
function isOn(box: Box, points: readonly Point[]): boolean {
  const { x, y } = centreOf(box);
  return points.some((point) => Math.hypot(point.x - x, point.y - y) < NEAR);
}

function placeOf(box: Box, points: readonly Point[]): number {
  const { x, y } = centreOf(box);
  const distances = points.map((point) => Math.hypot(point.x - x, point.y - y));
  return distances.indexOf(Math.min(...distances));
}

function sidesOnWay(from: Joint, box: Box): readonly [Side, Side] {
  const [a, b] = [centreOf(from.box), centreOf(box)];
  if (Math.abs(b.x - a.x) < box.width / 2 && Math.abs(b.y - a.y) > box.height) {
    return b.y > a.y ? ["top", "bottom"] : ["bottom", "top"];
  }
  return b.x >= a.x ? ["left", "right"] : ["right", "left"];
}
