/** `hiernas train`: trains a network in earnest, or goes on with a run. */
import { type Command, Option } from "commander";
import type { Protocol } from "../../evaluation/protocol.js";
import { protocolFromData } from "../../evaluation/protocol-data.js";
import { spaceByName } from "../../genotype/space.js";
import { isAbort } from "../../input/errors.js";
import { limits } from "../../input/limits.js";
import { printable } from "../../input/printable.js";
import { counted, mebibyteWords, percentWords } from "../../input/quantity.js";
import type { RunDescription } from "../../training/describe-run.js";
import { trainingProtocolByName, withImageSide, withTrainingSteps } from "../../training/large-protocol.js";
import { hasRun, readRunFile } from "../../training/run-folder.js";
import type { RunResult } from "../../training/run-result.js";
import { runTraining } from "../../training/run-training.js";
import type { RunState, RunTrainingConfig } from "../../training/run-training-config.js";
import { GENOTYPE_FORMS, readGenotype } from "../genotype-argument.js";
import { runInterruptible } from "../interruptible-command.js";
import { numberBetween, wholeNumber } from "../number-option.js";
import { pathOption } from "../output.js";
import { preparationProgress } from "../preparation-progress.js";
import { shellWord } from "../shell-word.js";
import { testErrorWords } from "../test-error-words.js";
import { beginTerminalProgress, type TerminalProgress } from "../terminal-progress.js";

interface TrainOptions {
  readonly out: string;
  readonly network?: string;
  readonly space: string;
  readonly channels?: number;
  readonly cells?: number;
  readonly steps?: number;
  readonly batch?: number;
  readonly accumulate?: number;
  readonly learningRate?: number;
  readonly cutout?: number;
  readonly trainings?: number;
  readonly validateEvery?: number;
  readonly data?: string;
  readonly imageSize?: number;
  readonly strict?: boolean;
  readonly decoders?: number;
  readonly seed?: number;
  readonly checkpointEvery?: number;
  readonly keep?: number;
  readonly threads?: number;
  readonly device?: string;
}

const HELP = `
The run's folder says all about itself: settings, curve, checkpoints, trained weights, result. Started again with the same
--out, it resumes from its last good checkpoint to the identical next training step; without a genotype it takes all
settings from the folder. Ctrl-C and SIGTERM write a checkpoint first.

Without --validate-every, training and validation images are trained on together, as in the paper. The test images are
scored once, at the end of each training.

--data takes CIFAR-10's binary files, IDX files (Fashion-MNIST), or a folder of JPEG, PNG and WebP pictures of any size:
train/CLASS/PICTURE and val/CLASS/PICTURE, the latter being the test images. The number of classes is the data's. With
--network imagenet each batch is decoded anew, beside the training; with the others, all pictures are resized once.

Examples:
  npx hiernas train best --network large --channels 64 --data DIR --out run
  npx hiernas train study.sqlite:42 --network small --cutout 16 --trainings 3 --validate-every 500 --data DIR --out run
  npx hiernas train genotype.json --network imagenet --channels 16 --batch 32 --image-size 128 --data PICTURES --out run
  npx hiernas train --out run`;

/** Adds `train` to the program. */
export function addTrain(program: Command): void {
  const count = (name: string, most: number) => wholeNumber(name, 1, most);
  program
    .command("train")
    .description("trains a network in earnest and tests it once; run again with the same folder, it resumes")
    .argument("[genotype]", `${GENOTYPE_FORMS}; left out to resume`)
    .requiredOption("--out <folder>", "the run's folder", pathOption("--out"))
    .option("--network <name>", "small, large or imagenet (default: large)")
    .option("--space <name>", "hierarchical or flat, for trivial and random", "hierarchical")
    .option("--channels <count>", "c0 (default: 64, small 16)", count("channels", limits.channels))
    .option("--cells <count>", "cells per group, N (default: 2, small 1)", count("cells", limits.cellsPerGroup))
    .option(
      "--steps <count>",
      "training steps; the learning rate drops at the same shares of them (default: 80000, small 5000, imagenet 200000)",
      count("steps", limits.trainingSteps),
    )
    .option(
      "--batch <count>",
      "images per batch (default: 128, small 256, imagenet 1024)",
      count("batch", limits.batchSize),
    )
    .option(
      "--accumulate <parts>",
      "take each batch in so many parts, to save memory; each part is normalized by its own statistics (default: 1)",
      count("accumulate", limits.batchSize),
    )
    .option("--learning-rate <rate>", "the first one (default: 0.1)", numberBetween("learning-rate", 1e-9, 1e3))
    .option(
      "--cutout <pixels>",
      "set a square of that side to the mean colour, at a random place in each training image (default: none)",
      count("cutout", limits.imageSide),
    )
    .option(
      "--trainings <count>",
      "trainings, for mean ± standard deviation (default: 1)",
      count("trainings", limits.trainings),
    )
    .option(
      "--validate-every <steps>",
      "keep the validation images apart and score them every so many training steps (default: train on them too)",
      count("validate-every", limits.trainingSteps),
    )
    .option("--data <source>", "sample (bundled), or a folder with images (default: sample)")
    .option(
      "--image-size <pixels>",
      "the side of the images, with --network imagenet (default: 299)",
      count("image-size", limits.imageSide),
    )
    .option("--strict", "refuse pictures that cannot be used (default: skip them, naming them)")
    .option(
      "--decoders <count>",
      "pictures decoded at once beside the training, with --network imagenet (default: the cores)",
      count("decoders", limits.decoders),
    )
    .option("--seed <number>", "determines the whole run (default: 1)", wholeNumber("seed", 0))
    .option(
      "--checkpoint-every <steps>",
      "the most training steps between two checkpoints (default: 500, and at least every 15 minutes)",
      count("checkpoint-every", limits.trainingSteps),
    )
    .option("--keep <count>", "checkpoints to keep (default: 3)", count("keep", limits.checkpoints))
    .option(
      "--threads <count>",
      "threads (default: what doctor measured to pay off here)",
      count("threads", limits.threads),
    )
    .addOption(new Option("--device <number>", "the GPU to train on, by CUDA number"))
    .addHelpText("after", HELP)
    .action((genotype: string | undefined, options: TrainOptions) => {
      const next = `resume with npx hiernas train --out ${shellWord(options.out)}`;
      const said = (error: unknown) => `${isAbort(error) ? (error as Error).message : "interrupted"}; ${next}`;
      return runInterruptible((signal) => train(genotype, options, signal), said);
    });
}

async function train(argument: string | undefined, options: TrainOptions, signal: AbortSignal): Promise<void> {
  const { out, validateEvery, accumulate, data, seed, checkpointEvery, keep, threads, device } = options;
  const { strict, decoders } = options;
  const genotype = argument === undefined ? undefined : await readGenotype(argument, spaceByName(options.space));
  let line: TerminalProgress | undefined;
  const say = (text: string): void => {
    line?.end();
    line = undefined;
    process.stderr.write(`${text}\n`);
  };
  const config: RunTrainingConfig = {
    ...{ path: out, genotype, protocol: protocolOf(options, argument === undefined) },
    ...{ validateEvery, accumulate, data, seed, checkpointEvery, keep, threads, device, strict, decoders, signal },
    onPreparation: preparationProgress(),
    onBegin: (description) => say(descriptionText(description)),
    onWarning: (message) => say(`hiernas: ${message}`),
    onProgress: (state) => {
      const { trainingSteps, trainingCount, training, trainingStep } = state;
      const done = (training - 1) * trainingSteps + trainingStep;
      line ??= beginTerminalProgress("train", trainingSteps * trainingCount, done);
      line.update(done, noteOf(state));
    },
  };
  try {
    const result = await runTraining(config);
    line?.end();
    process.stdout.write(resultText(out, result));
  } finally {
    line?.end();
  }
}

/** The protocol that the options describe; when resuming, that of the run with what they change. */
function protocolOf(options: TrainOptions, isResuming: boolean): Protocol {
  const { network, channels, cells, steps, batch, learningRate, cutout, trainings, imageSize } = options;
  const kept = isResuming && network === undefined && hasRun(options.out);
  const whole = kept
    ? protocolFromData(readRunFile(options.out).settings.protocol)
    : trainingProtocolByName(network ?? "large");
  const base = imageSize === undefined ? whole : withImageSide(whole, imageSize);
  const timed = steps === undefined ? base : withTrainingSteps(base, steps);
  return {
    ...timed,
    network: {
      ...base.network,
      channels: channels ?? base.network.channels,
      cellsPerGroup: cells ?? base.network.cellsPerGroup,
    },
    batchSize: batch ?? base.batchSize,
    schedule: learningRate === undefined ? timed.schedule : { ...timed.schedule, rate: learningRate },
    augmentation: cutout === undefined ? base.augmentation : { ...base.augmentation, cutout },
    trainingCount: trainings ?? base.trainingCount,
  };
}

function descriptionText(run: RunDescription): string {
  const { batchSize, accumulate, validationImages } = run;
  const parts = accumulate === 1 ? "" : ` in ${accumulate} parts, each normalized by its own statistics`;
  const watched =
    validationImages === 0
      ? "training and validation images together"
      : `${counted(validationImages, "validation image")} kept apart`;
  const times = run.trainingCount === 1 ? "" : `, ${run.trainingCount} times`;
  return [
    `${run.network}: ${counted(run.parameterCount, "parameter")}, ${counted(run.multiplyAdds, "multiply-add")} an image; at most about ${mebibyteWords(run.predictedBytes)} of memory; checkpoints of ${mebibyteWords(run.checkpointBytes)}, ${run.keep} kept`,
    `${counted(run.trainingSteps, "training step")} of batch ${batchSize}${parts}${times}, on ${counted(run.trainingImages, "image")} (${watched}); ${counted(run.testImages, "test image")}, scored once at the end`,
  ].join("\n");
}

function noteOf({ phase, loss, points, training, trainingCount }: RunState): string {
  const which = trainingCount === 1 ? [] : [`training ${training} of ${trainingCount}`];
  const doing = phase === "training" ? [] : [`scoring ${phase} images`];
  const accuracy = points.flatMap(({ validationAccuracy }) => validationAccuracy ?? []).at(-1);
  const watched = accuracy === undefined ? [] : [`validation ${percentWords(accuracy, 2)}`];
  return [...which, ...doing, ...(loss === undefined ? [] : [`loss ${loss.toFixed(3)}`]), ...watched].join(", ");
}

function resultText(path: string, result: RunResult): string {
  const where = printable(path);
  const failures = result.trainings.flatMap(({ training, reason }) =>
    reason === null ? [] : [`${where}: training ${training} failed: ${printable(reason)}\n`],
  );
  return `${failures.join("")}${where}: ${testErrorWords(result) ?? "every training failed"}\n`;
}
