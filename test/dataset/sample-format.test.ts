import assert from "node:assert/strict";
import { type Images, makeImages } from "../../lib/dataset/images.js";
import { packImages, unpackImages } from "../../lib/dataset/sample-format.js";
import { InputError } from "../../lib/input/errors.js";
import { type Random, createRandom } from "../../lib/random.js";

/** Colours computed from JPEG's luma and chroma in floating point, clipped ones included. */
function jpegImages(count: number, side: number, random: Random): Images {
  const pixels = new Uint8ClampedArray(count * side * side * 3);
  for (let start = 0; start < pixels.length; start += 3) {
    const [luma, first, second] = [random.integer(256), random.integer(256) - 128, random.integer(256) - 128];
    pixels[start] = luma + ((91881 * second + 32768) >> 16);
    pixels[start + 1] = luma + ((-22554 * first - 46802 * second + 32768) >> 16);
    pixels[start + 2] = luma + ((116130 * first + 32768) >> 16);
  }
  const labels = Uint8Array.from({ length: count }, () => random.integer(10));
  return makeImages({ height: side, width: side, channels: 3, pixels: new Uint8Array(pixels.buffer), labels });
}

describe("packImages and unpackImages", () => {
  it("restore images exactly, whatever their luma and chroma", () => {
    for (const seed of [1, 2, 3]) {
      const images = jpegImages(3, 9, createRandom(seed));
      const again = unpackImages(packImages(images), 3, 9, 9);
      assert.deepEqual(again, images);
    }
  });

  it("refuse a pixel that never went through JPEG", () => {
    // No whole luma and chroma give this colour.
    const pixels = Uint8Array.from([100, 100, 101]);
    assert.throws(
      () => packImages(makeImages({ height: 1, width: 1, channels: 3, pixels, labels: new Uint8Array(1) })),
      InputError,
    );
  });

  it("refuse content of another length", () => {
    const bytes = packImages(jpegImages(1, 4, createRandom(1)));
    assert.throws(() => unpackImages(bytes, 2, 4, 4), InputError);
  });
});
