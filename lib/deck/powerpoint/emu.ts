/** English metric units, DrawingML's lengths: 9,525 for a pixel. */
import type { Area } from "../layout/slide-size.js";

/** Pixels in English metric units. */
export const emu = (pixels: number): number => Math.round(pixels * 9525);

/** An area in a shape's transform; with other names, the one that a group gives its shapes. */
export const areaXml = ({ x, y, width, height }: Area, off = "off", ext = "ext"): string =>
  `<a:${off} x="${emu(x)}" y="${emu(y)}"/><a:${ext} cx="${emu(width)}" cy="${emu(height)}"/>`;
