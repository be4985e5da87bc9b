// The genotypes of the long trainings. `node data/long-trainings/candidates.mjs` chooses them and writes
// candidates.json, from which they are read, so that newly recorded searches do not change what is measured.
import path from "node:path";
import { fileURLToPath } from "node:url";
import { group } from "d3-array";
import { phenotypeHash } from "../../build/lib/genotype/canonical.js";
import { genotypeToJson } from "../../build/lib/genotype/genotype-file.js";
import { initialize, trivialGenotype } from "../../build/lib/genotype/initialize.js";
import { isConnected } from "../../build/lib/genotype/liveness.js";
import { publishedCell } from "../../build/lib/genotype/published.js";
import { flatSpace, hierarchicalSpace } from "../../build/lib/genotype/space.js";
import { recordedFile } from "../../build/lib/literature/recorded-searches.js";
import { planNetwork } from "../../build/lib/network/plan-network.js";
import { createRandom } from "../../build/lib/random.js";
import { readStudy } from "../../build/lib/study/study.js";
import { readCandidatesFile, writeCandidatesFile } from "../candidates-file.mjs";
import { networkOf } from "./protocol.mjs";

const file = path.join(path.dirname(fileURLToPath(import.meta.url)), "candidates.json");
const CHANNELS = 16;
/** The number of seeds for random genotypes. */
const SEEDS = 200;
/** The fewest trainings behind an evolved genotype's mean. */
const TRAININGS = 3;
const spaces = { hierarchical: hierarchicalSpace, flat: flatSpace };

/** `count` of the genotypes of 200 seeds, at evenly spaced quantiles of parameters, small ones first. */
function randomOnes(space, count) {
  const drawn = [];
  for (let seed = 1; seed <= SEEDS; seed++) {
    const { genotype } = initialize(spaces[space], createRandom("long-trainings").split("genotype", space, seed));
    if (!isConnected(genotype)) continue; // its sink cannot be reached: the search would redraw it
    drawn.push({ seed, genotype, parameterCount: planNetwork(genotype, networkOf(CHANNELS)).parameterCount });
  }
  drawn.sort((one, other) => one.parameterCount - other.parameterCount);
  return Array.from({ length: count }, (_, index) => {
    const quantile = (index + 0.5) / count;
    const { seed, genotype } = drawn[Math.floor(quantile * drawn.length)];
    const recipe = `seed ${seed} of ${SEEDS}, quantile ${quantile.toFixed(3)} of parameters`;
    return { name: `${space} random ${index + 1}`, space, kind: "random", recipe, genotype };
  });
}

/**
 * The networks of a recorded search with the best mean of at least three trainings, at most `perFamily` of them
 * descended from one individual of the initialization.
 */
async function evolvedOnes(search, count, perFamily) {
  return readStudy(recordedFile(search), async (study) => {
    const individuals = (await study.individuals()).toSorted((one, other) => one.step - other.step);
    const byStep = new Map(individuals.map((each) => [each.step, each]));
    const founder = ({ step, parent }) => (parent === undefined ? step : founder(byStep.get(parent)));
    const networks = group(
      individuals.filter(({ evaluation }) => evaluation?.status === "scored"),
      ({ hash }) => hash,
    );
    const ranked = [...networks.values()]
      .filter((list) => list.length >= TRAININGS)
      .map((list) => ({
        first: list[0],
        trainings: list.length,
        mean: list.reduce((sum, { evaluation }) => sum + evaluation.fitness, 0) / list.length,
      }))
      .sort((one, other) => other.mean - one.mean);
    const families = new Map();
    const chosen = ranked.filter(({ first }) => {
      const family = founder(first);
      families.set(family, (families.get(family) ?? 0) + 1);
      return families.get(family) <= perFamily;
    });
    return chosen.slice(0, count).map(({ first, trainings, mean }) => ({
      genotype: first.genotype,
      recipe: `${search}, step ${first.step}, family of step ${founder(first)}, fitness ${mean.toFixed(4)} (mean of ${trainings})`,
    }));
  });
}

async function choose() {
  const evolved = async (space, ...found) =>
    (await Promise.all(found))
      .flat()
      .map((each, index) => ({ name: `${space} evolved ${index + 1}`, space, kind: "evolved", ...each }));
  const trivial = (space) => ({
    name: `${space} trivial`,
    space,
    kind: "trivial",
    recipe: "all operations the identity",
    genotype: trivialGenotype(spaces[space]),
  });
  const chosen = [
    {
      name: "published cell",
      space: "hierarchical",
      kind: "published",
      recipe: "publishedCell",
      genotype: publishedCell,
    },
    trivial("hierarchical"),
    ...(await evolved("hierarchical", evolvedOnes("hierarchical-evolution", 8, 2))),
    ...randomOnes("hierarchical", 16),
    trivial("flat"),
    ...(await evolved("flat", evolvedOnes("flat-evolution", 1, 1), evolvedOnes("flat-limited-evolution", 3, 1))),
    ...randomOnes("flat", 7),
  ];
  return chosen.map(({ genotype, ...each }) => {
    const { parameterCount, multiplyAdds } = planNetwork(genotype, networkOf(CHANNELS));
    return {
      ...each,
      hash: phenotypeHash(genotype),
      parameterCount,
      multiplyAdds,
      genotype: JSON.parse(genotypeToJson(genotype)),
    };
  });
}

/** The genotypes of candidates.json; throws if a hash differs from the recorded one. */
export const readCandidates = () => readCandidatesFile(file);

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const chosen = await choose();
  const hashes = new Set(chosen.map(({ hash }) => hash));
  if (hashes.size < chosen.length)
    throw new Error(`candidates: ${chosen.length} genotypes, but ${hashes.size} networks`);
  writeCandidatesFile(file, chosen);
  for (const { name, hash, parameterCount, multiplyAdds, recipe } of chosen)
    console.log(name, hash, parameterCount, multiplyAdds, recipe);
}
