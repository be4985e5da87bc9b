/** A deck's page → PDF, printed by Chromium: text stays text, the font is in it, links lead on. */
import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { InputError } from "../../input/errors.js";
import { printable } from "../../input/printable.js";
import { findChromium, NO_CHROMIUM } from "./find-chromium.js";

/** How long Chromium may take for a deck. */
const PATIENCE_MILLIS = 180_000;

/** How long, in the page's own time, its scripts run before it is printed. */
const SCRIPT_MILLIS = 10_000;

/**
 * The bytes of the PDF of a deck's page, a slide a page. Rejects with InputError where there is no Chromium, and where it
 * fails. `chromium` is its program.
 */
export async function printPage(page: string, chromium: string | undefined = findChromium()): Promise<Uint8Array> {
  if (chromium === undefined) throw new InputError(`pdf: ${NO_CHROMIUM}`);
  const folder = mkdtempSync(join(tmpdir(), "hiernas-deck-"));
  try {
    const [html, pdf] = ["deck.html", "deck.pdf"].map((name) => join(folder, name));
    writeFileSync(html, page);
    const problem = await run(chromium, [
      ...["--headless", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update"],
      // As the superuser, in a container for example, Chromium refuses to run with its sandbox.
      ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
      ...[`--user-data-dir=${join(folder, "profile")}`, "--no-pdf-header-footer", `--print-to-pdf=${pdf}`],
      ...[`--virtual-time-budget=${SCRIPT_MILLIS}`, `${pathToFileURL(html).href}?view=print`],
    ]);
    try {
      return readFileSync(pdf);
    } catch {
      throw new InputError(`pdf: ${printable(chromium)} did not print the page: ${problem}`);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** Runs a program and says what went wrong, in one line. */
async function run(program: string, args: readonly string[]): Promise<string> {
  return new Promise((resolve) => {
    execFile(program, args, { timeout: PATIENCE_MILLIS }, (error, _stdout, stderr) => {
      const lines = stderr.split("\n").filter((line) => line.trim() !== "");
      const said = error === null ? "it said nothing" : (lines.at(-1) ?? error.message);
      resolve(printable(said, 200));
    });
  });
}
