/** `hiernas bench decoding`: whether decoding pictures keeps up with training on them. */
import { availableParallelism } from "node:os";
import type { Command } from "commander";
import { GENOTYPE_FORMS, readGenotype } from "../../cli/genotype-argument.js";
import { runInterruptible } from "../../cli/interruptible-command.js";
import { wholeNumber } from "../../cli/number-option.js";
import { spaceByName } from "../../genotype/space.js";
import { InputError } from "../../input/errors.js";
import { limits } from "../../input/limits.js";
import { counted, mebibyteWords, percentWords } from "../../input/quantity.js";
import { imagenetNetwork } from "../../network/network-config.js";
import { planNetwork } from "../../network/plan-network.js";
import type { Plan } from "../../network/plan.js";
import { benchDecoding, type DecodingBench } from "../bench/bench-decoding.js";
import { processorWords } from "../bench/machine.js";
import { benchJson, withBenchProgress } from "./bench-output.js";

interface BenchDecodingOptions {
  readonly json?: boolean;
  readonly genotype: string;
  readonly space: string;
  readonly data?: string;
  readonly decoders: readonly number[];
  readonly threads: number;
  readonly channels: number;
  readonly cells: number;
  readonly imageSize: number;
  readonly batch: number;
  readonly trainingSteps: number;
}

/** Adds `decoding` to `bench`. */
export function addBenchDecoding(bench: Command): void {
  const count = (name: string, most: number) => wholeNumber(name, 1, most);
  bench
    .command("decoding")
    .description("pictures decoded a second, alone and beside a training, against what the ImageNet network needs")
    .option("--json", "print JSON")
    .option("--genotype <genotype>", GENOTYPE_FORMS, "best")
    .option("--space <name>", "hierarchical or flat, for trivial and random", "hierarchical")
    .option("--data <folder>", "a folder of pictures (default: 64 made ones of 500×375)")
    .option("--decoders <list>", "how many are decoded at once, one measurement each", decoderList, [1, 2, 4])
    .option("--threads <count>", "of the training", count("threads", limits.threads), availableParallelism())
    .option("--channels <count>", "c0", count("channels", limits.channels), 64)
    .option("--cells <count>", "cells per group, N", count("cells", limits.cellsPerGroup), 2)
    .option("--image-size <pixels>", "the side of the images", count("image-size", limits.imageSide), 299)
    .option("--batch <count>", "images per batch", count("batch", limits.batchSize), 2)
    .option("--training-steps <count>", "measured of each", count("training-steps", limits.trainingSteps), 2)
    .addHelpText("after", "\nExample:\n  npx hiernas bench decoding --channels 16 --cells 1 --batch 8 --decoders 1,2")
    .action(async (options: BenchDecodingOptions) => {
      process.stdout.write(
        await runInterruptible((signal) => measure(options, signal), "interrupted; nothing is kept"),
      );
    });
}

async function measure(options: BenchDecodingOptions, signal: AbortSignal): Promise<string> {
  const { channels, cells, imageSize, batch, trainingSteps, decoders, threads, data } = options;
  const genotype = await readGenotype(options.genotype, spaceByName(options.space));
  const plan = planNetwork(genotype, {
    ...imagenetNetwork,
    ...{ channels, cellsPerGroup: cells },
    imageSize: { height: imageSize, width: imageSize, channels: 3 },
  });
  const found = await withBenchProgress((onProgress) =>
    benchDecoding(plan, { folder: data, batchSize: batch, trainingSteps, decoders, threads, signal, onProgress }),
  );
  return options.json === true ? benchJson(options, found) : print(found, plan, options);
}

function print({ machine, rows }: DecodingBench, plan: Plan, options: BenchDecodingOptions): string {
  const { channels, cells, imageSize, batch, trainingSteps } = options;
  const rate = (perSecond: number): string => perSecond.toFixed(perSecond < 10 ? 2 : 0);
  const cellsOf = (texts: readonly string[]): string => texts.map((text) => text.padStart(14)).join("");
  return [
    `${processorWords(machine)}, ${machine.cores} cores, load ${machine.load.toFixed(2)} before the start; ${rows[0].engine}`,
    `imagenet, c0 = ${channels}, N = ${cells}, ${imageSize}×${imageSize}: ${counted(plan.multiplyAdds, "multiply-add")} an image; batch ${batch}, medians of ${trainingSteps} training steps; pictures a second`,
    cellsOf(["decoders", "decoded alone", "needed", "trained", "waited", "memory"]),
    ...rows.map((row) =>
      cellsOf([
        String(row.decoders),
        rate(row.decodedPerSecond),
        rate(row.neededPerSecond),
        rate(row.trainedPerSecond),
        percentWords(row.waitedShare),
        mebibyteWords(row.memoryBytes),
      ]),
    ),
    "",
  ].join("\n");
}

function decoderList(text: string): readonly number[] {
  const parse = wholeNumber("decoders", 1, limits.decoders);
  const list = text.split(",").map((each) => parse(each));
  if (list.length > 16) throw new InputError(`--decoders: got ${list.length} numbers, must be at most 16`);
  return list;
}
