/** `hiernas predict`: what a trained network makes of pictures. */
import type { Command } from "commander";
import { hasExport } from "../../export/manifest.js";
import { predict } from "../../export/predict.js";
import { InputError } from "../../input/errors.js";
import { limits } from "../../input/limits.js";
import { printable } from "../../input/printable.js";
import type { PicturePrediction } from "../../rows/prediction-rows.js";
import { readRun } from "../../training/read-run.js";
import { hasRun } from "../../training/run-folder.js";
import { wholeNumber } from "../number-option.js";

interface PredictOptions {
  readonly top: number;
  readonly json?: boolean;
  readonly training?: number;
}

/** Adds `predict` to the program. */
export function addPredict(program: Command): void {
  program
    .command("predict")
    .description("names what is in pictures, with probabilities, by the network of a run or of an export")
    .argument("<network>", "a run's folder (hiernas train), or an export's (hiernas export)")
    .argument("<pictures...>", "JPEG, PNG or WebP, of any size")
    .option(
      "--top <count>",
      "classes of each picture, the most probable first",
      wholeNumber("top", 1, limits.classes),
      5,
    )
    .option("--json", "as JSON: a list of pictures with their classes")
    .option("--training <number>", "of a run: whose network (default: 1)", wholeNumber("training", 1, limits.trainings))
    .addHelpText("after", "\nExample:\n  npx hiernas predict run cat.jpg dog.png --top 3")
    .action(async (network: string, pictures: readonly string[], options: PredictOptions) => {
      const { top, json = false, training } = options;
      const rows = await predict(sourceOf(network, options), pictures, { top, training });
      process.stdout.write(json ? jsonText(rows) : rows.map(rowText).join(""));
    });
}

function sourceOf(path: string, { training }: PredictOptions) {
  if (hasRun(path)) return readRun(path);
  if (!hasExport(path)) {
    throw new InputError(
      `${printable(path)}: is neither a run nor an export: it has no run.json and no network.json; give the folder of hiernas train or hiernas export`,
    );
  }
  if (training !== undefined) throw new InputError("--training: is for a run; leave it out");
  return path;
}

function jsonText(rows: readonly PicturePrediction[]): string {
  return `${JSON.stringify(
    rows.map(({ picture, classes }) => ({ picture, classes })),
    null,
    1,
  )}\n`;
}

function rowText({ picture, classes }: PicturePrediction): string {
  const widest = Math.max(...classes.map(({ className }) => printable(className).length));
  const lines = classes.map(
    ({ className, probability }) =>
      `  ${printable(className).padEnd(widest)}  ${(100 * probability).toFixed(2).padStart(6)} %\n`,
  );
  return `${printable(picture)}\n${lines.join("")}`;
}
