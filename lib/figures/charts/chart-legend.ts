/** Legends and colours of series. */
import { sum } from "d3-array";
import { extent } from "./chart-parts.js";
import { textWidth } from "../output/text-width.js";
import { sizes } from "../output/theme.js";

/** A legend above a chart of `width` pixels: one row if the `names` fit, otherwise as many columns as fit. */
export function topLegend(names: readonly string[], width: number, extra: object = {}): object {
  const widths = names.map((name) => 44 + textWidth(name, sizes.small));
  const inOneRow = sum(widths) <= width;
  const columns = inOneRow ? names.length : Math.max(1, Math.floor(width / extent(widths)[1]));
  return { orient: "top", direction: "horizontal", offset: 4, columns, ...extra };
}

/** The channel that colours series by name. */
export function seriesChannel(
  field: string,
  names: readonly string[],
  range: readonly unknown[],
  legend: object | null,
): object {
  return { field, type: "nominal", title: null, scale: { domain: names, range }, legend };
}

/** A search's name in titles: `hierarchical evolution`, where legends have `hierarchical, evolution`. */
export function inSentence(name: string): string {
  return name.replaceAll(", ", " ");
}
