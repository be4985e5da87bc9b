/** A deck → files. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { readFileBytes } from "../files/read-file.js";
import { writeFileWhole } from "../files/write-file.js";
import { InputError } from "../input/errors.js";
import { printable } from "../input/printable.js";
import type { Deck } from "./deck.js";
import { deckPage } from "./html/deck-page.js";
import { type DeckFormat, isMade, markMade } from "./made-file.js";
import { printPage } from "./pdf/print-page.js";
import { presentationBytes } from "./powerpoint/presentation.js";

/**
 * Writes `<folder>/<name>.html`, `.pdf` and `.pptx`, whichever `formats` names, and returns their paths. Rejects with
 * InputError, before anything is drawn, where a file of that name was not made here or has been edited since; and for a
 * PDF without Chromium. Otherwise with what Node's file functions throw.
 */
export async function writeDeck(
  deck: Deck,
  folder: string,
  name: string,
  formats: readonly DeckFormat[],
): Promise<readonly string[]> {
  const files = formats.map((format) => ({ format, path: join(folder, `${name}.${format}`) }));
  for (const { path, format } of files) refuseForeign(path, format);
  for (const { format, path } of files) {
    const content = await contentOf(deck, format);
    // Drawing takes a while: somebody may have put a file there.
    refuseForeign(path, format);
    writeFileWhole(path, markMade(content, format));
  }
  return files.map(({ path }) => path);
}

async function contentOf(deck: Deck, format: DeckFormat): Promise<string | Uint8Array> {
  if (format === "pptx") return presentationBytes(deck);
  return format === "html" ? deckPage(deck) : printPage(deckPage(deck));
}

/** Nobody's own file is written over, and no deck that somebody has edited. */
function refuseForeign(path: string, format: DeckFormat): void {
  if (!existsSync(path) || isMade(readFileBytes(path), format)) return;
  throw new InputError(`${printable(path)}: is not as hiernas deck left it: move it away, or name another folder`);
}
