/** The process that decodes a few pictures for one that waits: pictures and size as JSON on stdin, pixels on stdout. */
import { readFileSync } from "node:fs";
import { makeLabels } from "../images.js";
import { PICTURE_CHANNELS } from "./decode-region.js";
import type { AskedPictures } from "./decode-now.js";
import { decodeWhole } from "./load-pictures.js";

async function decode({ paths, sizes, size }: AskedPictures): Promise<void> {
  const labels = makeLabels(paths.map(() => 0));
  const pictures = { ...size, channels: PICTURE_CHANNELS, count: paths.length, paths, labels };
  const { pixels } = await decodeWhole({ ...pictures, sizes: Int32Array.from(sizes) }, size);
  process.stdout.write(pixels);
}

decode(JSON.parse(readFileSync(0, "utf8")) as AskedPictures).catch((error: unknown) => {
  process.stderr.write(String((error as Error).message));
  process.exitCode = 1;
});
