import assert from "node:assert/strict";
import { type Images, countByClass, limitImages, makeImages, takeImages } from "../../lib/dataset/images.js";
import { InputError } from "../../lib/input/errors.js";
import { createRandom } from "../../lib/random.js";

/** `count` images of one pixel, whose value is the index; classes alternate. */
function numberedImages(count: number, classes: number): Images {
  const pixels = Uint8Array.from({ length: count }, (_, index) => index);
  return makeImages({ height: 1, width: 1, channels: 1, pixels, labels: pixels.map((index) => index % classes) });
}

describe("makeImages", () => {
  it("counts images by label and is frozen", () => {
    const images = numberedImages(6, 3);
    assert.equal(images.count, 6);
    assert.ok(Object.isFrozen(images));
  });

  it("refuses no images, and pixels that do not fit the sizes", () => {
    const labels = new Uint8Array(2);
    assert.throws(() => numberedImages(0, 1), InputError);
    assert.throws(
      () => makeImages({ height: 2, width: 3, channels: 1, pixels: new Uint8Array(11), labels }),
      new InputError("images: got 11 pixel values, must be 2·2·3·1 = 12"),
    );
  });
});

describe("takeImages", () => {
  it("copies the images at the indices, in order", () => {
    const taken = takeImages(numberedImages(5, 5), [4, 0, 4]);
    assert.deepEqual([...taken.pixels], [4, 0, 4]);
    assert.deepEqual([...taken.labels], [4, 0, 4]);
  });

  it("refuses an index out of range", () => {
    for (const index of [-1, 5, 0.5, NaN]) assert.throws(() => takeImages(numberedImages(5, 5), [index]), InputError);
  });
});

describe("limitImages", () => {
  it("keeps the classes balanced, to within one image", () => {
    for (const count of [1, 7, 10, 33, 60]) {
      const counts = countByClass(limitImages(numberedImages(60, 4), count, createRandom(count)), 4);
      assert.ok(Math.max(...counts) - Math.min(...counts) <= 1, counts.join(" "));
      assert.equal(
        counts.reduce((sum, images) => sum + images, 0),
        count,
      );
    }
  });

  it("takes every image once when asked for all, and all images of a rare class", () => {
    const images = makeImages({ ...numberedImages(9, 1), labels: Uint8Array.from([0, 0, 0, 0, 0, 0, 0, 0, 1]) });
    assert.deepEqual([...limitImages(images, 9, createRandom(1)).pixels].sort(), [0, 1, 2, 3, 4, 5, 6, 7, 8]);
    assert.deepEqual(countByClass(limitImages(images, 5, createRandom(1)), 2), [4, 1]);
  });

  it("starts with the same images for a larger count, and with others for another seed", () => {
    const first = (count: number, seed: number) => [
      ...limitImages(numberedImages(60, 4), count, createRandom(seed)).pixels,
    ];
    assert.deepEqual(first(30, 1).slice(0, 8), first(8, 1));
    assert.notDeepEqual(first(8, 2), first(8, 1));
  });

  it("refuses more images than there are, none, and anything but a number", () => {
    for (const count of [61, 0, -1, 1.5, NaN]) {
      assert.throws(() => limitImages(numberedImages(60, 4), count, createRandom(1)), InputError);
    }
  });
});
