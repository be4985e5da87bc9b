// Folders of pictures made by sharp: classes that a small network learns, in every format and condition.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { crc32, deflateSync } from "node:zlib";
import sharp, { type Sharp } from "sharp";
import { createRandom } from "../../../lib/random.js";

/** What a made folder holds. */
export interface MadeFolder {
  readonly classes?: number;
  /** Pictures of each class. */
  readonly train?: number;
  /** 0: no folder val. */
  readonly val?: number;
  readonly side?: number;
}

/** A class's colour stripes: its number gives their direction, period and tint. */
export function stripes(label: number, seed: string, width: number, height: number): Sharp {
  const random = createRandom(seed);
  const pixels = Buffer.alloc(width * height * 3);
  const period = 4 + 3 * Math.floor(label / 2);
  const phase = random.integer(period);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const along = label % 2 === 0 ? x : y;
      const bright = (along + phase) % period < period / 2;
      for (let channel = 0; channel < 3; channel++) {
        const tint = channel === label % 3 ? 40 : 0;
        pixels[3 * (y * width + x) + channel] = (bright ? 170 : 60) + tint + random.integer(30);
      }
    }
  }
  return sharp(pixels, { raw: { width, height, channels: 3 } });
}

/** Makes `train/CLASS/*.jpg` and `val/CLASS/*.png` in `folder`, of sizes around `side`. */
export async function makePictureFolder(
  folder: string,
  { classes = 3, train = 6, val = 2, side = 24 }: MadeFolder = {},
): Promise<string> {
  for (const [split, count] of Object.entries({ train, val })) {
    for (let label = 0; label < classes; label++) {
      if (count === 0) continue;
      const place = join(folder, split, `class ${label}`);
      mkdirSync(place, { recursive: true });
      for (let index = 0; index < count; index++) {
        const seed = `${split}/${label}/${index}`;
        const picture = stripes(label, seed, side + (index % 3) * 4, side + (index % 2) * 6);
        const path = join(place, `${String(index).padStart(3, "0")}.${split === "train" ? "jpg" : "png"}`);
        await (split === "train" ? picture.jpeg({ quality: 90 }) : picture.png()).toFile(path);
      }
    }
  }
  return folder;
}

/** A valid PNG of one colour and any size, a few kilobytes: its pixels exist only once it is decoded. */
export function hugePng(width: number, height: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header[8] = 1;
  const rows = deflateSync(Buffer.alloc(height * (1 + Math.ceil(width / 8))));
  const chunk = (type: string, data: Buffer): Buffer => {
    const body = Buffer.concat([Buffer.from(type), data]);
    const ends = [Buffer.alloc(4), Buffer.alloc(4)];
    ends[0].writeUInt32BE(data.length);
    ends[1].writeUInt32BE(crc32(body));
    return Buffer.concat([ends[0], body, ends[1]]);
  };
  const signature = Buffer.from("89504e470d0a1a0a", "hex");
  return Buffer.concat([signature, chunk("IHDR", header), chunk("IDAT", rows), chunk("IEND", Buffer.alloc(0))]);
}

/** Writes a file into a made folder. */
export function put(folder: string, path: string, bytes: Uint8Array | string): void {
  mkdirSync(join(folder, path, ".."), { recursive: true });
  writeFileSync(join(folder, path), bytes);
}
