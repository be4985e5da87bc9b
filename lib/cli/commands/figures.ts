/** `hiernas figures`: all figures of a study as files at a given print size. */
import { counted } from "../../input/quantity.js";
import { join, relative } from "node:path";
import type { Command } from "commander";
import type { NamedFigure } from "../../figures/output/figure.js";
import { toPdf } from "../../figures/output/pdf.js";
import { svgToPng } from "../../figures/output/png.js";
import { type PrintFigure, printDefaults, printFigure } from "../../figures/output/print-size.js";
import { comparisonFigures, finalTestFigures, studyFigures } from "../../figures/charts/study-figures.js";
import { toJson } from "../../figures/output/write-figure.js";
import { InputError } from "../../input/errors.js";
import { limits } from "../../input/limits.js";
import { shown, visible } from "../../input/printable.js";
import { resultsTables } from "../../literature/results-tables.js";
import { figureRows, type FigureRows } from "../../study/figure-rows.js";
import { readFinalTest } from "../../study/final-test/read-final-test.js";
import { readStudy } from "../../study/study.js";
import { literatureFigures } from "../literature-figures.js";
import { foldersFor } from "../study-folders.js";
import { numberBetween } from "../number-option.js";
import { pathOption, writeInto } from "../output.js";

const FORMATS = ["svg", "png", "pdf", "json"] as const;
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
      "writes all figures of a study; for several studies, also those that compare them; works while they run",
    )
    .argument(
      "<study...>",
      "files of one or more studies; the same search with other seeds counts as repeated runs",
      (path: string, before: readonly string[] = []) => [...before, pathOption("study")(path)],
    )
    .requiredOption("--out <folder>", "where the files go; created if missing", pathOption("--out"))
    .option("--format <list>", `one of ${FORMATS.join(", ")}, or several with commas`, formatList, ["svg"])
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
      "\nA PNG has 300 dots per inch; JSON is the vega-lite specification, at the same proportions.\n\nExample:\n  npx hiernas figures study.sqlite --out figures --format svg,pdf --width 85 --height 65 --font 7",
    )
    .action(writeFigures);
}

interface PlacedFigure {
  readonly named: NamedFigure;
  /** Its folder within --out. */
  readonly folder: string;
}

async function writeFigures(paths: readonly string[], options: FiguresOptions): Promise<void> {
  const { out, format: formats, bare } = options;
  const config = { widthMm: options.width, heightMm: options.height, fontPt: options.font, bare };
  const studies: { readonly path: string; readonly rows: FigureRows }[] = [];
  for (const path of paths) studies.push({ path, rows: await readStudy(path, figureRows) });
  const all = allFigures(
    paths,
    studies.map(({ rows }) => rows),
    options.finalTest,
  );
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
  for (const { path, rows } of studies) {
    process.stdout.write(`${visible(path)}: ${visible(rows.origin)}; ${counted(rows.rows.length, "evaluation")}\n`);
  }
  process.stdout.write(`${all.length} figures as ${formats.join(", ")} in ${visible(out)}\n`);
}

/**
 * Figures of all studies together, then each study's own: in the folder itself, or in one each if there are several.
 */
function allFigures(
  paths: readonly string[],
  studies: readonly FigureRows[],
  finalTestFile: string | undefined,
): readonly PlacedFigure[] {
  const compared = studies.length === 1 ? [] : comparisonFigures(studies);
  const test = finalTestFile === undefined ? undefined : readFinalTest(finalTestFile);
  const tested =
    test === undefined ? [] : finalTestFigures(test.rows, resultsTables(test.rows, test.measuredBy), test.chance);
  const together = [...compared, ...tested, ...literatureFigures(studies.flatMap(({ fittest }) => fittest))];
  const files = together.flatMap(({ name }) => FORMATS.map((format) => `${name}.${format}`));
  const folders = studies.length === 1 ? [""] : foldersFor(paths, [...files, "captions.md"]);
  const own = studies.flatMap((rows, index) => studyFigures(rows).map((named) => ({ named, folder: folders[index] })));
  return [...together.map((named) => ({ named, folder: "" })), ...own];
}

async function contentOf(print: PrintFigure, format: Format): Promise<string | Uint8Array> {
  if (format === "svg") return `${print.svg}\n`;
  if (format === "json") return toJson(print.figure);
  if (format === "pdf") return toPdf(print);
  return svgToPng(print.svg, { mode: "width", value: Math.round((print.size.widthMm / 25.4) * PNG_DPI) });
}

function formatList(text: string): readonly Format[] {
  const isFormat = (each: string): each is Format => FORMATS.some((format) => format === each);
  const formats = text.split(",").map((each) => each.trim());
  const wrong = formats.find((each) => !isFormat(each));
  if (wrong !== undefined) {
    throw new InputError(`--format: got ${shown(wrong)}, must be ${FORMATS.join(", ")}, or several with commas`);
  }
  return [...new Set(formats.filter(isFormat))];
}
