/** Finds Chromium, which prints a deck's page. */
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

/** The names of Chromium and of browsers made from it, as `npx hiernas doctor` looks for them. */
const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"] as const;

/** Where macOS has it, which is on no search path. */
const PLACES = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
] as const;

/** The path of Chromium; undefined where there is none. `searchPath` is by default that of the environment. */
export function findChromium(searchPath: string = process.env.PATH ?? ""): string | undefined {
  const folders = searchPath.split(delimiter).filter((folder) => folder !== "");
  const candidates = [...NAMES.flatMap((name) => folders.map((folder) => join(folder, name))), ...PLACES];
  return candidates.find((path) => {
    try {
      accessSync(path, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/** What to do where there is no Chromium. */
export const NO_CHROMIUM =
  "there is no Chromium to print it: install one (sudo apt-get install chromium), or print the page from any browser with ?view=print after its name";
