/** The bundled sample's own format: exact, small and fast for images that went through JPEG once. */
import { brotliCompressSync, brotliDecompressSync, constants } from "node:zlib";
import { InputError } from "../input/errors.js";
import { type Images, makeImages } from "./images.js";

// JPEG's conversion from luma and two chromas to red, green and blue, in 16-bit fixed point as in libjpeg, one entry
// per chroma value.
const redOfSecond = Int32Array.from({ length: 256 }, (_, value) => (91881 * (value - 128) + 32768) >> 16);
const blueOfFirst = Int32Array.from({ length: 256 }, (_, value) => (116130 * (value - 128) + 32768) >> 16);
const greenOfFirst = Int32Array.from({ length: 256 }, (_, value) => -22554 * (value - 128) + 32768);
const greenOfSecond = Int32Array.from({ length: 256 }, (_, value) => -46802 * (value - 128));

/** Predicts the next value as the median of left, above, and left + above − corner, which respects edges (JPEG-LS). */
function predict(plane: Uint8Array, index: number, x: number, y: number, width: number): number {
  if (y === 0) return x === 0 ? 128 : plane[index - 1];
  if (x === 0) return plane[index - width];
  const left = plane[index - 1];
  const above = plane[index - width];
  const corner = plane[index - width - 1];
  if (corner >= left && corner >= above) return left < above ? left : above;
  if (corner <= left && corner <= above) return left > above ? left : above;
  return left + above - corner;
}

/**
 * Packs RGB images that went through JPEG once: labels, then the luma plane of every image, then its two chroma planes,
 * each value as the difference from its prediction modulo 256; compressed by brotli. {@link unpackImages} restores
 * exactly the same pixels. Throws InputError for a pixel that no luma and chroma yield: such images never went through
 * JPEG.
 */
export function packImages(images: Images): Uint8Array {
  const { count, height, width, pixels, labels } = images;
  const area = height * width;
  const planes = [0, 1, 2].map(() => new Uint8Array(count * area));
  const packed = new Uint8Array(count + 3 * count * area);
  packed.set(labels);
  for (let index = 0; index < count * area; index++) {
    const inImage = index % area;
    const [x, y] = [inImage % width, Math.floor(inImage / width)];
    const guess = planes.map((plane) => predict(plane, index, x, y, width));
    const values = findLumaAndChroma(pixels.subarray(3 * index, 3 * index + 3), guess);
    values.forEach((value, part) => {
      planes[part][index] = value;
      packed[count + part * count * area + index] = value - guess[part];
    });
  }
  return brotliCompressSync(packed, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
      [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS,
      [constants.BROTLI_PARAM_SIZE_HINT]: packed.length,
    },
  });
}

/**
 * The luma and chroma nearest to the guess (or, without clipping, to the pixel's own) that yield exactly this red,
 * green and blue.
 */
function findLumaAndChroma([red, green, blue]: Uint8Array, guess: readonly number[]): number[] {
  const clipped = [red, green, blue].some((value) => value === 0 || value === 255);
  const first = clipped ? guess[1] : Math.round(128 - 0.168736 * red - 0.331264 * green + 0.5 * blue);
  const second = clipped ? guess[2] : Math.round(128 + 0.5 * red - 0.418688 * green - 0.081312 * blue);
  for (let radius = 0; radius < 256; radius++) {
    let best: { readonly distance: number; readonly values: number[] } | undefined;
    for (let u = Math.max(0, first - radius); u <= Math.min(255, first + radius); u++) {
      const onEdge = Math.abs(u - first) === radius;
      for (let v = second - radius; v <= second + radius; v += onEdge || radius === 0 ? 1 : 2 * radius) {
        if (v < 0 || v > 255) continue;
        const offsets = [redOfSecond[v], (greenOfFirst[u] + greenOfSecond[v]) >> 16, blueOfFirst[u]];
        let [low, high] = [0, 255];
        [red, green, blue].forEach((value, channel) => {
          if (value > 0) low = Math.max(low, value - offsets[channel]);
          if (value < 255) high = Math.min(high, value - offsets[channel]);
        });
        const distance = Math.abs(u - first) + Math.abs(v - second);
        if (low <= high && distance < (best?.distance ?? Infinity)) {
          best = { distance, values: [Math.min(Math.max(guess[0], low), high), u, v] };
        }
      }
    }
    if (best) return best.values;
  }
  throw new InputError(
    `pixel ${red}, ${green}, ${blue}: no luma and chroma yield it, so it never went through JPEG; this format cannot hold such images`,
  );
}

/**
 * Restores exactly the `count` images of `height` × `width` × 3 that {@link packImages} packed. Computed in whole
 * numbers, so the result is the same on every machine. Throws InputError when the content has another length.
 */
export function unpackImages(bytes: Uint8Array, count: number, height: number, width: number): Images {
  const packed = brotliDecompressSync(bytes);
  const area = height * width;
  if (packed.length !== count + 3 * count * area) {
    throw new InputError(
      `packed images: got ${packed.length} bytes, must be ${count + 3 * count * area}; get the file again`,
    );
  }
  const planes = new Uint8Array(packed.subarray(count));
  for (let start = 0; start < planes.length; start += area) {
    for (let y = 0, index = start; y < height; y++) {
      for (let x = 0; x < width; x++, index++) planes[index] += predict(planes, index, x, y, width);
    }
  }
  const pixels = new Uint8ClampedArray(3 * count * area);
  for (let index = 0; index < count * area; index++) {
    const luma = planes[index];
    const first = planes[count * area + index];
    const second = planes[2 * count * area + index];
    pixels[3 * index] = luma + redOfSecond[second];
    pixels[3 * index + 1] = luma + ((greenOfFirst[first] + greenOfSecond[second]) >> 16);
    pixels[3 * index + 2] = luma + blueOfFirst[first];
  }
  return makeImages({
    height,
    width,
    channels: 3,
    pixels: new Uint8Array(pixels.buffer),
    labels: new Uint8Array(packed.subarray(0, count)),
  });
}
