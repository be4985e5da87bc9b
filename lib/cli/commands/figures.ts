/** `hiernas figures`: all figures of studies and runs as files at a given print size. */
import { join, relative } from "node:path";
import type { Command } from "commander";
import { toPdf } from "../../figures/output/pdf.js";
import { svgToPng } from "../../figures/output/png.js";
import { type PrintFigure, printDefaults, printFigure } from "../../figures/output/print-size.js";
import { toJson } from "../../figures/output/write-figure.js";
import { limits } from "../../input/limits.js";
import { visible } from "../../input/printable.js";
import { formatList } from "../format-list.js";
import { numberBetween } from "../number-option.js";
import { pathOption, writeInto } from "../output.js";
import { FORMATS, originOf, placedFigures, readWork, type ShownWork } from "../placed-figures.js";

type Format = (typeof FORMATS)[number];

/** Dots per inch of a PNG for print. */
const PNG_DPI = 300;

const [LEAST_MM, MOST_MM] = limits.paperMillimetres;

interface FiguresOptions {
  readonly out: string;
  readonly format: readonly Format[];
  readonly width: number;
  readonly height: number;
  readonly font: number;
  readonly bare?: boolean;
  readonly finalTest?: string;
}

/** Adds `figures` to the program. */
export function addFigures(program: Command): void {
  const millimetres = (name: string) => numberBetween(name, LEAST_MM, MOST_MM);
  program
    .command("figures")
    .description(
      "writes all figures of a study or of a run of train; for several, also those that compare them; works while they run",
    )
    .argument(
      "<study or run...>",
      "files of studies, folders of runs; the same search with other seeds counts as repeated runs",
      (path: string, before: readonly string[] = []) => [...before, pathOption("study or run")(path)],
    )
    .requiredOption("--out <folder>", "where the files go; created if missing", pathOption("--out"))
    .option("--format <list>", `one of ${FORMATS.join(", ")}, or several with commas`, formatList(FORMATS), ["svg"])
    .option("--width <mm>", "of each figure, in millimetres", millimetres("width"), printDefaults.widthMm)
    .option("--height <mm>", "of each figure, in millimetres", millimetres("height"), printDefaults.heightMm)
    .option(
      "--font <pt>",
      "size of the axes' titles, in points",
      numberBetween("font", ...limits.paperFontPoints),
      printDefaults.fontPt,
    )
    .option("--final-test <file>", "the file of a final test: adds its figure, and the deck's tables with its rows")
    .option("--bare", "without titles: they go into captions.md, with a description of each figure")
    .addHelpText(
      "after",
      "\nA PNG has 300 dots per inch; JSON is the vega-lite specification, at the same proportions.\n\nExamples:\n  npx hiernas figures study.sqlite --out figures --format svg,pdf --width 85 --height 65 --font 7\n  npx hiernas figures run --out figures --format png",
    )
    .action(writeFigures);
}

async function writeFigures(paths: readonly string[], options: FiguresOptions): Promise<void> {
  const { out, format: formats, bare } = options;
  const config = { widthMm: options.width, heightMm: options.height, fontPt: options.font, bare };
  const shown: ShownWork[] = [];
  for (const path of paths) shown.push(await readWork(path));
  const all = placedFigures(shown, options.finalTest);
  const captions: string[] = [];
  for (const { named, folder } of all) {
    const print = printFigure(named, config);
    const path = join(out, folder, named.name);
    const { widthMm, heightMm } = print.size;
    if (widthMm > options.width || heightMm > options.height) {
      process.stderr.write(`${visible(path)}: needs more room at ${options.font} pt, ${widthMm} × ${heightMm} mm\n`);
    }
    for (const format of formats) writeInto(`${path}.${format}`, await contentOf(print, format));
    captions.push(`- ${relative(out, path)}: **${print.figure.title}.** ${print.figure.description}\n`);
  }
  if (bare) writeInto(join(out, "captions.md"), captions.join(""));
  for (const each of shown) process.stdout.write(`${visible(each.path)}: ${visible(originOf(each))}\n`);
  process.stdout.write(`${all.length} figures as ${formats.join(", ")} in ${visible(out)}\n`);
}

async function contentOf(print: PrintFigure, format: Format): Promise<string | Uint8Array> {
  if (format === "svg") return `${print.svg}\n`;
  if (format === "json") return toJson(print.figure);
  if (format === "pdf") return toPdf(print);
  return svgToPng(print.svg, { mode: "width", value: Math.round((print.size.widthMm / 25.4) * PNG_DPI) });
}
