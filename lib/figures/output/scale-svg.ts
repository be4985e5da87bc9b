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

/**
 * `svg` on a paper of `size` in its own coordinates, shown with `sides`, for example `"120mm"`. With a `place` in it
 * the picture's background covers all of a larger paper.
 */
export function onPaper(
  svg: string,
  size: PixelSize,
  sides: { readonly width: string; readonly height: string },
  place?: "middle" | "upper left",
): string {
  const head = /^<svg [^>]*>/.exec(svg)?.[0] ?? "";
  const [width, height] = [round(size.width), round(size.height)];
  const sized = head
    .replace(/ width="[^"]*"/, ` width="${sides.width}"`)
    .replace(/ height="[^"]*"/, ` height="${sides.height}"`)
    .replace(/viewBox="[^"]*"/, `viewBox="0 0 ${width} ${height}"`);
  const rest = svg.slice(head.length);
  if (place === undefined) return sized + rest;
  const own = svgSize(svg);
  const share = place === "middle" ? 1 / 2 : 0;
  const [right, down] = [round((size.width - own.width) * share), round((size.height - own.height) * share)];
  const [, words = "", background = "", content = ""] =
    /^(<desc>.*?<\/desc>)?(<rect [^>]*\/>)?(.*)<\/svg>$/s.exec(rest) ?? [];
  const paper = background
    .replace(/ width="[^"]*"/, ` width="${width}"`)
    .replace(/ height="[^"]*"/, ` height="${height}"`);
  return `${sized}${words}${paper}<g transform="translate(${right},${down})">${content}</g></svg>`;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
