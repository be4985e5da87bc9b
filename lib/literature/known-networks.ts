/**
 * Known networks for ImageNet, and those around our cells to place among them. Deck, "Computation cost versus accuracy"
 * and "Increasing complexity".
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Genotype } from "../genotype/genotype.js";
import { publishedCell } from "../genotype/published.js";
import { InputError } from "../input/errors.js";
import { imagenetNetwork } from "../network/network-config.js";
import { planNetwork } from "../network/plan-network.js";
import { dataFolder } from "../files/project-folder.js";
import type { KnownNetworkRow } from "../rows/known-network-row.js";
import { publishedImagenet } from "./published-results.js";

/**
 * The 78 known networks of `data/known-networks`, whose README says where they come from. Throws InputError when a file
 * is missing or damaged.
 */
export function readKnownNetworks(folder: string = dataFolder("known-networks")): readonly KnownNetworkRow[] {
  const families = readCsv(join(folder, "families.csv"))
    .map(([prefix, year, kind]) => ({ prefix, year: Number(year), group: kind as KnownNetworkRow["group"] }))
    .sort((one, other) => other.prefix.length - one.prefix.length);
  const file = join(folder, "imagenet-models.csv");
  return Object.freeze(
    readCsv(file).map(([name, parameters, giga, top1]) => {
      const family = families.find(({ prefix }) => name.startsWith(prefix));
      const [parameterCount, multiplyAdds, accuracy] = [
        Number(parameters),
        Math.round(1e9 * Number(giga)),
        Number(top1) / 100,
      ];
      if (family === undefined || !(parameterCount > 0 && multiplyAdds > 0 && accuracy > 0)) {
        throw new InputError(
          `${file}: ${name}: not a model of a known family with its numbers; get the file back from git`,
        );
      }
      const { group, year } = family;
      return Object.freeze({
        name,
        group,
        year,
        parameterCount,
        multiplyAdds,
        top1: accuracy,
        source: "torchvision 0.29.2",
      });
    }),
  );
}

/**
 * The published cell and `found` cells in the paper's ImageNet network (c0 = 64, 299×299): parameters and multiply-adds
 * counted here. The published cell's accuracy is the deck's; those found here were never trained on ImageNet and have
 * none. A cell that this network cannot be put around is left out.
 */
export function ourNetworks(
  found: readonly { readonly name: string; readonly genotype: Genotype }[] = [],
): readonly KnownNetworkRow[] {
  const paper = publishedImagenet.find(({ isPapers }) => isPapers);
  const costs = (genotype: Genotype) => {
    const { parameterCount, multiplyAdds } = planNetwork(genotype, imagenetNetwork);
    return { parameterCount, multiplyAdds };
  };
  const top1 = paper === undefined ? null : 1 - paper.top1Error.value / 100;
  const rows: KnownNetworkRow[] = [
    { name: "published cell", group: "the paper's cell", year: 2017, ...costs(publishedCell), top1, source: "deck" },
  ];
  for (const { name, genotype } of found) {
    try {
      rows.push({ name, group: "found here", year: null, ...costs(genotype), top1: null, source: "not measured" });
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
    }
  }
  return Object.freeze(rows.map((row) => Object.freeze(row)));
}

/** The known networks with the published cell's and those of `found` cells among them: what {@link readKnownNetworks} and {@link ourNetworks} give. */
export function knownNetworks(
  found: readonly { readonly name: string; readonly genotype: Genotype }[] = [],
): readonly KnownNetworkRow[] {
  return Object.freeze([...readKnownNetworks(), ...ourNetworks(found)]);
}

function readCsv(file: string): readonly (readonly string[])[] {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    const why = (error as NodeJS.ErrnoException).code;
    throw new InputError(`${file}: cannot be read (${why}); get it back with git checkout -- data/known-networks`);
  }
  return text
    .trim()
    .split(/\r?\n/)
    .slice(1)
    .map((line) => line.split(","));
}
