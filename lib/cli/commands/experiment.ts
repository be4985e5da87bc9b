/** `hiernas experiment`: the searches of the deck's table, the final test of what they find, and the table. */
import { join } from "node:path";
import type { Command } from "commander";
import { longProtocol } from "../../evaluation/protocol.js";
import { defaultWorkers } from "../../evaluation/threads.js";
import { resultsTable } from "../../figures/charts/results-table.js";
import { toSvg } from "../../figures/output/svg.js";
import { InputError } from "../../input/errors.js";
import { limits } from "../../input/limits.js";
import { printable, shown, visible } from "../../input/printable.js";
import { experimentResults } from "../../literature/experiment-results.js";
import { experimentTable } from "../../literature/experiment-table.js";
import {
  type ExperimentTableFormat,
  experimentTableFormats,
  experimentTableText,
} from "../../literature/experiment-table-text.js";
import { experimentPath } from "../../study/experiments/experiment-folder.js";
import { experimentByName, experiments } from "../../study/experiments/experiments.js";
import { testFinalists } from "../../study/experiments/finalists.js";
import { runExperiment } from "../../study/experiments/run-experiment.js";
import { experimentScaleByName } from "../../study/experiments/scales.js";
import { runInterruptible } from "../interruptible-command.js";
import { wholeNumber } from "../number-option.js";
import { pathOption } from "../output.js";
import { runShownStudy } from "../run-shown-study.js";
import { beginTerminalProgress } from "../terminal-progress.js";

/** The options that choose the folder. */
interface FolderOptions {
  readonly scale: string;
  readonly out?: string;
}

interface TrainOptions extends FolderOptions {
  readonly data: string;
  readonly workers?: number;
}

interface RunOptions extends TrainOptions {
  readonly repeat: number;
  readonly steps?: number;
  readonly threads?: number;
}

interface FinalistsOptions extends TrainOptions {
  readonly equalParameters?: boolean;
  readonly trainingSteps?: number;
}

const FIGURE = "svg";
const FORMATS = [...experimentTableFormats, FIGURE] as const;

interface TableOptions extends FolderOptions {
  readonly format: ExperimentTableFormat | typeof FIGURE;
}

/** Adds `experiment` to the program. */
export function addExperiment(program: Command): void {
  const command = program
    .command("experiment")
    .description("runs a search of the deck's table; started again, it continues where it stopped")
    // Options after finalists and table belong to them.
    .enablePositionalOptions()
    .usage("[options] <name>\n       hiernas experiment finalists [options]\n       hiernas experiment table [options]")
    .argument("<name>", "one of the experiments below");
  trainOptions(command)
    .option(
      "--repeat <number>",
      "which repeat; each has its own seed and file",
      wholeNumber("repeat", 1, limits.repeats),
      1,
    )
    .option(
      "--steps <count>",
      "fewer individuals than the scale's; can be continued with more",
      wholeNumber("steps", 1, limits.steps),
    )
    .option("--threads <count>", "of each worker (default: as in search)", wholeNumber("threads", 1, limits.threads))
    .addHelpText(
      "after",
      `\nExperiments, in the deck's order:\n${experiments.map(({ name, row }) => `  ${name.padEnd(33)}${row}\n`).join("")}\nExample:\n  npx hiernas experiment hierarchical-evolution --scale laptop --workers 2`,
    )
    .action((name: string, options: RunOptions) => runInterruptible((signal) => run(name, options, signal)));
  trainOptions(
    command
      .command("finalists")
      .description(
        "trains what the experiments found at length (the three best of each search, all random architectures, the published and the trivial cell), three seeds each, and scores it once on test images; continues where it stopped",
      ),
  )
    .option(
      "--equal-parameters",
      "choose widths so that every network has the published cell's parameters, within 10 %",
    )
    .option(
      "--training-steps <count>",
      `of one training (default: ${longProtocol.trainingSteps}, the long protocol's)`,
      wholeNumber("training-steps", 1, limits.trainingSteps),
    )
    .addHelpText("after", "\nExample:\n  npx hiernas experiment finalists --scale laptop --workers 2")
    .action((options: FinalistsOptions) => runInterruptible((signal) => finalists(options, signal)));
  folderOptions(
    command
      .command("table")
      .description("prints the deck's table with measured numbers in separate columns; also while experiments run"),
  )
    .option("--format <name>", `${FORMATS.join(", ")} (a figure)`, formatOf, "markdown" as const)
    .addHelpText("after", "\nExample:\n  npx hiernas experiment table --scale laptop --format csv > table.csv")
    .action(table);
}

function folderOptions(command: Command): Command {
  return command
    .option("--scale <name>", "laptop, study or paper: how many networks are trained, and how", "laptop")
    .option("--out <folder>", "the folder of this scale's studies (default: experiments/SCALE)", pathOption("--out"));
}

function trainOptions(command: Command): Command {
  return folderOptions(command)
    .option("--data <source>", "sample (bundled), or a folder with images", "sample")
    .option(
      "--workers <count>",
      "concurrent trainings (default: what doctor measured to pay off here, or 2)",
      wholeNumber("workers", 1, limits.workers),
    );
}

function folderOf({ scale, out }: FolderOptions): string {
  const { name } = experimentScaleByName(scale);
  return out ?? join("experiments", name);
}

async function run(name: string, options: RunOptions, signal: AbortSignal): Promise<void> {
  const [experiment, scale, folder] = [experimentByName(name), experimentScaleByName(options.scale), folderOf(options)];
  const { repeat, data, steps = scale.steps[experiment.length] } = options;
  const path = experimentPath(folder, experiment, repeat);
  await runShownStudy({ label: name, path, steps }, (onProgress) =>
    runExperiment({
      ...{ experiment: name, scale, folder, repeat, steps, data, signal, onProgress },
      workers: options.workers ?? defaultWorkers(),
      threadsPerWorker: options.threads,
    }),
  );
}

async function finalists(options: FinalistsOptions, signal: AbortSignal): Promise<void> {
  const { data, equalParameters, trainingSteps = longProtocol.trainingSteps } = options;
  let line: ReturnType<typeof beginTerminalProgress> | undefined;
  try {
    const { path, rows, leftOut } = await testFinalists({
      ...{ folder: folderOf(options), data, signal },
      workers: options.workers ?? defaultWorkers(),
      atEqualParameters: equalParameters,
      protocol: { ...longProtocol, trainingSteps },
      onProgress: (done, total) => {
        line ??= beginTerminalProgress("finalists", total, done - 1);
        line.update(done);
      },
    });
    line?.end();
    for (const each of leftOut) process.stderr.write(`left out, ${visible(each)}\n`);
    process.stdout.write(`${printable(path)}: ${rows.length} trainings\n`);
  } finally {
    line?.end();
  }
}

async function table(options: TableOptions): Promise<void> {
  const found = await experimentTable(folderOf(options));
  const { format } = options;
  const text =
    format === FIGURE ? `${toSvg(resultsTable(experimentResults(found)))}\n` : await experimentTableText(found, format);
  process.stdout.write(text);
}

function formatOf(text: string): TableOptions["format"] {
  const format = FORMATS.find((each) => each === text);
  if (format === undefined) throw new InputError(`--format: got ${shown(text)}, must be ${FORMATS.join(", ")}`);
  return format;
}
