/** `npm run gallery`: every picture of the gallery as PNG, and the page that shows them. */
import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join, relative } from "node:path";
import { svgToSmallPng } from "../../figures/output/png.js";
import { writeFileWhole } from "../../files/write-file.js";
import { makeWritableFolder } from "../writable-folder.js";
import { galleryPage } from "./gallery-page.js";
import { type DrawnPicture, drawPicture, measuredPictures, readRecordedStudies } from "./gallery-picture.js";
import { galleryPictures } from "./gallery-pictures.js";
import { report } from "../../cli/main.js";
import { projectFolder } from "../../files/project-folder.js";

/** The gallery's folder. */
export const galleryFolder: string = join(projectFolder, "notebooks", "gallery");

const sourcesFile = join(galleryFolder, "pictures.json");

/** The `source` of each {@link DrawnPicture}, by its name. */
export type PictureSources = Readonly<Record<string, string>>;

/** The sources of the gallery's pictures when they were written. */
export function readSources(): PictureSources {
  return existsSync(sourcesFile) ? (JSON.parse(readFileSync(sourcesFile, "utf8")) as PictureSources) : {};
}

/** Writes the gallery and returns the exit code. With `fresh`, rewrites up-to-date pictures too. */
export async function main({ fresh }: { readonly fresh: boolean }): Promise<number> {
  try {
    makeWritableFolder(galleryFolder, "clone the project into your own folder");
    const studies = await readRecordedStudies();
    const drawn = measuredPictures(galleryPictures, studies).map((picture) => drawPicture(picture, studies));
    const known = fresh ? {} : readSources();
    const written = drawn.filter((each) => writePicture(each, known));
    const sources = Object.fromEntries(drawn.map(({ picture, source }) => [picture.name, source]));
    writeFileWhole(sourcesFile, `${JSON.stringify(sources, null, 2)}\n`);
    writeFileWhole(join(galleryFolder, "README.md"), galleryPage(drawn));
    const names = new Set(drawn.map(({ picture }) => `${picture.name}.png`));
    for (const file of readdirSync(galleryFolder)) {
      if (file.endsWith(".png") && !names.has(file)) rmSync(join(galleryFolder, file));
    }
    process.stdout.write(
      `${relative(process.cwd(), galleryFolder)}: ${drawn.length} pictures, ${written.length} redrawn\n`,
    );
    return 0;
  } catch (error) {
    return report(error);
  }
}

function writePicture({ picture, svg, pixelWidth, source }: DrawnPicture, known: PictureSources): boolean {
  const path = join(galleryFolder, `${picture.name}.png`);
  if (existsSync(path) && known[picture.name] === source) return false;
  writeFileWhole(path, svgToSmallPng(svg, { mode: "width", value: pixelWidth }));
  return true;
}
