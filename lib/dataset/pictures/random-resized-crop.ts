/** The random resized crop of pictures of any size. Szegedy et al., 2015 (Inception). */
import type { Random } from "../../random.js";
import { centreRegion, type Region } from "./decode-region.js";

/** The share of the picture's area. */
const AREA = Object.freeze({ least: 0.08, most: 1 });
/** Width ÷ height. */
const ASPECT = Object.freeze({ least: 3 / 4, most: 4 / 3 });
const TRIES = 10;

/**
 * A window of a picture of `width` × `height`, of 8 to 100 % of its area (uniform) and a shape between 3:4 and 4:3
 * (uniform in the logarithm), at a random place. If ten draws do not fit, which very long pictures cause, the largest
 * window of a shape within these bounds in its middle.
 */
export function drawResizedCrop(random: Random, width: number, height: number): Region {
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const area = width * height * (AREA.least + random.uniform() * (AREA.most - AREA.least));
    const [low, high] = [Math.log(ASPECT.least), Math.log(ASPECT.most)];
    const aspect = Math.exp(low + random.uniform() * (high - low));
    const across = Math.round(Math.sqrt(area * aspect));
    const down = Math.round(Math.sqrt(area / aspect));
    if (across < 1 || down < 1 || across > width || down > height) continue;
    const [left, top] = [random.integer(width - across + 1), random.integer(height - down + 1)];
    return { left, top, width: across, height: down };
  }
  const aspect = Math.min(ASPECT.most, Math.max(ASPECT.least, width / height));
  return centreRegion(width, height, { width: aspect, height: 1 });
}
