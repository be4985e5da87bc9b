import assert from "node:assert/strict";
import { countByClass, type Images } from "../../lib/dataset/images.js";
import { makeSyntheticData } from "../../lib/dataset/synthetic.js";
import { InputError } from "../../lib/input/errors.js";

/**
 * Mean squared difference between pixels `distance` apart, down the image and across it, over the height and width that
 * both share.
 */
function differences(images: Images, image: number, distance: number): readonly [down: number, across: number] {
  const { height, width, pixels } = images;
  const at = (y: number, x: number) => pixels[((image * height + y) * width + x) * 3];
  let [down, across, count] = [0, 0, 0];
  for (let y = 0; y + distance < height; y++) {
    for (let x = 0; x + distance < width; x++) {
      down += (at(y + distance, x) - at(y, x)) ** 2;
      across += (at(y, x + distance) - at(y, x)) ** 2;
      count++;
    }
  }
  return [down / count, across / count];
}

describe("makeSyntheticData", () => {
  it("makes the requested counts, sizes and classes, balanced, in three different splits", () => {
    const data = makeSyntheticData({
      seed: 2,
      counts: { training: 30, validation: 12, test: 6 },
      height: 5,
      width: 7,
      classes: 6,
    });
    assert.deepEqual(
      [data.training, data.validation, data.test].map((images) => images.count),
      [30, 12, 6],
    );
    assert.deepEqual([data.test.height, data.test.width, data.test.channels], [5, 7, 3]);
    assert.deepEqual(countByClass(data.training, 6), [5, 5, 5, 5, 5, 5]);
    assert.equal(new Set(data.classNames).size, 6);
    assert.notDeepEqual(data.training.pixels.subarray(0, 100), data.validation.pixels.subarray(0, 100));
  });

  it("follows from the seed alone", () => {
    assert.deepEqual(makeSyntheticData({ seed: 5 }), makeSyntheticData({ seed: 5 }));
    assert.notDeepEqual(makeSyntheticData({ seed: 5 }), makeSyntheticData({ seed: 6 }));
  });

  it("can be learned: the direction of the stripes is clear in nearly every image", () => {
    const { training } = makeSyntheticData({ classes: 2, height: 16, width: 16 });
    let right = 0;
    for (let image = 0; image < training.count; image++) {
      const [down, across] = differences(training, image, 1);
      if ((down > across ? 0 : 1) === training.labels[image]) right++;
    }
    assert.ok(right / training.count > 0.95, `${right} of ${training.count}`);
  });

  it("refuses impossible classes and sizes", () => {
    for (const classes of [1, 13, 2.5, NaN]) assert.throws(() => makeSyntheticData({ classes }), InputError);
    assert.throws(() => makeSyntheticData({ height: 0 }), InputError);
    assert.throws(() => makeSyntheticData({ counts: { training: 0, validation: 1, test: 1 } }), InputError);
  });
});
