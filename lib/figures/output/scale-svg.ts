/** The size of SVG text that Vega wrote, and another size for it. */

/** A size in pixels. */
export interface PixelSize {
  readonly width: number;
  readonly height: number;
}

/** The size of the picture's own coordinates. */
export function svgSize(svg: string): PixelSize {
  const [, width, height] = /viewBox="0 0 ([\d.]+) ([\d.]+)"/.exec(svg) ?? [];
  return { width: Number(width), height: Number(height) };
}

/** The height of the picture's smallest type, in its own coordinates; infinite without type. */
export function smallestType(svg: string): number {
  const heights = [...svg.matchAll(/font-size="([\d.]+)px"[^>]*>(?!<)/g)].map(([, height]) => Number(height));
  return heights.length === 0 ? Infinity : Math.min(...heights);
}
