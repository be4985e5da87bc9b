/** The format of `hiernas draw`'s files, and what its options say of them. */
import { extname } from "node:path";
import { type FigureFileConfig, figureFormats, type FigureFormat } from "../figures/output/figure-file.js";
import { InputError } from "../input/errors.js";
import { printable } from "../input/printable.js";
import { LATEX } from "./draw-forms.js";
import { lookOf, type LookOptions } from "./look-options.js";

const isFormat = (text: string): text is FigureFormat => (figureFormats as readonly string[]).includes(text);
const isText = (format: FigureFormat): boolean => format === "svg" || format === "json" || format === "html";
const [NAMES, ENDINGS] = ["", "."].map(
  (before) =>
    `${figureFormats
      .slice(0, -1)
      .map((each) => before + each)
      .join(", ")} or ${before}${figureFormats.at(-1)}`,
);

/** What the options say about the format. */
export interface FormatOptions {
  readonly form: string;
  readonly format?: string;
  readonly out?: string;
}

/**
 * The format that is asked for, by name or by the ending of the file. Throws InputError where they differ, and where
 * bytes would go to a terminal.
 */
export function formatOf({ form, format, out }: FormatOptions): FigureFormat {
  if (form === LATEX) {
    if (format !== undefined) throw new InputError(`--format: got ${printable(format)}, latex is text and has none`);
    return "svg";
  }
  const ending = out === undefined || form === "all" ? "" : extname(out).slice(1);
  if (format !== undefined) {
    if (!isFormat(format)) throw new InputError(`--format: got ${printable(format)}, must be ${NAMES}`);
    if (ending !== "" && ending !== format)
      throw new InputError(`--format: got ${format}, but --out ${printable(out ?? "")} ends in .${printable(ending)}`);
    if (!isText(format) && out === undefined)
      throw new InputError(`--format: ${format} cannot go to stdout: give --out a file`);
    return format;
  }
  if (out === undefined || form === "all") return "svg";
  if (!isFormat(ending)) throw new InputError(`--out: got ${printable(out)}, must end in ${ENDINGS}, or give --format`);
  return ending;
}

/** The options as settings of a figure's file; an animation's size goes to stderr. */
export function fileConfigOf(options: LookOptions): Partial<FigureFileConfig> {
  const { width, font: fontPt, aspect, theme } = options;
  return {
    ...{ ...lookOf(options), theme, fontPt, aspect },
    ...(width === undefined ? {} : { widthPx: Math.round((width * 96) / 25.4) }),
    onAnimation: ({ frameCount, widthPx, seconds, bytes }) =>
      process.stderr.write(
        `${frameCount} pictures, ${widthPx} pixels wide, ${seconds.toFixed(1)} s, ${(bytes / 1e6).toFixed(1)} MB\n`,
      ),
  };
}
