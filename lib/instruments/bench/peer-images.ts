/** A protocol's images as files, for a peer. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { PreparedData } from "../../evaluation/prepare-data.js";

/**
 * Writes the images into a new temporary folder: `NAME.pixels` (`[count, height, width, channels]`, one byte each) and
 * `NAME.labels` for each split, and `images.json` with shapes and normalization. Returns the folder; `removePeerImages`
 * removes it.
 */
export function writePeerImages({ training, recalibration, scoring, normalization }: PreparedData): string {
  const folder = mkdtempSync(join(tmpdir(), `hiernas-bench-${process.pid}-`));
  const splits = Object.entries({ training, recalibration, scoring }).map(([name, images]) => {
    writeFileSync(join(folder, `${name}.pixels`), images.pixels);
    writeFileSync(join(folder, `${name}.labels`), images.labels);
    return { name, shape: [images.count, images.height, images.width, images.channels] };
  });
  writeFileSync(join(folder, "images.json"), JSON.stringify({ splits, normalization }));
  return folder;
}

/** Removes the folder. */
export function removePeerImages(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}
