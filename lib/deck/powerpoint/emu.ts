/** English metric units, DrawingML's lengths: 9,525 for a pixel. */
export const emu = (pixels: number): number => Math.round(pixels * 9525);
