import assert from "node:assert/strict";
import {
  type Augmentation,
  augmentedSize,
  laptopAugmentation,
  noAugmentation,
  paperAugmentation,
} from "../../lib/dataset/augment.js";
import { InputError } from "../../lib/input/errors.js";

const cifar = { height: 32, width: 32 };

describe("augmentedSize", () => {
  it("is 24×24 for the paper's, 16×16 for the laptop's, and the image's size without augmentation", () => {
    assert.deepEqual(augmentedSize(cifar, paperAugmentation), { height: 24, width: 24 });
    assert.deepEqual(augmentedSize(cifar, laptopAugmentation), { height: 16, width: 16 });
    assert.deepEqual(augmentedSize(cifar, noAugmentation), cifar);
  });

  it("names the crop and the image when a crop is too large, after resizing too", () => {
    const size = { height: 24, width: 24 };
    assert.throws(
      () => augmentedSize(cifar, { resize: { height: 16, width: 16 }, crop: size, flip: true }),
      new InputError("augmentation: got a crop of 24×24, must fit into the image of 16×16"),
    );
  });

  it("refuses invalid sizes, shifts and paddings", () => {
    const bad: readonly Augmentation[] = [
      { crop: { height: 0, width: 8 }, flip: false },
      { crop: { height: 8, width: NaN }, flip: false },
      { resize: { height: 8.5, width: 8 }, flip: false },
      { shift: -1, flip: false },
      { shift: NaN, flip: false },
      { shift: 32, flip: false },
      { padding: "mirror" as "reflect", flip: false },
    ];
    for (const augmentation of bad) assert.throws(() => augmentedSize(cifar, augmentation), InputError);
  });
});
