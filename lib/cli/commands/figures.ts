/** `hiernas figures`: all figures of a study as files, at a size on paper. */
import { writeFileSync } from "node:fs";
import { basename, dirname, extname, join, relative, resolve } from "node:path";
import type { Command } from "commander";
import { makeFolder } from "../../files/write-file.js";
import { toPdf } from "../../figures/output/pdf.js";
import { svgToPng } from "../../figures/output/png.js";
import { type PrintFigure, printDefaults, printFigure } from "../../figures/output/print-size.js";
import {
  finalTestFigures,
  comparisonFigures,
  networkFigures,
  studyFigures,
} from "../../figures/charts/study-figures.js";
import { toJson } from "../../figures/output/write-figure.js";
import { InputError } from "../../input/errors.js";
import { figureRows, type FigureRows } from "../../study/figure-rows.js";
import { readFinalTest } from "../../study/final-test/read-final-test.js";
import { knownNetworks } from "../../literature/known-networks.js";
import { resultsTables } from "../../literature/results-tables.js";
import { readStudy } from "../../study/study.js";
import { positiveNumber } from "../number-option.js";

const FORMATS = ["svg", "png", "pdf", "json"] as const;
type Format = (typeof FORMATS)[number];

/** Dots per inch of a PNG for print. */
const PNG_DPI = 300;

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
  program
    .command("figures")
    .description(
      "writes all figures of a study, and of several studies also those that compare them; works while they run",
    )
    .argument("<study...>", "the files of one study or more; the same search with other seeds counts as repeated runs")
    .requiredOption("--out <folder>", "where the files go; made where it is missing")
    .option("--format <list>", `one of ${FORMATS.join(", ")}, or several with commas`, formatList, ["svg"])
    .option("--width <mm>", "of each figure, in millimetres", positiveNumber("width"), printDefaults.widthMm)
    .option("--height <mm>", "of each figure, in millimetres", positiveNumber("height"), printDefaults.heightMm)
    .option("--font <pt>", "size of the axes' titles, in points", positiveNumber("font"), printDefaults.fontPt)
    .option(
      "--final-test <file>",
      "the rows of a final test: its figure, and the deck's tables with these rows beside them",
    )
    .option("--bare", "without titles: they go into captions.md, with a description of each figure")
    .addHelpText(
      "after",
      "\nA PNG has 300 dots an inch; JSON is the vega-lite specification, at the same proportions.\n\nExample:\n  npx hiernas figures study.sqlite --out figures --format svg,pdf --width 85 --height 65 --font 7",
    )
    .action(writeFigures);
}

async function writeFigures(paths: readonly string[], options: FiguresOptions): Promise<void> {
  const { out, format: formats, bare } = options;
  const config = { widthMm: options.width, heightMm: options.height, fontPt: options.font, bare };
  const studies: { readonly path: string; readonly rows: FigureRows }[] = [];
  for (const path of paths) studies.push({ path, rows: await readStudy(path, figureRows) });
  const folders = foldersOf(paths);
  const own = studies.flatMap(({ rows }, index) =>
    studyFigures(rows).map((named) => ({ named, folder: join(out, folders[index]) })),
  );
  const compared = studies.length === 1 ? [] : comparisonFigures(studies.map(({ rows }) => rows));
  const finalTest = options.finalTest === undefined ? undefined : readFinalTest(options.finalTest);
  const tested =
    finalTest === undefined
      ? []
      : finalTestFigures(finalTest.rows, resultsTables(finalTest.rows, finalTest.measuredBy), finalTest.chance);
  const networks = networkFigures(knownNetworks(studies.flatMap(({ rows }) => rows.fittest)));
  const all = [...[...compared, ...tested, ...networks].map((named) => ({ named, folder: out })), ...own];
  const captions: string[] = [];
  for (const { named, folder } of all) {
    const print = printFigure(named, config);
    const path = join(folder, named.name);
    const { widthMm, heightMm } = print.size;
    if (widthMm > options.width || heightMm > options.height) {
      process.stderr.write(`${path}: needs more room at ${options.font} pt, ${widthMm} × ${heightMm} mm\n`);
    }
    for (const format of formats) write(`${path}.${format}`, await contentOf(print, format));
    captions.push(`- ${relative(out, path)}: **${print.figure.title}.** ${print.figure.description}\n`);
  }
  if (bare) write(join(out, "captions.md"), captions.join(""));
  for (const { path, rows } of studies) {
    process.stdout.write(`${path}: ${rows.origin}; ${rows.rows.length} evaluations\n`);
  }
  process.stdout.write(`${all.length} figures as ${formats.join(", ")} in ${out}\n`);
}

function write(path: string, content: string | Uint8Array): void {
  const file = resolve(path);
  try {
    makeFolder(dirname(file));
    writeFileSync(file, content);
  } catch (error) {
    throw new InputError(`--out: ${path} cannot be written: ${(error as Error).message}`);
  }
}

async function contentOf(print: PrintFigure, format: Format): Promise<string | Uint8Array> {
  if (format === "svg") return `${print.svg}\n`;
  if (format === "json") return toJson(print.figure);
  if (format === "pdf") return toPdf(print);
  return svgToPng(print.svg, { mode: "width", value: Math.round((print.size.widthMm / 25.4) * PNG_DPI) });
}

/** One study's figures lie in the folder itself, those of several each in a folder of its own. */
function foldersOf(paths: readonly string[]): readonly string[] {
  if (paths.length === 1) return [""];
  const names = paths.map((path) => basename(path, extname(path)));
  return names.map((name, index) => (names.indexOf(name) === index ? name : `${name}-${index + 1}`));
}

function formatList(text: string): readonly Format[] {
  const formats = text.split(",").map((each) => each.trim());
  const wrong = formats.find((each) => !FORMATS.some((format) => format === each));
  if (wrong !== undefined) {
    throw new InputError(
      `--format: got ${JSON.stringify(wrong)}, must be ${FORMATS.join(", ")}, or several with commas`,
    );
  }
  return [...new Set(formats)] as Format[];
}
