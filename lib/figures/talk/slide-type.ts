/** A drawing with type for a slide. */
import { InputError } from "../../input/errors.js";
import type { Figure, Json, Spec } from "../output/figure.js";
import { createFigure } from "../output/create-figure.js";
import { LEAST_SLIDE_PT, type PrintFigure, slidePoints, slidePrint } from "../output/print-size.js";
import { scaleFigure, type ScaleConfig } from "../output/scale-figure.js";
import { sizes } from "../output/theme.js";
import type { Text } from "../architectures/drawing.js";
import { plainIds } from "./talk-parts.js";

/** How often type is made larger, since larger type makes the picture larger. */
const ROUNDS = 8;
/** How much larger type may become without leaving the boxes that hold it. */
const MOST_GROWTH = 1.35;

/**
 * `figure`, a drawing, scaled to its size as by {@link scaleFigure}, with no type below 12 points: motifs are named by
 * their plain numbers, and small words are larger. Throws InputError when the drawing is too large for that.
 */
export function fitSlide(figure: Figure, config: ScaleConfig): PrintFigure {
  let print = scaleFigure(figure, config);
  if (slidePoints(print) >= LEAST_SLIDE_PT) return print;
  const plain = withTexts(figure, (texts) => plainIds(texts) as readonly Text[], 0);
  print = scaleFigure(plain, config);
  for (let round = 0; round < ROUNDS && slidePoints(print) < LEAST_SLIDE_PT; round++) {
    // `fontPt` is what the usual text is at this scale.
    const usual = (print.size.fontPt * slidePrint.widthMm) / print.size.widthMm;
    const least = (1.005 * LEAST_SLIDE_PT * sizes.text) / usual;
    if (least > MOST_GROWTH * sizes.small) break;
    print = scaleFigure(
      withTexts(plain, (texts) => texts, least),
      config,
    );
  }
  const type = slidePoints(print);
  if (type >= LEAST_SLIDE_PT) return print;
  throw new InputError(
    `slide: the type of ${JSON.stringify(figure.title)} would be ${type.toFixed(1)} points high, must be at least ${LEAST_SLIDE_PT}: draw a part of it or another form, or give a width in place of the aspect`,
  );
}

type Row = { readonly [key: string]: Json };

/** A copy of a drawing with other texts, none of them below `least` pixels. */
function withTexts(
  { kind, title, description, spec }: Figure,
  change: (texts: readonly Text[]) => readonly Text[],
  least: number,
): Figure {
  const larger = (value: Json): Json => {
    if (Array.isArray(value)) return value.map((each: Json) => larger(each));
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(
      Object.entries(value as Row).map(([key, each]) => [key, /fontSize$/i.test(key) ? sizeOf(each) : larger(each)]),
    );
  };
  const sizeOf = (value: Json): Json => {
    if (typeof value === "number") return Math.max(value, least);
    const fixed = typeof value === "object" && value !== null ? (value as Row).value : undefined;
    return typeof fixed === "number" ? { value: Math.max(fixed, least) } : value;
  };
  const { data: all, config = {}, ...rest } = spec as { readonly data?: Json; readonly config?: Row };
  // A chart's data is one set, which has no texts, and none where each of its views has its own.
  const data = (Array.isArray(all) ? (all as readonly Row[]) : []).map((set) => {
    if (set.name !== "text") return set;
    const texts = (set.values as readonly Json[]).map((row) => ({ kind: "text", ...(row as object) }) as Text);
    return {
      ...set,
      values: change(texts).map(({ kind: _, ...row }) => ({ ...row, size: Math.max(row.size, least) })),
    };
  });
  const axis = { labelFontSize: sizes.small, titleFontSize: sizes.text, ...(config.axis as Row | undefined) };
  const larged = larger({ ...rest, config: { ...config, axis } }) as Spec;
  return createFigure(kind, title, description, {
    ...larged,
    ...(all === undefined ? {} : { data: Array.isArray(all) ? data : all }),
  });
}
