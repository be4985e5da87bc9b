/** What a figure in an outline stands for: a drawing, a chart, or the reason why there is none. */
import type { Figure, NamedFigure } from "../../figures/output/figure.js";

/** A series of a chart that presentation programs draw by themselves. */
export interface ChartSeries {
  readonly name: string;
  readonly labels: readonly string[];
  readonly values: readonly number[];
  /** `#rrggbb`. */
  readonly colour: string;
}

/** A chart as data: bars by name, or points by a number. */
export interface NativeChart {
  readonly kind: "bar" | "scatter";
  readonly series: readonly ChartSeries[];
  readonly xTitle: string;
  readonly yTitle: string;
  /** The ends of the axis of values. */
  readonly domain: readonly [number, number];
  /** Bars that stand out, by their place. */
  readonly marked?: readonly number[];
}

/** A picture of a slide, before it has a place. */
export type Picture =
  | {
      readonly kind: "drawing";
      readonly figure: Figure;
      /** How often a key press advances it. Its signal `step` counts from 0. */
      readonly steps: number;
    }
  | { readonly kind: "chart"; readonly named: NamedFigure; readonly native?: NativeChart }
  | { readonly kind: "missing"; readonly why: string };
