// The cells of the large runs. `node data/large-runs/candidates.mjs` chooses them and writes candidates.json, from which
// they are read, so that a newly recorded search does not change what is measured.
import path from "node:path";
import { fileURLToPath } from "node:url";
import { phenotypeHash } from "../../build/lib/genotype/canonical.js";
import { genotypeToJson } from "../../build/lib/genotype/genotype-file.js";
import { genotypeFromText } from "../../build/lib/genotype/genotype-from-text.js";
import { conv3 } from "../../build/lib/genotype/known-modules.js";
import { paperPrimitives } from "../../build/lib/genotype/primitive.js";
import { publishedCell } from "../../build/lib/genotype/published.js";
import { flatSpace, hierarchicalSpace } from "../../build/lib/genotype/space.js";
import { recordedExperiment } from "../../build/lib/literature/recorded-experiments.js";
import { planNetwork } from "../../build/lib/network/plan-network.js";
import { createRandom } from "../../build/lib/random.js";
import { readCandidatesFile, writeCandidatesFile } from "../candidates-file.mjs";
import { randomGenotypes } from "../random-genotypes.mjs";
import { CHANNELS, networkOf } from "./protocol.mjs";

const file = path.join(path.dirname(fileURLToPath(import.meta.url)), "candidates.json");

/** The paper's primitives and the plain 3×3 convolution. */
export const primitives = [...paperPrimitives, conv3];

/** The genotype that the final test of the recorded searches drew too. */
function drawRandom(space) {
  const random = createRandom(`random candidate of the check, ${space.name}`);
  return randomGenotypes((draw) => ({ space, random: random.split(draw + 1) })).next().value;
}

/** The c0 at which `genotype` comes closest to `parameterCount` parameters. */
function widthFor(genotype, parameterCount) {
  const distance = (channels) =>
    Math.abs(planNetwork(genotype, networkOf(channels), primitives).parameterCount - parameterCount);
  const widths = Array.from({ length: 124 }, (_, index) => index + 4);
  return widths.reduce((best, channels) => (distance(channels) < distance(best) ? channels : best));
}

async function choose() {
  const search = "hierarchical-evolution";
  const { best } = await recordedExperiment("study", search);
  const simple = genotypeFromText("1→2 conv3, 2→3 conv3", primitives);
  const { parameterCount } = planNetwork(publishedCell, networkOf(CHANNELS));
  const { network } = best;
  const found = `${search} at study scale, step ${best.step}: highest expected fitness, mean ${network.mean.toFixed(4)} of ${network.trainingCount} trainings`;
  const chosen = [
    { name: "best found", recipe: found, genotype: best.genotype },
    { name: "published cell", recipe: "publishedCell", genotype: publishedCell },
    { name: "random, hierarchical", recipe: "as in the final test of the recorded searches", genotype: drawRandom(hierarchicalSpace) },
    { name: "random, flat", recipe: "as in the final test of the recorded searches", genotype: drawRandom(flatSpace) },
    { name: "conv 3×3 twice", recipe: "1→2 conv3, 2→3 conv3", genotype: simple },
    {
      ...{ name: "conv 3×3 twice, wide", recipe: "as many parameters as the published cell", genotype: simple },
      channels: widthFor(simple, parameterCount),
    },
  ];
  return chosen.map(({ genotype, channels = CHANNELS, ...each }) => {
    const plan = planNetwork(genotype, networkOf(channels), primitives);
    return {
      ...{ ...each, channels, hash: phenotypeHash(genotype) },
      ...{ parameterCount: plan.parameterCount, multiplyAdds: plan.multiplyAdds },
      genotype: JSON.parse(genotypeToJson(genotype)),
    };
  });
}

/** The cells of candidates.json; throws if a hash differs from the recorded one. */
export const readCandidates = () => readCandidatesFile(file);

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const chosen = await choose();
  writeCandidatesFile(file, chosen);
  for (const { name, channels, hash, parameterCount, multiplyAdds, recipe } of chosen)
    console.log(name, channels, hash, parameterCount, multiplyAdds, recipe);
}
