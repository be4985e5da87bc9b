/** Reads every file of a picture folder once: can it be used, how large is it, what are its bytes? */
import { createHash } from "node:crypto";
import { join } from "node:path";
import { readFileBytes } from "../../files/read-file.js";
import { InputError } from "../../input/errors.js";
import { limits } from "../../input/limits.js";
import { printable } from "../../input/printable.js";
import { inParallel } from "./in-parallel.js";
import type { IndexedSplit, PictureIndex, SkippedPicture } from "./picture-index.js";
import type { PictureFile, PictureFolder } from "./scan-folder.js";
import { loadSharp, openPicture } from "./sharp.js";

/** What reading a file gave. */
type Examined = { readonly digest: string } & (
  { readonly width: number; readonly height: number } | { readonly reason: string }
);

/** Decoding every pixel at this size finds broken files, and is fast: JPEG decodes to a fraction of its size. */
const LOOK_SIDE = 64;

/**
 * The index of a scanned folder; calls `onFile` after each file. A file that is empty, broken, too large, no picture or
 * cannot be read is skipped. Throws InputError for a class that has no other.
 */
export async function examineFolder(folder: PictureFolder, onFile: () => void): Promise<PictureIndex> {
  const hash = createHash("sha256");
  const skipped: SkippedPicture[] = [];
  const split = async (files: readonly PictureFile[]): Promise<IndexedSplit> => {
    const found = await inParallel(files, async (file) => {
      const examined = await examine(join(folder.folder, file.path), file);
      onFile();
      return examined;
    });
    const [paths, labels, sizes]: [string[], number[], number[]] = [[], [], []];
    found.forEach((each, index) => {
      const { path, label } = files[index];
      hash.update(`${path}\0${each.digest}\n`);
      if ("reason" in each) {
        skipped.push({ path, reason: each.reason });
        return;
      }
      paths.push(path);
      labels.push(label);
      sizes.push(each.width, each.height);
    });
    const used = new Set(labels);
    const lost = files.find(({ label }) => !used.has(label));
    if (lost !== undefined) {
      const { path, reason } = skipped.find((each) => each.path === lost.path) as SkippedPicture;
      throw new InputError(
        `${printable(folder.folder)}: class ${printable(folder.classNames[lost.label])} has no picture that can be used (${printable(path)}: ${reason}); mend or remove it`,
      );
    }
    return { paths, labels, sizes };
  };
  const train = await split(folder.train);
  const val = folder.val && (await split(folder.val));
  return { classNames: folder.classNames, fingerprint: hash.digest("hex"), train, ...(val && { val }), skipped };
}

async function examine(path: string, file: PictureFile): Promise<Examined> {
  const bad = (reason: string, digest = "") => ({ digest, reason });
  if (file.bytes === undefined) return bad("a link that leads nowhere or in a circle");
  let bytes: Buffer;
  try {
    bytes = readFileBytes(path, limits.pictureBytes);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return bad(error.message.slice(printable(path).length + 2));
  }
  const digest = createHash("sha256").update(bytes).digest("hex");
  if (bytes.length === 0) return bad("has no bytes", digest);
  if (!isKnownFormat(bytes)) return bad("is no JPEG, PNG or WebP", digest);
  try {
    // The header alone, before anything is decoded.
    const { width, height, autoOrient } = await loadSharp()(bytes, { limitInputPixels: false }).metadata();
    if (width * height > limits.picturePixels) {
      return bad(`has ${width}×${height} pixels, more than ${limits.picturePixels}`, digest);
    }
    const look = openPicture(bytes, { failOn: "error", limitInputPixels: limits.picturePixels });
    await look.resize(LOOK_SIDE, LOOK_SIDE, { fit: "inside" }).raw().toBuffer();
    return { digest, width: autoOrient.width, height: autoOrient.height };
  } catch {
    // Decoded side by side, one picture's error can hold the library's words about another.
    return bad("cannot be decoded: cut short or damaged", digest);
  }
}

/** By the first bytes: names lie (ImageNet has a PNG among its `.JPEG`). */
function isKnownFormat(bytes: Buffer): boolean {
  const head = bytes.toString("latin1", 0, 12);
  return head.startsWith("\xff\xd8\xff") || head.startsWith("\x89PNG\r\n\x1a\n") || /^RIFF[^]{4}WEBP$/.test(head);
}
