/**
 * Known networks for ImageNet, and networks around cells found here to place among them. Deck, "Computation cost versus
 * accuracy" and "Increasing complexity".
 */
import { join } from "node:path";
import { autoType, csvParse } from "d3-dsv";
import * as v from "valibot";
import { dataFolder } from "../files/project-folder.js";
import { readFileText } from "../files/read-file.js";
import { checkGenotype, type Genotype } from "../genotype/genotype.js";
import { isName, nameRule, shown } from "../input/printable.js";
import { checkList, checkObject } from "../input/settings.js";
import { publishedCell } from "../genotype/published.js";
import { InputError } from "../input/errors.js";
import { nameText, oneOf, parseWith, positiveNumber, type Schema, wholeNumber } from "../input/schema.js";
import { imagenetNetwork } from "../network/network-config.js";
import { planNetwork } from "../network/plan-network.js";
import type { KnownNetworkRow } from "../rows/known-network-row.js";
import { publishedImagenet } from "./published-results.js";

/** A cell that was found here. */
export interface FoundCell {
  readonly name: string;
  readonly genotype: Genotype;
}

const familySchema = v.object({
  prefix: nameText(),
  year: wholeNumber(1900, 2100),
  kind: oneOf(["by hand", "by search", "transformer"]),
});
const modelSchema = v.object({
  model: nameText(),
  parameters: positiveNumber(),
  gflops_multiply_add: positiveNumber(),
  top1_accuracy_percent: positiveNumber(),
});

/**
 * The 78 known networks in `data/known-networks`, whose README gives their sources. Throws InputError when a file is
 * missing or damaged.
 */
export function readKnownNetworks(folder: string = dataFolder("known-networks")): readonly KnownNetworkRow[] {
  if (typeof folder !== "string") throw new InputError(`networks: folder: got ${shown(folder)}, must be a path`);
  const families = [...readCsv(join(folder, "families.csv"), familySchema)].sort(
    (one, other) => other.prefix.length - one.prefix.length,
  );
  const file = join(folder, "imagenet-models.csv");
  return Object.freeze(
    readCsv(file, modelSchema).map(({ model, parameters, gflops_multiply_add: giga, top1_accuracy_percent: top1 }) => {
      const family = families.find(({ prefix }) => model.startsWith(prefix));
      if (family === undefined)
        throw new InputError(`${file}: ${model}: belongs to no family in families.csv; ${MEND}`);
      return Object.freeze({
        name: model,
        group: family.kind,
        year: family.year,
        parameterCount: parameters,
        multiplyAdds: Math.round(1e9 * giga),
        top1: top1 / 100,
        source: "torchvision 0.29.2",
      });
    }),
  );
}

/**
 * The published cell and the `found` cells in the paper's ImageNet network (c0 = 64, 299×299), with parameters and
 * multiply-adds counted here. The published cell's accuracy is the deck's; the found cells were never trained on
 * ImageNet and have none. Cells that do not fit into this network are left out.
 */
export function ourNetworks(found: readonly FoundCell[] = []): readonly KnownNetworkRow[] {
  checkList("networks: found", found);
  const paper = publishedImagenet.find(({ isPapers }) => isPapers);
  const costs = (genotype: Genotype) => {
    const { parameterCount, multiplyAdds } = planNetwork(genotype, imagenetNetwork);
    return { parameterCount, multiplyAdds };
  };
  const top1 = paper === undefined ? null : 1 - paper.top1Error.value / 100;
  const rows: KnownNetworkRow[] = [
    { name: "published cell", group: "the paper's cell", year: 2017, ...costs(publishedCell), top1, source: "deck" },
  ];
  for (const each of found) {
    checkObject("networks: found", each);
    const { name, genotype } = each;
    if (!isName(name)) throw new InputError(`networks: found: name: got ${shown(name)}, must be ${nameRule}`);
    checkGenotype(genotype);
    try {
      rows.push({ name, group: "found here", year: null, ...costs(genotype), top1: null, source: "not measured" });
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
    }
  }
  return Object.freeze(rows.map((row) => Object.freeze(row)));
}

/**
 * The known networks of `folder` together with those around the published cell and the `found` cells: the results of
 * {@link readKnownNetworks} and {@link ourNetworks}.
 */
export function knownNetworks(found: readonly FoundCell[] = [], folder?: string): readonly KnownNetworkRow[] {
  return Object.freeze([...readKnownNetworks(folder), ...ourNetworks(found)]);
}

const MEND = "restore it with git checkout -- data/known-networks";

function readCsv<T>(file: string, schema: Schema<T>): readonly T[] {
  try {
    return csvParse(readFileText(file), autoType).map((row, index) =>
      parseWith(schema, row, `${file}: row ${index + 1}`),
    );
  } catch (error) {
    if (error instanceof InputError) throw new InputError(`${error.message}; ${MEND}`);
    throw error;
  }
}
