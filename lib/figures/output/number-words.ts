/** Numbers and shapes in words, the same on every machine. */

/** `12,345`, the same on every machine; from 10¹³ on `3.6e17`, since more digits are neither readable nor fit. */
export function grouped(value: number): string {
  if (value >= 1e13) return value.toExponential(1).replace("+", "");
  return String(value).replace(/\B(?=(\d{3})+$)/g, ",");
}

/** `32×32×16`: height, width, channels. */
export function shapeWords(
  { height, width }: { readonly height: number; readonly width: number },
  channels: number,
): string {
  return `${height}×${width}×${channels < 1e7 ? channels : channels.toExponential(1).replace("+", "")}`;
}
