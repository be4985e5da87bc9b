/** `npm run gallery`: every picture of the gallery as PNG, and the page that shows them. */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { svgToSmallPng } from "../../figures/output/png.js";
import { InputError } from "../../input/errors.js";
import { galleryPage } from "./gallery-page.js";
import { type DrawnPicture, drawPicture, readRecordedStudies } from "./gallery-picture.js";
import { galleryPictures } from "./gallery-pictures.js";
import { report } from "../../cli/main.js";
import { projectFolder } from "../../files/project-folder.js";

const HELP = `npm run gallery [-- --fresh]

Draws notebooks/gallery: its pictures and its page. A picture that shows what is drawn today is left as it is.

  --fresh   draws those again too

Example: npm run gallery
`;

/** The gallery's folder. */
export const galleryFolder: string = join(projectFolder, "notebooks", "gallery");

const sourcesFile = join(galleryFolder, "pictures.json");

/** What each picture was made of, by its name: the `source` of {@link DrawnPicture}. */
export type PictureSources = Readonly<Record<string, string>>;

/** What the gallery's pictures were made of when they were written. */
export function readSources(): PictureSources {
  return existsSync(sourcesFile) ? (JSON.parse(readFileSync(sourcesFile, "utf8")) as PictureSources) : {};
}

/** Writes the gallery (arguments: `--fresh`, `--help`) and gives the exit code. */
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
    const known = args.includes("--fresh") ? {} : readSources();
    const written = drawn.filter((each) => writePicture(each, known));
    const sources = Object.fromEntries(drawn.map(({ picture, source }) => [picture.name, source]));
    writeFileSync(sourcesFile, `${JSON.stringify(sources, null, 2)}\n`);
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

function writePicture({ picture, svg, pixelWidth, source }: DrawnPicture, known: PictureSources): boolean {
  const path = join(galleryFolder, `${picture.name}.png`);
  if (existsSync(path) && known[picture.name] === source) return false;
  writeFileSync(path, svgToSmallPng(svg, { mode: "width", value: pixelWidth }));
  return true;
}
