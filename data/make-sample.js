"use strict";
/**
 * Makes `data/cifar-10-sample/images.br`, the bundled sample, from all of CIFAR-10. Run once, by hand:
 *
 *     npm run build && node data/make-sample.js FOLDER
 *
 * FOLDER is the expanded CIFAR-10 in its official binary layout, with pixels that went through JPEG once (the sample's
 * format requires that, and fails on any other pixel). Prints the checksum for `lib/dataset/sample.ts`.
 */
const { createHash } = require("node:crypto");
const { mkdirSync, writeFileSync } = require("node:fs");
const { join } = require("node:path");
const { loadCifar10 } = require("../build/lib/dataset/cifar-10.js");
const { limitImages, makeImages } = require("../build/lib/dataset/images.js");
const { packImages, unpackImages } = require("../build/lib/dataset/sample-format.js");
const { sampleCounts } = require("../build/lib/dataset/sample.js");
const { createRandom } = require("../build/lib/random.js");

const SEED = "cifar-10-sample";

function main(folder) {
  if (!folder) {
    console.error(
      "usage: node data/make-sample.js FOLDER, where FOLDER is the expanded CIFAR-10 (data_batch_1.bin …)",
    );
    process.exit(2);
  }
  // Training and validation come from disjoint parts of the official training files, the test images from the test
  // file.
  const dataset = loadCifar10(folder, { seed: SEED });
  const splits = ["training", "validation", "test"].map((split) =>
    limitImages(dataset[split], sampleCounts[split], createRandom(SEED).split(split)),
  );
  const images = makeImages({
    ...splits[0],
    pixels: Buffer.concat(splits.map((split) => split.pixels)),
    labels: Buffer.concat(splits.map((split) => split.labels)),
  });
  const bytes = packImages(images);
  const again = unpackImages(bytes, images.count, images.height, images.width);
  if (Buffer.compare(again.pixels, images.pixels) !== 0 || Buffer.compare(again.labels, images.labels) !== 0) {
    throw new Error("the packed sample does not unpack to the same images");
  }
  const out = join(__dirname, "cifar-10-sample");
  mkdirSync(out, { recursive: true });
  writeFileSync(join(out, "images.br"), bytes);
  console.log(
    `${join(out, "images.br")}: ${bytes.length} bytes, SHA-256 ${createHash("sha256").update(bytes).digest("hex")}`,
  );
}

main(process.argv[2]);
