/** `hiernas bench training`: the speed of training on this machine, on request beside PyTorch's. */
import { type Command, Option } from "commander";
import { benchProtocol, protocolBenchDefaults } from "../bench/bench-protocol.js";
import { benchTraining, trainingBenchDefaults } from "../bench/bench-training.js";
import type { GraphKind } from "../bench/contender-messages.js";
import { printProtocolBench, printTrainingBench } from "../bench/print-bench.js";
import { preparePyTorch } from "../bench/pytorch-environment.js";
import { printTargets } from "../bench/targets.js";
import { paperProtocol } from "../../evaluation/protocol.js";
import { spaceByName } from "../../genotype/space.js";
import { InputError } from "../../input/errors.js";
import { limits } from "../../input/limits.js";
import { benchJson, scaleNames, scalesNamed, withBenchProgress } from "./bench-output.js";
import { GENOTYPE_FORMS, readGenotype } from "../../cli/genotype-argument.js";
import { runInterruptible } from "../../cli/interruptible-command.js";
import { wholeNumber } from "../../cli/number-option.js";

interface BenchOptions {
  readonly json?: boolean;
  readonly markdown?: boolean;
  readonly genotype: string;
  readonly space: string;
  readonly scale?: string;
  readonly threads?: "1" | "2";
  readonly trainingSteps?: number;
  readonly peer?: "pytorch";
  readonly protocol?: "paper";
  readonly graph?: GraphKind;
}

const GRAPHS: readonly GraphKind[] = ["fastest", "rewritten", "plain"];

/** Adds `training` to `bench`. */
export function addBenchTraining(bench: Command): void {
  const choice = (flags: string, description: string, choices: readonly string[]): Option =>
    new Option(flags, description).choices(choices);
  bench
    .command("training")
    .description("the speed of training steps and evaluations, with --peer interleaved with PyTorch's")
    .option("--json", "print JSON")
    .addOption(new Option("--markdown", "print the table of data/benchmarks").conflicts("json"))
    .option("--genotype <genotype>", GENOTYPE_FORMS, "best")
    .option("--space <name>", "hierarchical or flat, for trivial and random", "hierarchical")
    .addOption(
      choice(
        "--scale <name>",
        "one scale only; large: time and peak memory of the paper's large network at c0 = 64 and 128, which takes 15 GiB with --peer",
        scaleNames,
      ),
    )
    .addOption(
      choice("--threads <count>", "2: only training steps on both cores; 1: only two one-thread workers", ["1", "2"]),
    )
    .option(
      "--training-steps <count>",
      "measured training steps of each (default: 12)",
      wholeNumber("training-steps", 1, limits.trainingSteps),
    )
    .addOption(
      choice("--peer <name>", "compare with PyTorch, which is installed into .setup/pytorch once: 5.4 GB", ["pytorch"]),
    )
    .addOption(
      choice(
        "--protocol <name>",
        "instead, estimate the time of an evaluation of the paper's protocol on this machine",
        ["paper"],
      ),
    )
    .addOption(choice("--graph <name>", "with --protocol: the graph to train (default: fastest)", GRAPHS))
    .addHelpText("after", "\nExample:\n  npx hiernas bench training --scale laptop --peer pytorch")
    .action(async (options: BenchOptions) => {
      process.stdout.write(
        await runInterruptible((signal) => measure(options, signal), "interrupted; nothing is kept"),
      );
    });
}

async function measure(options: BenchOptions, signal: AbortSignal): Promise<string> {
  return options.protocol === "paper" ? measureProtocol(options, signal) : measureTraining(options, signal);
}

async function measureProtocol(options: BenchOptions, signal: AbortSignal): Promise<string> {
  for (const name of ["scale", "peer", "markdown"] as const)
    if (options[name] !== undefined)
      throw new InputError(`--protocol paper: cannot be combined with --${name}; leave one of them out`);
  const {
    graph,
    trainingSteps = protocolBenchDefaults.trainingSteps,
    threads = protocolBenchDefaults.threads,
  } = options;
  const genotype = await readGenotype(options.genotype, spaceByName(options.space));
  const found = await withBenchProgress((onProgress) =>
    benchProtocol(genotype, paperProtocol, {
      ...protocolBenchDefaults,
      trainingSteps,
      graph,
      threads: Number(threads),
      signal,
      onProgress,
    }),
  );
  return options.json === true ? benchJson(options, found) : printProtocolBench(found);
}

async function measureTraining(options: BenchOptions, signal: AbortSignal): Promise<string> {
  if (options.graph !== undefined)
    throw new InputError("--graph: needs --protocol; without it all graphs are measured");
  const genotype = await readGenotype(options.genotype, spaceByName(options.space));
  const say = (line: string): void => void process.stderr.write(`${line}\n`);
  const python = options.peer === undefined ? undefined : await preparePyTorch(say, signal);
  const found = await withBenchProgress((onProgress) =>
    benchTraining(genotype, {
      ...trainingBenchDefaults,
      scales: scalesNamed(options.scale),
      threads: options.threads === undefined ? trainingBenchDefaults.threads : options.threads === "1" ? [1] : [2],
      trainingSteps: options.trainingSteps ?? trainingBenchDefaults.trainingSteps,
      python,
      signal,
      onProgress,
    }),
  );
  if (options.markdown === true) return printTargets(found, options.genotype);
  return options.json === true ? benchJson(options, found) : printTrainingBench(found);
}
