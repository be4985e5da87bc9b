/** `hiernas bench controller`: the speed of a search itself on this machine, by the size of its population. */
import { type Command, Option } from "commander";
import { runInterruptible } from "../../cli/interruptible-command.js";
import { wholeNumber } from "../../cli/number-option.js";
import { pathOption } from "../../cli/output.js";
import { spaceByName } from "../../genotype/space.js";
import { InputError } from "../../input/errors.js";
import { limits } from "../../input/limits.js";
import { mebibyteWords } from "../../input/quantity.js";
import { benchController, type ControllerBench, controllerBenchDefaults } from "../bench/bench-controller.js";
import { processorWords } from "../bench/machine.js";
import { withBenchProgress } from "./bench-output.js";

interface BenchControllerOptions {
  readonly json?: boolean;
  readonly markdown?: boolean;
  readonly space: string;
  readonly populations: readonly number[];
  readonly workers: number;
  readonly seed: number;
  readonly folder: string;
}

/** Adds `controller` to `bench`. */
export function addBenchController(bench: Command): void {
  const { populations, workers, seed } = controllerBenchDefaults;
  bench
    .command("controller")
    .description("steps a second of a search whose evaluations take no time, durable in a file, by population")
    .option("--json", "print JSON")
    .addOption(new Option("--markdown", "print a table").conflicts("json"))
    .option("--space <name>", "hierarchical or flat", "hierarchical")
    .option("--populations <list>", "where to measure", populationList, populations)
    .option("--workers <count>", "concurrent evaluations", wholeNumber("workers", 1, limits.workers), workers)
    .option("--seed <number>", "of the search", wholeNumber("seed", 0), seed)
    .option("--folder <folder>", "where the study is kept meanwhile", pathOption("--folder"), ".")
    .addHelpText("after", "\nExample:\n  npx hiernas bench controller --populations 1000,10000")
    .action(async (options: BenchControllerOptions) => {
      process.stdout.write(
        await runInterruptible((signal) => measure(options, signal), "interrupted; nothing is kept"),
      );
    });
}

async function measure(options: BenchControllerOptions, signal: AbortSignal): Promise<string> {
  const { space, populations, workers, seed, folder } = options;
  const found = await withBenchProgress((onProgress) =>
    benchController({
      ...{ space: spaceByName(space), populations, workers, seed, folder, signal, onProgress },
      steps: controllerBenchDefaults.steps,
    }),
  );
  if (options.json === true) return `${JSON.stringify({ space, ...found }, null, 1)}\n`;
  return options.markdown === true ? table(found) : print(found);
}

const HEADS = ["individuals", "steps a second", "processor, ms a step", "memory", "bytes a step"];

function cellsOf({ rows }: ControllerBench): readonly (readonly string[])[] {
  return rows.map((row) => [
    row.population.toLocaleString("en"),
    row.stepsPerSecond.toFixed(0),
    row.cpuMillisPerStep.toFixed(2),
    mebibyteWords(row.rssBytes),
    row.bytesPerStep.toFixed(0),
  ]);
}

function print(found: ControllerBench): string {
  const { machine, workers } = found;
  return [
    `${processorWords(machine)}, ${machine.cores} cores, load ${machine.load.toFixed(2)} before the start; ${workers} workers`,
    ...[HEADS, ...cellsOf(found)].map((cells) => cells.map((cell) => cell.padStart(22)).join("")),
    "",
  ].join("\n");
}

function table(found: ControllerBench): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return `${[line(HEADS), line(HEADS.map(() => "--:")), ...cellsOf(found).map(line)].join("\n")}\n`;
}

function populationList(text: string): readonly number[] {
  const parse = wholeNumber("populations", 100, limits.steps);
  const list = text.split(",").map((each) => parse(each));
  if (list.length > 32) throw new InputError(`--populations: got ${list.length} numbers, must be at most 32`);
  return list;
}
