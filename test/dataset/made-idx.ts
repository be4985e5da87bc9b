// IDX files as bytes: three classes in turn, small images.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

/** `count` images whose pixel p of image i is 7·i + p. */
export function idxImages(count: number, height: number, width: number): Buffer {
  const bytes = Buffer.alloc(16 + count * height * width);
  [0x803, count, height, width].forEach((value, side) => bytes.writeUInt32BE(value, 4 * side));
  for (let image = 0; image < count; image++)
    for (let pixel = 0; pixel < height * width; pixel++) bytes[16 + image * height * width + pixel] = 7 * image + pixel;
  return bytes;
}

export function idxLabels(labels: readonly number[]): Buffer {
  const header = Buffer.alloc(8);
  [0x801, labels.length].forEach((value, side) => header.writeUInt32BE(value, 4 * side));
  return Buffer.concat([header, Uint8Array.from(labels)]);
}

/** How {@link writeIdx} differs from its default. */
export interface MadeIdx {
  readonly compress?: boolean;
  readonly labelOf?: (image: number) => number;
  readonly training?: number;
  readonly test?: number;
  readonly height?: number;
  readonly width?: number;
}

/** Writes the four files: 30 images to train on and 9 to test, of 6×5. */
export function writeIdx(
  folder: string,
  { compress = false, labelOf = (image) => image % 3, training = 30, test = 9, height = 6, width = 5 }: MadeIdx = {},
): void {
  for (const [split, count] of Object.entries({ train: training, t10k: test })) {
    const labels = Array.from({ length: count }, (_, image) => labelOf(image));
    const files = { "images-idx3": idxImages(count, height, width), "labels-idx1": idxLabels(labels) };
    for (const [name, bytes] of Object.entries(files)) {
      const path = join(folder, `${split}-${name}-ubyte`);
      writeFileSync(compress ? `${path}.gz` : path, compress ? gzipSync(bytes) : bytes);
    }
  }
}
