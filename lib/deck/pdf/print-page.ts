/** A deck's page → PDF, printed by Chromium: text stays text, the font is in it, links lead on. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type * as playwright from "playwright-core";
import { InputError } from "../../input/errors.js";
import { printable } from "../../input/printable.js";
import { slideSize } from "../layout/slide-size.js";
import { findChromium, NO_CHROMIUM } from "./find-chromium.js";

/** How long Chromium may take to start, and to lay out a deck. */
const PATIENCE_MILLIS = 120_000;

const ARGUMENTS = [
  "--disable-gpu",
  "--disable-quic",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/**
 * The bytes of the PDF of a deck's page, a slide a page. Rejects with InputError where there is no Chromium, and where it
 * fails. `executablePath` is its program.
 */
export async function printPage(
  page: string,
  executablePath: string | undefined = findChromium(),
): Promise<Uint8Array> {
  if (executablePath === undefined) throw new InputError(`pdf: ${NO_CHROMIUM}`);
  const folder = mkdtempSync(join(tmpdir(), "hiernas-deck-"));
  const html = join(folder, "deck.html");
  try {
    writeFileSync(html, page);
    return await print(`${pathToFileURL(html).href}?view=print`, executablePath);
  } catch (error) {
    const [line] = (error as Error).message.split("\n");
    throw new InputError(`pdf: ${printable(executablePath)} did not print the page: ${printable(line, 200)}`, {
      cause: error,
    });
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

const requireHere = createRequire(__filename);

async function print(address: string, executablePath: string): Promise<Uint8Array> {
  // Loaded only here, so that no other command waits for it.
  const { chromium } = requireHere("playwright-core") as typeof playwright;
  // As the superuser, in a container for example, Chromium refuses to run with its sandbox.
  const sandbox = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
  const browser = await chromium.launch({ executablePath, args: [...ARGUMENTS, ...sandbox], timeout: PATIENCE_MILLIS });
  try {
    const context = await browser.newContext({ viewport: slideSize, offline: true, colorScheme: "light" });
    const tab = await context.newPage();
    await tab.goto(address, { timeout: PATIENCE_MILLIS });
    await tab.waitForSelector("html.print-pdf .pdf-page", { timeout: PATIENCE_MILLIS, state: "attached" });
    await tab.evaluate("document.fonts.ready.then(() => true)");
    return await tab.pdf({ preferCSSPageSize: true, printBackground: true, tagged: true, outline: true });
  } finally {
    await browser.close();
  }
}
