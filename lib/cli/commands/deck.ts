/** `hiernas deck`: a talk from an outline and studies. */
import { existsSync } from "node:fs";
import { basename } from "node:path";
import type { Command } from "commander";
import { makeDeck } from "../../deck/deck.js";
import { pickStudy, readDeckData } from "../../deck/deck-data.js";
import { type DeckFormat, deckFormats } from "../../deck/made-file.js";
import { studyOutline } from "../../deck/outline/study-outline.js";
import { findChromium, NO_CHROMIUM } from "../../deck/pdf/find-chromium.js";
import { writeDeck } from "../../deck/write-deck.js";
import { deckTables } from "../../deck/pictures/table-figures.js";
import { shellWord } from "../shell-word.js";
import { parseOutline } from "../../deck/outline/parse-outline.js";
import { deckFigures } from "../../deck/pictures/figure-table.js";
import { readFileText } from "../../files/read-file.js";
import { writingWords } from "../../files/write-file.js";
import { InputError } from "../../input/errors.js";
import { printable, visible } from "../../input/printable.js";
import { counted } from "../../input/quantity.js";
import { talkFile } from "../../deck/outline/talk-file.js";
import { formatList } from "../format-list.js";
import { pathOption, writeOutput } from "../output.js";

interface DeckOptions {
  readonly data?: readonly string[];
  readonly outline?: string;
  readonly out: string;
  readonly format?: readonly DeckFormat[];
  readonly init?: string;
  readonly figures?: boolean;
}

/** Adds `deck` to the program. */
export function addDeck(program: Command): void {
  const path = pathOption;
  program
    .command("deck")
    .description("writes a talk: every figure drawn from data, as a page, a PDF and an editable PowerPoint file")
    .option("--data <study...>", "studies to draw from (default: the searches recorded with the project)")
    .option("--outline <file>", "the talk in Markdown (default: notebooks/talk.md, the seed deck's)", path("--outline"))
    .option("--out <folder>", "where the files go; created if missing", path("--out"), "out/deck")
    .option(
      "--format <list>",
      `one of ${deckFormats.join(", ")}, or several with commas (default: all)`,
      formatList(deckFormats),
    )
    .option("--init <file>", "writes an outline of your own to begin with, and no deck", path("--init"))
    .option("--figures", "lists the figures that an outline can name")
    .addHelpText(
      "after",
      "\nAn outline: # begins a part (the first is the title), ## a slide; items of a list with + come one by one;\n![figure: NAME ARGUMENTS] on a line of its own is a figure; what follows Notes: is the speaker's.\n\nExample:\n  npx hiernas deck --init talk.md --data my-study.sqlite\n  npx hiernas deck --outline talk.md --data my-study.sqlite --out talk --format html",
    )
    .action(runDeck);
}

async function runDeck(options: DeckOptions): Promise<void> {
  if (options.figures === true) return listFigures();
  if (options.init !== undefined) return beginOutline(options.init, options.data ?? []);
  const { out, data: paths = [] } = options;
  const outlineFile = options.outline ?? talkFile;
  const where = visible(basename(outlineFile));
  const outline = parseOutline(readFileText(outlineFile), where);
  const chromium = findChromium();
  const formats = (options.format ?? deckFormats).filter((format) => format !== "pdf" || chromium !== undefined);
  if (chromium === undefined && (options.format ?? deckFormats).includes("pdf")) {
    if (options.format !== undefined) throw new InputError(`--format pdf: ${NO_CHROMIUM}`);
    process.stderr.write(`left out the PDF: ${NO_CHROMIUM}\n`);
  }
  const name = basename(outlineFile).replace(/\.[^.]*$/, "");
  const deck = makeDeck(outline, await readDeckData(paths), where);
  for (const warning of deck.warnings) process.stderr.write(`${warning}\n`);
  const files = await writeFiles(deck, out, name, formats);
  process.stdout.write(`${counted(deck.slides.length, "slide")} in ${files.map((path) => visible(path)).join(", ")}\n`);
}

async function writeFiles(...given: Parameters<typeof writeDeck>): Promise<readonly string[]> {
  try {
    return await writeDeck(...given);
  } catch (error) {
    if (error instanceof InputError) throw new InputError(`--out: ${error.message}`, { cause: error });
    if (typeof (error as NodeJS.ErrnoException).code !== "string") throw error;
    throw new InputError(`--out ${printable(given[1])}: cannot be written: ${writingWords(error)}`, { cause: error });
  }
}

function listFigures(): void {
  const all = [...deckFigures, ...deckTables].sort((one, other) => one.name.localeCompare(other.name));
  for (const { name, words } of all) process.stdout.write(`${name.padEnd(26)}${words}\n`);
}

/** Writes an outline to begin with: the talk about the studies, or the project's own. */
async function beginOutline(path: string, paths: readonly string[]): Promise<void> {
  if (existsSync(path)) throw new InputError(`--init ${printable(path)}: is there already, and stays as it is`);
  const data = paths.length === 0 ? "" : ` --data ${paths.map(shellWord).join(" ")}`;
  const command = `npx hiernas deck --outline ${shellWord(path)}${data} --out talk`;
  const text =
    paths.length === 0
      ? readFileText(talkFile)
      : studyOutline(pickStudy(await readDeckData(paths), undefined), command);
  writeOutput(text, path);
  process.stdout.write(`${visible(path)}: the outline; ${command} writes the slides\n`);
}
