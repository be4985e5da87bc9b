import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { galleryFolder, readSources } from "../../../lib/instruments/gallery/gallery.js";
import {
  drawPicture,
  type DrawnPicture,
  type GalleryPicture,
  measuredPictures,
  readRecordedStudies,
  type RecordedStudies,
} from "../../../lib/instruments/gallery/gallery-picture.js";
import { galleryPage } from "../../../lib/instruments/gallery/gallery-page.js";
import { galleryPictures } from "../../../lib/instruments/gallery/gallery-pictures.js";
import { main } from "../../../lib/cli/main.js";
import type { Figure } from "../../../lib/figures/output/figure.js";
import { toJson } from "../../../lib/figures/output/json.js";
import * as hiernas from "../../../lib/index.js";
import * as figures from "../../../lib/public/figures.js";
import * as literature from "../../../lib/public/literature.js";
import * as instruments from "../../../lib/public/instruments.js";
import * as studiesList from "../../../lib/public/studies.js";
import * as training from "../../../lib/public/training.js";

const MEND = "npm run gallery, then look at what changed";

describe("the gallery", function () {
  this.timeout(60_000);
  let studies: RecordedStudies;
  let drawn: readonly DrawnPicture[];
  before(async () => {
    studies = await readRecordedStudies();
    drawn = measuredPictures(galleryPictures, studies).map((picture) => drawPicture(picture, studies));
  });

  it("has up-to-date pictures", () => {
    const sources = readSources();
    const old = drawn.filter(({ picture, source }) => sources[picture.name] !== source);
    assert.deepEqual(
      old.map(({ picture }) => picture.name),
      [],
      MEND,
    );
  });

  it("has an up-to-date page", () => {
    assert.ok(readFileSync(join(galleryFolder, "README.md"), "utf8") === galleryPage(drawn), MEND);
  });

  it("contains its pictures and nothing else, at most 6 MB in total", () => {
    const files = readdirSync(galleryFolder);
    const names = [...new Set(drawn.map(({ picture }) => `${picture.name}.png`)), "README.md", "pictures.json"];
    assert.deepEqual([...files].sort(), names.sort());
    const bytes = files.reduce((sum, file) => sum + statSync(join(galleryFolder, file)).size, 0);
    assert.ok(bytes <= 6e6, `${bytes} bytes`);
  });

  for (const picture of galleryPictures) {
    it(`shows the code that makes ${picture.name}, or waits for its data`, async () => {
      if (measuredPictures([picture], studies).length === 0) {
        return assert.ok(!existsSync(join(galleryFolder, `${picture.name}.png`)), MEND);
      }
      const spec = toJson(picture.figure(studies));
      assert.ok((await specOf(picture, studies)) === spec, picture.code);
    });
  }
});

/** The specification that the picture's code makes. */
async function specOf({ code }: GalleryPicture, studies: RecordedStudies): Promise<string> {
  return code.startsWith("npx hiernas ") ? specOfCommand(code) : toJson(await figureOfLines(code, studies));
}

async function specOfCommand(command: string): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "hiernas-gallery-"));
  try {
    const file = join(folder, "drawing.json");
    const words = command.split(" ").slice(2);
    assert.equal(await main([...words.slice(0, -1), file]), 0, command);
    return readFileSync(file, "utf8");
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const { constructor: AsyncFunction } = (async () => undefined) as unknown as {
  readonly constructor: new (...parts: readonly string[]) => (...values: readonly unknown[]) => Promise<void>;
};

async function figureOfLines(code: string, studies: RecordedStudies): Promise<Figure> {
  const shown: Figure[] = [];
  const names: Readonly<Record<string, unknown>> = {
    ...{ ...hiernas, ...figures, ...literature, ...instruments, ...studiesList, ...training },
    readFileSync,
    show: (figure: Figure) => shown.push(figure),
    // Read once for all.
    recorded: async (name: literature.RecordedSearch) => studies.searches[name],
    recordedExperiment: async () => studies.evolution,
  };
  await new AsyncFunction(...Object.keys(names), code)(...Object.values(names));
  assert.equal(shown.length, 1, code);
  return shown[0];
}
