/** `hiernas export`: a network that works without hiernas. */
import { type Command, Option } from "commander";
import { exportNetwork } from "../../export/export-network.js";
import { exportFormatByName, exportFormats } from "../../export/formats/formats.js";
import { spaceByName } from "../../genotype/space.js";
import { InputError } from "../../input/errors.js";
import { limits } from "../../input/limits.js";
import { printable } from "../../input/printable.js";
import { counted } from "../../input/quantity.js";
import { networkByName } from "../../network/network-config.js";
import { readRun } from "../../training/read-run.js";
import { hasRun } from "../../training/run-folder.js";
import { GENOTYPE_FORMS, ofGenotype, readGenotype } from "../genotype-argument.js";
import { wholeNumber } from "../number-option.js";
import { pathOption } from "../output.js";

interface ExportOptions {
  readonly format: string;
  readonly out: string;
  readonly training?: number;
  readonly space: string;
  readonly network?: string;
  readonly channels?: number;
  readonly cells?: number;
  readonly seed?: number;
}

const HELP = `
Formats:
  savedmodel  saved_model.pb, for TensorFlow, TensorFlow Serving and tfjs-node
  tfjs        model.json and weights, for a browser and tfjs-node
  onnx        network.onnx, for ONNX Runtime
  pytorch     network.py and weights.safetensors; needs PyTorch alone
  keras       network.py and weights.npz; needs Keras 3

Every export has a model card (README.md with a drawing), and network.json with class names and what a picture goes
through before the network. A run is exported with its trained weights, a genotype with initial ones.

Examples:
  npx hiernas export run --format pytorch --out pytorch
  npx hiernas export best --network small --seed 3 --format onnx --out onnx
  npx hiernas predict onnx cat.jpg`;

/** Adds `export` to the program. */
export function addExport(program: Command): void {
  program
    .command("export")
    .description(
      "writes a network that runs without hiernas: for TensorFlow, a browser, ONNX Runtime, PyTorch or Keras",
    )
    .argument("<network>", `a run's folder (hiernas train), or ${GENOTYPE_FORMS}`)
    .requiredOption("--format <name>", exportFormats.join(", "))
    .requiredOption("--out <folder>", "a new or empty folder, or an earlier export to replace", pathOption("--out"))
    .option("--training <number>", "of a run: whose network (default: 1)", wholeNumber("training", 1, limits.trainings))
    .option("--space <name>", "hierarchical or flat, for trivial and random", "hierarchical")
    .addOption(new Option("--network <name>", "of a genotype: small, large or imagenet (default: large)"))
    .option("--channels <count>", "of a genotype: c0", wholeNumber("channels", 1, limits.channels))
    .option("--cells <count>", "of a genotype: cells per group, N", wholeNumber("cells", 1, limits.cellsPerGroup))
    .option("--seed <number>", "of a genotype: of its initial weights (default: 1)", wholeNumber("seed", 0))
    .addHelpText("after", HELP)
    .action(async (argument: string, options: ExportOptions) => runExport(argument, options));
}

async function runExport(argument: string, options: ExportOptions): Promise<void> {
  const { out, training, seed } = options;
  const { name: format, title } = exportFormatByName(options.format);
  const isRun = hasRun(argument);
  refuseForeign(isRun, options);
  const exported = isRun
    ? exportNetwork(readRun(argument), { format, path: out, training })
    : await exportGenotype(argument, options);
  const weights = exported.isTrained ? "trained weights" : `initial weights, seed ${seed ?? 1}: not trained`;
  const files = exported.files.map(({ name, bytes }) => `  ${name} ${counted(bytes, "byte")}`);
  process.stdout.write(
    `${printable(out)}: ${title}, ${counted(exported.parameterCount, "parameter")}, ${weights}\n${files.join("\n")}\n`,
  );
}

async function exportGenotype(argument: string, { format, out, seed, ...options }: ExportOptions) {
  const genotype = await readGenotype(argument, spaceByName(options.space));
  const base = networkByName(options.network ?? "large");
  const network = {
    ...base,
    channels: options.channels ?? base.channels,
    cellsPerGroup: options.cells ?? base.cellsPerGroup,
  };
  return ofGenotype(argument, () =>
    exportNetwork(genotype, { format: exportFormatByName(format).name, path: out, network, seed }),
  );
}

/** A run says itself what network it trained; a genotype has no training. */
function refuseForeign(isRun: boolean, { network, channels, cells, seed, training }: ExportOptions): void {
  const foreign = isRun ? { network, channels, cells, seed } : { training };
  const given = Object.entries(foreign).find(([, value]) => value !== undefined);
  if (given === undefined) return;
  throw new InputError(`--${given[0]}: is for a ${isRun ? "genotype" : "run"}; leave it out`);
}
