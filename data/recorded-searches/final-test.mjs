// The final test after the recorded searches: the best found of each, trained again with new seeds and scored on the
// test images. After `npm run setup`, from the project's folder: `node data/recorded-searches/final-test.mjs
// CIFAR-10-FOLDER`. Trainings in `final-test.json` are not repeated.
import { laptopProtocol } from "../../build/lib/evaluation/protocol.js";
import { publishedCell } from "../../build/lib/genotype/published.js";
import { flatSpace, hierarchicalSpace } from "../../build/lib/genotype/space.js";
import { createRandom } from "../../build/lib/random.js";
import { compareOnTest } from "../../build/lib/study/final-test/compare-on-test.js";
import { readFinalTestFile, writeFinalTestFile } from "../../build/lib/study/final-test/final-test-file.js";
import { recorded, recordedFinalTest, recordedSearches } from "../../build/lib/literature/recorded-searches.js";
import { randomGenotypes } from "../random-genotypes.mjs";

const [data] = process.argv.slice(2);
if (data === undefined) {
  console.error("usage: node data/recorded-searches/final-test.mjs CIFAR-10-FOLDER (the official binary files)");
  process.exit(2);
}

/** A genotype with a network, unseen by any search. */
function drawRandom(space) {
  const random = createRandom(`random candidate of the check, ${space.name}`);
  return randomGenotypes((draw) => ({ space, random: random.split(draw + 1) })).next().value;
}

const found = [];
for (const search of recordedSearches) {
  const { name, rows, best } = await recorded(search);
  found.push({ name: `${name} (${rows.length} samples)`, genotype: best.genotype });
}
const rows = await compareOnTest({
  path: recordedFinalTest,
  candidates: [
    { name: "flat, random architecture", genotype: drawRandom(flatSpace) },
    { name: "hierarchical, random architecture", genotype: drawRandom(hierarchicalSpace) },
    ...found,
    { name: "published cell", genotype: publishedCell },
  ],
  seeds: [201, 202, 203, 204, 205],
  protocol: laptopProtocol,
  data,
  workers: 2,
  onProgress: (done, total) => console.log(`${done} of ${total}`),
});
// Keeps only these candidates: the best of a resumed search may have changed.
writeFinalTestFile(recordedFinalTest, { ...readFinalTestFile(recordedFinalTest), rows });
