/** `hiernas describe`: what a genotype's network costs. */
import type { Command } from "commander";
import { phenotypeHash } from "../../genotype/canonical.js";
import { type Genotype, levelCount } from "../../genotype/genotype.js";
import { findLive } from "../../genotype/liveness.js";
import { spaceByName } from "../../genotype/space.js";
import { limits } from "../../input/limits.js";
import { networkByName } from "../../network/network-config.js";
import { planNetwork } from "../../network/plan-network.js";
import { GENOTYPE_FORMS, ofGenotype, readGenotype } from "../genotype-argument.js";
import { wholeNumber } from "../number-option.js";

interface DescribeOptions {
  readonly network: string;
  readonly space: string;
  readonly channels?: number;
  readonly cells?: number;
  readonly classes?: number;
  readonly json?: boolean;
}

/** Adds `describe` to the program. */
export function addDescribe(program: Command): void {
  program
    .command("describe")
    .description(
      "prints parameters, multiply-adds, levels, motifs and hash of a genotype's network (needs no TensorFlow)",
    )
    .argument("<genotype>", GENOTYPE_FORMS)
    .option("--network <name>", "small, large or imagenet", "small")
    .option("--space <name>", "hierarchical or flat, for trivial and random", "hierarchical")
    .option(
      "--channels <count>",
      "channels of the first group, c0 (default: the network's)",
      wholeNumber("channels", 1, limits.channels),
    )
    .option(
      "--cells <count>",
      "cells per group, N (default: the network's)",
      wholeNumber("cells", 1, limits.cellsPerGroup),
    )
    .option("--classes <count>", "classes (default: the network's)", wholeNumber("classes", 2, limits.classes))
    .option("--json", "print JSON")
    .addHelpText(
      "after",
      "\nExample:\n  npx hiernas describe best --network large --channels 64 --cells 2 --classes 10",
    )
    .action(async (argument: string, options: DescribeOptions) => {
      const genotype = await readGenotype(argument, spaceByName(options.space));
      process.stdout.write(ofGenotype(argument, () => describe(genotype, options)));
    });
}

function describe(genotype: Genotype, options: DescribeOptions): string {
  const base = networkByName(options.network);
  const config = {
    ...base,
    channels: options.channels ?? base.channels,
    cellsPerGroup: options.cells ?? base.cellsPerGroup,
    classCount: options.classes ?? base.classCount,
  };
  const plan = planNetwork(genotype, config);
  const live = findLive(genotype);
  const described = {
    network: plan.network,
    channels: config.channels,
    cells: config.cellsPerGroup,
    classes: config.classCount,
    imageSize: config.imageSize,
    parameterCount: plan.parameterCount,
    multiplyAdds: plan.multiplyAdds,
    activationBytes: plan.activationBytes,
    levels: levelCount(genotype),
    motifs: genotype.levels.map((motifs) => motifs.length),
    usedMotifs: live.map((motifs) => motifs.filter(({ used }) => used).length),
    hash: phenotypeHash(genotype),
  };
  if (options.json === true) return `${JSON.stringify(described, null, 1)}\n`;
  const { height, width } = config.imageSize;
  const number = (value: number) => value.toLocaleString("en-US");
  const rows: readonly (readonly [string, string])[] = [
    [
      "network",
      `${plan.network}: c0 = ${config.channels}, N = ${config.cellsPerGroup}, ${config.groupCount} groups, ${config.classCount} classes`,
    ],
    ["parameters", number(plan.parameterCount)],
    ["multiply-adds", `${number(plan.multiplyAdds)} for one image of ${height}×${width}`],
    ["activations", `${number(plan.activationBytes)} bytes for one image of ${height}×${width}`],
    ["levels", `${described.levels} (primitives are level 1)`],
    ...described.motifs.map((count, index): readonly [string, string] => [
      `level ${index + 2}`,
      `${count} ${count === 1 ? "motif" : "motifs"}, ${described.usedMotifs[index]} used`,
    ]),
    ["hash", described.hash],
  ];
  return rows.map(([what, value]) => `${what.padEnd(14)}${value}\n`).join("");
}
