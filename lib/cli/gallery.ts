/** `npm run gallery`: every picture of the gallery as PNG, and the page that shows them. Ours. */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { readPngComment, svgToIndexedPng } from "../figures/indexed-png.js";
import { toSvg } from "../figures/svg.js";
import { InputError } from "../input-error.js";
import { figureRows } from "../study/figure-rows.js";
import { recordedSearch, recordedSearches } from "../study/recorded-searches.js";
import { readStudy } from "../study/study.js";
import { galleryPage } from "./gallery-page.js";
import { type GalleryPicture, galleryPictures, type RecordedStudies, type RecordedStudy } from "./gallery-pictures.js";
import { report } from "./main.js";

const HELP = `npm run gallery [-- --fresh]

Draws notebooks/gallery: its pictures and its page. A picture that shows what is drawn today is left as it is.

  --fresh   draws those again too

Example: npm run gallery
`;

const project = resolve(__dirname, "..", "..", "..");

/** The gallery's folder. Ours. */
export const galleryFolder: string = join(project, "notebooks", "gallery");

/** The most pixels of the page that a picture takes. */
const MOST_WIDTH = 880;

/** A picture as SVG text, how wide the page shows it, and what its PNG says that it was made of. Ours. */
export interface DrawnPicture {
  readonly picture: GalleryPicture;
  readonly svg: string;
  readonly shownWidth: number;
  readonly source: string;
}

/** Reads the recorded searches for the gallery. Ours. Throws InputError when one is missing. */
export async function readRecordedStudies(): Promise<RecordedStudies> {
  const studies: (readonly [string, RecordedStudy])[] = [];
  for (const name of recordedSearches) {
    const study = await readStudy(recordedSearch(name), async (opened) => ({
      figures: await figureRows(opened),
      individuals: await opened.individuals(),
    }));
    studies.push([name, study]);
  }
  return Object.freeze(Object.fromEntries(studies)) as RecordedStudies;
}

/**
 * Draws a picture as SVG. `source` is a digest of that text, which is the same on every machine; a PNG's bytes are not (how edges are rounded and bytes packed depends on the processor and on Node), so
 * pictures are compared by it. Coordinates count to a hundredth of a pixel, for another version of Node may compute the last digit of a logarithm otherwise. Ours.
 */
export function drawPicture(picture: GalleryPicture, studies: RecordedStudies): DrawnPicture {
  const svg = toSvg(picture.figure(studies));
  const width = Number(/ width="([^"]+)"/.exec(svg)?.[1]);
  const rounded = svg.replace(/-?\d+\.\d+(e-?\d+)?/g, (number) => String(Math.round(100 * Number(number)) / 100));
  const digest = createHash("sha256").update(rounded).digest("hex");
  return { picture, svg, shownWidth: Math.min(MOST_WIDTH, Math.ceil(width)), source: `SVG ${digest}` };
}

/** Writes the gallery (arguments: `--fresh`, `--help`) and gives the exit code. Ours. */
export async function main(args: readonly string[]): Promise<number> {
  if (args.includes("--help")) {
    process.stdout.write(HELP);
    return 0;
  }
  try {
    const unknown = args.find((argument) => argument !== "--fresh");
    if (unknown !== undefined) throw new InputError(`gallery: ${unknown}: no such option; npm run gallery -- --help`);
    const studies = await readRecordedStudies();
    mkdirSync(galleryFolder, { recursive: true });
    const drawn = galleryPictures.map((picture) => drawPicture(picture, studies));
    const written = drawn.filter((each) => writePicture(each, args.includes("--fresh")));
    writeFileSync(join(galleryFolder, "README.md"), galleryPage(drawn));
    const names = new Set(drawn.map(({ picture }) => `${picture.name}.png`));
    for (const file of readdirSync(galleryFolder)) {
      if (file.endsWith(".png") && !names.has(file)) rmSync(join(galleryFolder, file));
    }
    process.stdout.write(
      `${relative(process.cwd(), galleryFolder)}: ${drawn.length} pictures, ${written.length} drawn again\n`,
    );
    return 0;
  } catch (error) {
    return report(error);
  }
}

/** Two pixels of the image for one of the page, and at least all of the figure's own. */
function writePicture({ picture, svg, shownWidth, source }: DrawnPicture, fresh: boolean): boolean {
  const path = join(galleryFolder, `${picture.name}.png`);
  if (!fresh && existsSync(path) && readPngComment(readFileSync(path)) === source) return false;
  const width = Number(/ width="([^"]+)"/.exec(svg)?.[1]);
  const value = Math.max(2 * shownWidth, Math.ceil(width));
  writeFileSync(path, svgToIndexedPng(svg, { mode: "width", value }, source));
  return true;
}
