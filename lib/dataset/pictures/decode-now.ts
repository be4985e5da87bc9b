/** A few pictures, decoded while the caller waits. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { InputError } from "../../input/errors.js";
import { limits } from "../../input/limits.js";
import { printable } from "../../input/printable.js";
import { type Images, makeImages } from "../images.js";
import type { Size } from "../resize.js";
import type { Pictures } from "./pictures.js";

/** What `decode-main` is asked. */
export interface AskedPictures {
  readonly paths: readonly string[];
  readonly sizes: readonly number[];
  readonly size: Size;
}

/** The pictures in memory at their size, the largest part of its shape each. Throws InputError when one is broken. */
export function decodeNow({ paths, sizes, height, width, channels, labels }: Pictures): Images {
  const asked: AskedPictures = { paths, sizes: [...sizes], size: { height, width } };
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(__dirname, "decode-main.js")], {
    input: JSON.stringify(asked),
    maxBuffer: limits.imageBytes,
  });
  if (status !== 0) throw new InputError(`pictures: cannot be decoded: ${printable(stderr.toString().trim())}`);
  return makeImages({ height, width, channels, pixels: Uint8Array.from(stdout), labels });
}
