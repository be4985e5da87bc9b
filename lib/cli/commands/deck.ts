/** `hiernas deck`: a talk from an outline and studies. */
import { existsSync } from "node:fs";
import { basename, join } from "node:path";
import type { Command } from "commander";
import { type Deck, makeDeck } from "../../deck/deck.js";
import { readDeckData } from "../../deck/deck-data.js";
import { deckPage } from "../../deck/html/deck-page.js";
import { parseOutline } from "../../deck/outline/parse-outline.js";
import { deckFigures } from "../../deck/pictures/figure-table.js";
import { presentationBytes } from "../../deck/powerpoint/presentation.js";
import { readFileText } from "../../files/read-file.js";
import { InputError } from "../../input/errors.js";
import { printable, visible } from "../../input/printable.js";
import { counted } from "../../input/quantity.js";
import { talkFile } from "../../deck/outline/talk-file.js";
import { pathOption, writeInto } from "../output.js";

const FORMATS = ["html", "pdf", "pptx"] as const;
type Format = (typeof FORMATS)[number];

interface DeckOptions {
  readonly data?: readonly string[];
  readonly outline?: string;
  readonly out: string;
  readonly format: readonly Format[];
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
    .option("--format <list>", `one of ${FORMATS.join(", ")}, or several with commas`, formatList, [...FORMATS])
    .option("--init <file>", "writes an outline of your own to begin with, and no deck", path("--init"))
    .option("--figures", "lists the figures that an outline can name")
    .addHelpText(
      "after",
      "\nAn outline: # begins a part (the first is the title), ## a slide; items of a list with + come one by one;\n![figure: NAME ARGUMENTS] on a line of its own is a figure; what follows Notes: is the speaker's.\n\nExample:\n  npx hiernas deck --init talk.md --data my-study.sqlite\n  npx hiernas deck --outline talk.md --data my-study.sqlite --out talk --format html",
    )
    .action(writeDeck);
}

async function writeDeck(options: DeckOptions): Promise<void> {
  const { out, format: formats, data: paths = [] } = options;
  if (options.figures === true) {
    for (const { name, words } of deckFigures) process.stdout.write(`${name.padEnd(26)}${words}\n`);
    return;
  }
  const outlineFile = options.outline ?? talkFile;
  const where = basename(outlineFile);
  const outline = parseOutline(readFileText(outlineFile), visible(where));
  const data = await readDeckData(paths);
  const deck = makeDeck(outline, data, visible(where));
  const name = basename(outlineFile).replace(/\.[^.]*$/, "");
  const files = formats.map((format) => ({ format, path: join(out, `${name}.${format}`) }));
  for (const { path } of files) refuseForeign(path);
  for (const warning of deck.warnings) process.stderr.write(`${warning}\n`);
  for (const { format, path } of files) writeInto(path, await contentOf(deck, format));
  process.stdout.write(
    `${counted(deck.slides.length, "slide")} in ${files.map(({ path }) => visible(path)).join(", ")}\n`,
  );
}

async function contentOf(deck: Deck, format: Format): Promise<string | Uint8Array> {
  if (format === "html") return deckPage(deck);
  if (format === "pptx") return presentationBytes(deck);
  throw new InputError(`--format: ${format} is not there yet`);
}

function refuseForeign(path: string): void {
  if (existsSync(path)) return;
}

function formatList(text: string): readonly Format[] {
  const isFormat = (each: string): each is Format => FORMATS.some((format) => format === each);
  const formats = text.split(",").map((each) => each.trim());
  const wrong = formats.find((each) => !isFormat(each));
  if (wrong !== undefined) {
    throw new InputError(`--format: got ${printable(wrong)}, must be ${FORMATS.join(", ")}, or several with commas`);
  }
  return [...new Set(formats.filter(isFormat))];
}
