/** A figure in another look: theme, background, title. */
import * as v from "valibot";
import { oneOf, type Schema } from "../../input/schema.js";
import { withDefaults } from "../../input/settings.js";
import { checkConfig, text, yesOrNo } from "./check-input.js";
import { createFigure } from "./create-figure.js";
import { darkColour } from "./dark-theme.js";
import type { Figure, Json, Spec } from "./figure.js";
import { mapColours } from "./map-colours.js";
import { checkFigure } from "./svg.js";

/** How a figure looks, whatever it shows. */
export interface Look {
  /** Dark is for slides and pages with a dark background; light by default. */
  readonly theme: "light" | "dark";
  /** Whether the page behind shows through; false by default. */
  readonly transparent: boolean;
  /** In place of the figure's own title; empty leaves out title and subtitle. */
  readonly title?: string;
}

/** The defaults of {@link restyle}. */
export const lookDefaults: Look = Object.freeze({ theme: "light", transparent: false, title: undefined });

const schema: Schema<Look> = v.object({
  theme: oneOf(["light", "dark"]),
  transparent: yesOrNo,
  title: v.optional(text),
});

/** Throws InputError, saying which, for an invalid setting of a look. */
export function checkLook(look: Look): void {
  checkConfig("look", look, schema);
}

/** `figure` in another look. Throws InputError for anything but a figure and settings that fit. */
export function restyle(figure: Figure, config: Partial<Look> = {}): Figure {
  checkFigure(figure);
  const look = withDefaults<Look>(lookDefaults, config, "look");
  checkLook(look);
  const { theme, transparent, title } = look;
  if (theme === "light" && !transparent && title === undefined) return figure;
  const painted = theme === "dark" ? mapColours(figure.spec, darkColour) : figure.spec;
  const spec = titled(transparent ? { ...painted, background: "transparent" } : painted, title);
  return createFigure(figure.kind, title || figure.title, figure.description, spec);
}

function titled(spec: Spec, title: string | undefined): Spec {
  if (title === undefined) return spec;
  const { title: own, ...rest } = spec;
  if (title === "") return rest;
  const isObject = typeof own === "object" && own !== null && !Array.isArray(own);
  return { ...rest, title: isObject ? { ...(own as { readonly [key: string]: Json }), text: title } : title };
}
