/** SVG → PNG with a palette of 256 colours: a third of the size of {@link svgToPng}'s files, for pictures that are kept with the project. Ours. */
import { deflateSync } from "node:zlib";
import { type FitTo, svgToPixels } from "./png.js";

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const MOST_COLOURS = 256;

/**
 * SVG text of ours as the bytes of a PNG file of at most 256 colours; rarer ones become the nearest that is kept. `comment` is kept in the file, for `readPngComment`. The bytes may differ between versions of Node (its
 * compression) and between kinds of processors (rounding of edges): compare what the picture was made of instead. Ours.
 */
export function svgToIndexedPng(svg: string, fitTo: FitTo, comment = ""): Uint8Array {
  const { width, height, pixels } = svgToPixels(svg, fitTo);
  const { palette, indices } = toPalette(pixels);
  const rows = Buffer.alloc(height * (width + 1));
  for (let row = 0; row < height; row++)
    rows.set(indices.subarray(row * width, (row + 1) * width), row * (width + 1) + 1);
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 3, 0, 0, 0], 8);
  const colours = Buffer.from(palette.flatMap((colour) => [colour >> 16, (colour >> 8) & 255, colour & 255]));
  return Buffer.concat([
    SIGNATURE,
    chunk("IHDR", head),
    chunk("tEXt", Buffer.from(`Comment\0${comment}`, "latin1")),
    chunk("PLTE", colours),
    chunk("IDAT", deflateSync(rows, { level: 9 })),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

/** The comment of a PNG that {@link svgToIndexedPng} made; undefined in any other file. Ours. */
export function readPngComment(png: Uint8Array): string | undefined {
  const bytes = Buffer.from(png.buffer, png.byteOffset, png.byteLength);
  if (!bytes.subarray(0, 8).equals(SIGNATURE) || bytes.toString("latin1", 37, 41) !== "tEXt") return undefined;
  return bytes.toString("latin1", 41, 41 + bytes.readUInt32BE(33)).replace(/^Comment\0/, "");
}

/** The most frequent colours, and for each pixel (RGBA, opaque) which one it becomes. */
function toPalette(pixels: Uint8Array): { readonly palette: readonly number[]; readonly indices: Uint8Array } {
  const count = pixels.length / 4;
  const colours = new Uint32Array(count);
  const counts = new Map<number, number>();
  for (let pixel = 0; pixel < count; pixel++) {
    const colour = (pixels[4 * pixel] << 16) | (pixels[4 * pixel + 1] << 8) | pixels[4 * pixel + 2];
    colours[pixel] = colour;
    counts.set(colour, (counts.get(colour) ?? 0) + 1);
  }
  const palette = pickColours([...counts].sort(([one, many], [other, more]) => more - many || one - other));
  const indexOf = new Map<number, number>();
  for (const colour of counts.keys()) indexOf.set(colour, nearest(palette, colour));
  return { palette, indices: Uint8Array.from(colours, (colour) => indexOf.get(colour) as number) };
}

/** Of many colours the most frequent, but no two that nobody tells apart while there are others. */
function pickColours(byCount: readonly (readonly [number, number])[]): readonly number[] {
  const all = byCount.map(([colour]) => colour);
  if (all.length <= MOST_COLOURS) return all;
  const alike = new Map<number, number>();
  for (const colour of all) {
    const key = colour & 0xf0f0f0;
    if (!alike.has(key)) alike.set(key, colour);
  }
  const different = [...alike.values()].slice(0, (3 * MOST_COLOURS) / 4);
  const others = all.filter((colour) => !different.includes(colour)).slice(0, MOST_COLOURS - different.length);
  return [...different, ...others];
}

function nearest(palette: readonly number[], colour: number): number {
  let [best, least] = [0, Infinity];
  for (const [index, other] of palette.entries()) {
    const [red, green, blue] = [16, 8, 0].map((shift) => ((colour >> shift) & 255) - ((other >> shift) & 255));
    const distance = red * red + green * green + blue * blue;
    if (distance < least) [best, least] = [index, distance];
    if (distance === 0) break;
  }
  return best;
}

function chunk(type: string, content: Uint8Array): Buffer {
  const named = Buffer.concat([Buffer.from(type, "latin1"), content]);
  const framed = Buffer.alloc(named.length + 8);
  framed.writeUInt32BE(content.length, 0);
  framed.set(named, 4);
  framed.writeUInt32BE(crc32(named), named.length + 4);
  return framed;
}

/** Node's own came with 22. */
function crc32(bytes: Uint8Array): number {
  let sum = 0xffffffff;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit++) sum = sum & 1 ? (sum >>> 1) ^ 0xedb88320 : sum >>> 1;
  }
  return (sum ^ 0xffffffff) >>> 0;
}
