/** `hiernas figures`: all figures of studies and runs as files at a given print size. */
import { join, relative } from "node:path";
import type { Command } from "commander";
import { checkPageFile, paperOf } from "../../figures/output/figure-file.js";
import { figurePage } from "../../figures/output/page/figure-page.js";
import { toPdf } from "../../figures/output/pdf.js";
import { svgToPng } from "../../figures/output/png.js";
import {
  LEAST_SLIDE_PT,
  type PrintConfig,
  type PrintFigure,
  printDefaults,
  printFigure,
  slidePrint,
} from "../../figures/output/print-size.js";
import { toJson } from "../../figures/output/json.js";
import type { NamedFigure } from "../../figures/output/figure.js";
import { InputError } from "../../input/errors.js";
import { visible } from "../../input/printable.js";
import { formatList } from "../format-list.js";
import { addLook, length, lookOf, type LookOptions } from "../look-options.js";
import { pathOption, writeInto } from "../output.js";
import { FORMATS, originOf, placedFigures, readWork, type ShownWork } from "../placed-figures.js";

type Format = (typeof FORMATS)[number];

/** Dots per inch of a PNG for print, and for a screen. */
const [PRINT_DPI, SCREEN_DPI] = [300, 96];

interface FiguresOptions extends LookOptions {
  readonly out: string;
  readonly format: readonly Format[];
  readonly bare?: boolean;
  readonly finalTest?: string;
}

/** Adds `figures` to the program. */
export function addFigures(program: Command): void {
  const command = program
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
    .option(
      "--width <length>",
      `of each whole figure, which is laid out for it: millimetres, or 1280px, 5in (default: ${printDefaults.widthMm})`,
      length("width", "mm"),
    )
    .option(
      "--height <length>",
      `of each figure, likewise (default: ${printDefaults.heightMm})`,
      length("height", "mm"),
    )
    .option("--final-test <file>", "the file of a final test: adds its figure, and the deck's tables with its rows")
    .option("--bare", "without titles: they go into captions.md, with a description of each figure");
  addLook(command, `size of the axes' titles, in points (default: ${printDefaults.fontPt})`)
    .addHelpText(
      "after",
      "\nA PNG has 300 dots per inch, with --aspect 96; JSON is the vega-lite specification, at the same proportions; HTML a page that answers the pointer without a network.\n\nExamples:\n  npx hiernas figures study.sqlite --out figures --format svg,pdf --width 85 --height 65 --font 7\n  npx hiernas figures run --out figures --format png\n  npx hiernas figures study.sqlite --out slides --format png --aspect 16:9 --theme dark",
    )
    .action(writeFigures);
}

async function writeFigures(paths: readonly string[], options: FiguresOptions): Promise<void> {
  const { out, format: formats, bare } = options;
  const config = configOf(options);
  const shown: ShownWork[] = [];
  for (const path of paths) shown.push(await readWork(path));
  const all = placedFigures(shown, options.finalTest);
  const captions: string[] = [];
  for (const { named, folder } of all) {
    const print = printFigure(named, config);
    const path = join(out, folder, named.name);
    const { widthMm, heightMm } = print.size;
    if (widthMm > config.widthMm || heightMm > config.heightMm) {
      process.stderr.write(
        `${visible(path)}: needs more room at ${print.size.fontPt} pt, ${widthMm} × ${heightMm} mm\n`,
      );
    }
    for (const format of formats) {
      checkPageFile(format, `${path}.${format}`);
      writeInto(`${path}.${format}`, await contentOf(print, named, format, options));
    }
    captions.push(`- ${relative(out, path)}: **${print.figure.title}.** ${print.figure.description}\n`);
  }
  if (bare) writeInto(join(out, "captions.md"), captions.join(""));
  for (const each of shown) process.stdout.write(`${visible(each.path)}: ${visible(originOf(each))}\n`);
  process.stdout.write(`${all.length} figures as ${formats.join(", ")} in ${visible(out)}\n`);
}

/** The size and look that the options ask for. */
function configOf(options: FiguresOptions): PrintConfig {
  const { width: widthMm, height: heightMm, font, aspect, bare = false } = options;
  if (aspect !== undefined && heightMm !== undefined)
    throw new InputError("--aspect: gives the height: leave out --height");
  const paper = aspect === undefined ? { ...printDefaults, ...given({ widthMm, heightMm }) } : paperOf(aspect, widthMm);
  // On a wider or a narrower slide than usual, type is as large for the audience.
  const onSlide = slidePrint.fontPt * (paper.widthMm / slidePrint.widthMm);
  const least = (LEAST_SLIDE_PT * paper.widthMm) / slidePrint.widthMm;
  const type =
    aspect === undefined ? { fontPt: font ?? printDefaults.fontPt } : { fontPt: font ?? onSlide, leastPt: least };
  return { ...lookOf(options), bare, ...paper, ...type };
}

const given = <T extends object>(settings: T): Partial<T> =>
  Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined)) as Partial<T>;

async function contentOf(
  print: PrintFigure,
  named: NamedFigure,
  format: Format,
  options: FiguresOptions,
): Promise<string | Uint8Array> {
  if (format === "svg") return `${print.svg}\n`;
  if (format === "json") return toJson(print.figure);
  if (format === "pdf") return toPdf(print);
  if (format === "html") {
    // The page itself makes its figures dark.
    const { figure } = printFigure(named, { ...configOf(options), theme: "light" });
    return figurePage([figure], { theme: options.theme });
  }
  const dpi = options.aspect === undefined ? PRINT_DPI : SCREEN_DPI;
  return svgToPng(print.svg, {
    mode: "width",
    value: Math.round((print.size.widthMm / 25.4) * dpi),
    transparent: options.transparent,
  });
}
