/** Names placed beside points, in pixels of the plotting area. */
import { meanings, sizes } from "../output/theme.js";
import type { PlacedLabel } from "./place-labels.js";

/** Layers with the names, on a pale outline, with leader lines to distant ones; those in `bold` stand out. */
export function nameLayers(names: readonly PlacedLabel[], bold: ReadonlySet<string>): readonly object[] {
  const pixels = (field: string): object => ({ field, type: "quantitative", scale: null, axis: null });
  const channels = { x: pixels("x"), y: pixels("y") };
  return [
    {
      data: { values: names.flatMap(({ leader }) => leader ?? []) },
      mark: { type: "rule", strokeWidth: 0.8, color: meanings.quietText, tooltip: false },
      encoding: { ...channels, x2: { field: "toX" }, y2: { field: "toY" } },
    },
    ...[true, false].flatMap((isOutline) =>
      [true, false].map((isBold) => ({
        data: {
          values: names.filter(({ text }) => bold.has(text) === isBold).map(({ x, y, text }) => ({ x, y, text })),
        },
        mark: {
          ...{ type: "text", align: "left", baseline: "middle", fontSize: sizes.small, color: meanings.text },
          ...{ fontWeight: isBold ? "bold" : "normal", tooltip: false },
          ...(isOutline ? { stroke: meanings.background, strokeWidth: 3, strokeOpacity: 0.85 } : {}),
        },
        encoding: { ...channels, text: { field: "text" } },
      })),
    ),
  ];
}
