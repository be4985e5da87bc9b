/** Chromium for tests of pages: Debian's package, never downloaded by a test tool. */
import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";

const PLACES = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** A headless browser, or undefined after printing `skipped: no chromium`; the caller then skips its test. */
export async function openChromium(): Promise<Browser | undefined> {
  const executablePath = PLACES.find((place) => existsSync(place));
  if (executablePath === undefined) {
    console.log("skipped: no chromium");
    return undefined;
  }
  const args = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ];
  return chromium.launch({ executablePath, args });
}
