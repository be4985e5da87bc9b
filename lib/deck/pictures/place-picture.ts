/** A picture in its place on a slide. */
import { createFigure } from "../../figures/output/create-figure.js";
import type { Figure } from "../../figures/output/figure.js";
import { printFigure } from "../../figures/output/print-size.js";
import { toSvg } from "../../figures/output/svg.js";
import { sizes } from "../../figures/output/theme.js";
import { type Area, LEAST_TYPE } from "../layout/slide-size.js";
import type { Picture } from "./picture.js";

/** A figure drawn for its area. */
export interface PlacedFigure {
  readonly figure: Figure;
  /** Without title, which the slide has. */
  readonly bare: Figure;
  readonly svg: string;
  /** Its own size in pixels, before it is scaled. */
  readonly width: number;
  readonly height: number;
  /** Pixels of the slide for one of its own. */
  readonly scale: number;
  /** Where it is drawn, centred in its area. */
  readonly area: Area;
  /** The height of its smallest type, in pixels of the slide. */
  readonly smallestType: number;
}

interface Size {
  readonly width: number;
  readonly height: number;
}

/** Sizes that are known, because a layout asks for them again and again. */
const known = new WeakMap<Figure, Size>();

/** A drawing's own size, without its title. */
export function drawingSize(figure: Figure): Size {
  const size = known.get(figure) ?? sizeOf(toSvg(withoutTitle(figure)));
  known.set(figure, size);
  return size;
}

/** Draws a drawing or a chart for `area`. */
export function placePicture(picture: Exclude<Picture, { kind: "missing" }>, area: Area): PlacedFigure {
  if (picture.kind === "drawing") return fit(picture.figure, area);
  const points = (type: number): number => (LEAST_TYPE / type) * (sizes.text * 0.75);
  const drawn = (fontPt: number): PlacedFigure => {
    const [widthMm, heightMm] = [area.width, area.height].map((side) => (side * 25.4) / 96);
    return fit(printFigure(picture.named, { widthMm, heightMm, fontPt, bare: true }).figure, area);
  };
  const first = drawn(points(sizes.small) + 0.1);
  // Some charts have labels that are smaller than those of their axes.
  if (first.smallestType >= LEAST_TYPE - SLACK) return first;
  const second = drawn(Math.min(20, (points(sizes.small) * LEAST_TYPE) / first.smallestType));
  return second.smallestType > first.smallestType ? second : first;
}

/** How much smaller than the least type still counts as that. */
export const SLACK = 0.25;

const MOST_SCALE = 3;

function fit(figure: Figure, { x, y, width, height }: Area): PlacedFigure {
  const bare = withoutTitle(figure);
  const svg = toSvg(bare);
  const own = sizeOf(svg);
  const scale = Math.min(width / own.width, height / own.height, MOST_SCALE);
  const size = { width: own.width * scale, height: own.height * scale };
  const area = { ...size, x: x + (width - size.width) / 2, y: y + (height - size.height) / 2 };
  return { figure, bare, svg, ...own, scale, area, smallestType: smallestType(svg) * scale };
}

/** The height of the smallest type in an SVG picture; infinite without type. */
function smallestType(svg: string): number {
  const heights = [...svg.matchAll(/font-size="([\d.]+)px"[^>]*>(?!<)/g)].map(([, height]) => Number(height));
  return heights.length === 0 ? Infinity : Math.min(...heights);
}

function sizeOf(svg: string): Size {
  const [, width, height] = /viewBox="0 0 ([\d.]+) ([\d.]+)"/.exec(svg) ?? [];
  return { width: Number(width), height: Number(height) };
}

function withoutTitle({ kind, title, description, spec }: Figure): Figure {
  const { title: _, ...rest } = spec;
  return createFigure(kind, title, description, rest);
}
