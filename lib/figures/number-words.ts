/** Numbers and shapes in words, the same on every machine. Ours. */

/** `12,345`, the same on every machine. Ours. */
export function grouped(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ",");
}

/** `32×32×16`: height, width, channels. Ours. */
export function shapeWords(
  { height, width }: { readonly height: number; readonly width: number },
  channels: number,
): string {
  return `${height}×${width}×${channels}`;
}
