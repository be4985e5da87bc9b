import assert from "node:assert/strict";
import { drawResizedCrop } from "../../../lib/dataset/pictures/random-resized-crop.js";
import { createRandom } from "../../../lib/random.js";

describe("drawResizedCrop", () => {
  it("takes 8 to 100 % of the area in a shape from 3:4 to 4:3, evenly, and inside the picture", () => {
    const [width, height] = [500, 375];
    const shares: number[] = [];
    for (let draw = 0; draw < 2_000; draw++) {
      const { left, top, ...size } = drawResizedCrop(createRandom(draw), width, height);
      assert.ok(left >= 0 && top >= 0 && left + size.width <= width && top + size.height <= height);
      const aspect = size.width / size.height;
      assert.ok(aspect > 0.74 && aspect < 1.35, String(aspect));
      shares.push((size.width * size.height) / (width * height));
    }
    assert.ok(Math.min(...shares) < 0.1 && Math.min(...shares) > 0.078);
    assert.ok(Math.max(...shares) > 0.9 && Math.max(...shares) <= 1);
    const below = shares.filter((share) => share < 0.31).length / shares.length;
    // A quarter of 8–100 % lies below 31 %; large windows often do not fit and are drawn again.
    assert.ok(below > 0.25 && below < 0.42, String(below));
  });

  it("takes the middle of pictures in which nothing fits, and whole tiny ones", () => {
    assert.deepEqual(drawResizedCrop(createRandom(1), 1000, 10), { left: 493, top: 0, width: 13, height: 10 });
    const region = drawResizedCrop(createRandom(1), 1, 1);
    assert.deepEqual(region, { left: 0, top: 0, width: 1, height: 1 });
  });
});
