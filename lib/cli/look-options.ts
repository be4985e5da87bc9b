/** The options of commands that write pictures: their size and their look. */
import type { Command } from "commander";
import type { Look } from "../figures/output/restyle.js";
import { InputError } from "../input/errors.js";
import { limits } from "../input/limits.js";
import { grouped } from "../figures/output/number-words.js";
import { printable } from "../input/printable.js";
import { numberBetween } from "./number-option.js";

/** Millimetres of each unit of length. */
const UNITS: Readonly<Record<string, number>> = { px: 25.4 / 96, mm: 1, in: 25.4 };

const [LEAST_MM, MOST_MM] = limits.paperMillimetres;
const [LEAST_ASPECT, MOST_ASPECT] = limits.aspect;

/** A parser of lengths for option `name`, in millimetres; a number without a unit is in `unit`. */
export function length(name: string, unit: "px" | "mm"): (text: string) => number {
  return (text) => {
    const [, number = "", own = unit] = /^(\d+(?:\.\d+)?)(px|mm|in)?$/.exec(text.trim()) ?? [];
    const millimetres = Number(number) * UNITS[own];
    // A pixel is no whole number of millimetres.
    if (number !== "" && millimetres >= LEAST_MM - 0.01 && millimetres <= MOST_MM + 0.01) {
      return Math.min(MOST_MM, Math.max(LEAST_MM, Math.round(millimetres * 100) / 100));
    }
    const [least, most] = [Math.ceil(LEAST_MM / UNITS.px), Math.floor(MOST_MM / UNITS.px)];
    throw new InputError(
      `--${name}: got ${printable(text)}, must be a length such as 1280px, 120mm or 5in, from ${LEAST_MM} to ${grouped(MOST_MM)} mm (${least} to ${grouped(most)} px)`,
    );
  };
}

/** A parser of `WIDTH:HEIGHT` as a ratio. */
function aspect(text: string): number {
  const [, across, down] = /^(\d+(?:\.\d+)?):(\d+(?:\.\d+)?)$/.exec(text.trim()) ?? [];
  const ratio = Number(across) / Number(down);
  if (ratio >= LEAST_ASPECT && ratio <= MOST_ASPECT) return ratio;
  throw new InputError(
    `--aspect: got ${printable(text)}, must be WIDTH:HEIGHT such as 16:9, at most ${MOST_ASPECT} times as wide or high`,
  );
}

function theme(text: string): Look["theme"] {
  if (text === "light" || text === "dark") return text;
  throw new InputError(`--theme: got ${printable(text)}, must be light or dark`);
}

function title(text: string): string {
  if (text.length <= limits.titleLength) return text;
  throw new InputError(`--title: got ${grouped(text.length)} characters, must be at most ${limits.titleLength}`);
}

/** What the options say; a size is in millimetres, a font in points. */
export interface LookOptions {
  readonly width?: number;
  readonly height?: number;
  readonly font?: number;
  readonly aspect?: number;
  readonly theme?: Look["theme"];
  readonly transparent?: boolean;
  readonly title?: string;
}

/** Adds `--font`, `--aspect`, `--theme`, `--transparent` and `--title`; `font` says what the size is of. */
export function addLook(command: Command, font: string, fontDefault?: number): Command {
  return command
    .option("--font <pt>", font, numberBetween("font", ...limits.paperFontPoints), fontDefault)
    .option(
      "--aspect <ratio>",
      "16:9 for a slide: of this shape, 1280 pixels wide by default, no type below 12 points",
      aspect,
    )
    .option("--theme <name>", "light or dark (default: light; html as the reader's screen)", theme)
    .option("--transparent", "without a background")
    .option("--title <text>", 'in place of its own; "" for none', title);
}

/** The look that the options ask for. */
export function lookOf({ theme: name = "light", transparent = false, title: words }: LookOptions): Look {
  return { theme: name, transparent, title: words };
}
