import assert from "node:assert/strict";
import { makeImages } from "../../lib/dataset/images.js";
import { resizeImages } from "../../lib/dataset/resize.js";
import { InputError } from "../../lib/input/errors.js";

function grayImage(height: number, width: number, values: readonly number[]) {
  return makeImages({
    height,
    width,
    channels: 1,
    pixels: Uint8Array.from(values),
    labels: new Uint8Array(values.length / height / width),
  });
}

describe("resizeImages", () => {
  it("averages the pixels under each new one, rounding half up", () => {
    const halved = resizeImages(grayImage(2, 4, [0, 1, 10, 20, 0, 1, 30, 40]), 1, 2);
    assert.deepEqual([...halved.pixels], [1, 25]);
  });

  it("weights pixels by covered area when the sizes do not divide", () => {
    // Each new pixel covers one and a half old ones: (2·0 + 1·90) / 3 and (1·90 + 2·240) / 3.
    assert.deepEqual([...resizeImages(grayImage(1, 3, [0, 90, 240]), 1, 2).pixels], [30, 190]);
  });

  it("repeats pixels when it enlarges by a whole factor", () => {
    assert.deepEqual([...resizeImages(grayImage(1, 2, [7, 9]), 2, 4).pixels], [7, 7, 9, 9, 7, 7, 9, 9]);
  });

  it("keeps channels and images apart, and the labels", () => {
    const images = makeImages({
      height: 1,
      width: 2,
      channels: 3,
      pixels: Uint8Array.from([0, 10, 20, 2, 12, 22, 100, 110, 120, 102, 112, 122]),
      labels: Uint8Array.from([4, 5]),
    });
    const small = resizeImages(images, 1, 1);
    assert.deepEqual([...small.pixels], [1, 11, 21, 101, 111, 121]);
    assert.deepEqual([...small.labels], [4, 5]);
  });

  it("keeps the mean when it halves", () => {
    const values = Array.from({ length: 64 }, (_, index) => 4 * ((index * 37) % 61));
    const mean = (pixels: Iterable<number>) => [...pixels].reduce((sum, value) => sum + value, 0);
    assert.ok(Math.abs(4 * mean(resizeImages(grayImage(8, 8, values), 4, 4).pixels) - mean(values)) <= 2 * 16);
  });

  it("returns the images themselves when the size is right, and refuses size 0", () => {
    const image = grayImage(1, 2, [1, 2]);
    assert.equal(resizeImages(image, 1, 2), image);
    for (const size of [0, -1, 1.5, NaN, Infinity]) {
      assert.throws(() => resizeImages(image, size, 1), InputError);
      assert.throws(() => resizeImages(image, 1, size), InputError);
    }
  });
});
