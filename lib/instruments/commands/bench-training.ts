/** `hiernas bench training`: how fast training is on this machine, beside PyTorch when asked for. */
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
import { benchJson, scalesNamed, withBenchProgress } from "./bench-output.js";
import { GENOTYPE_FORMS, readGenotype } from "../../cli/genotype-argument.js";
import { runInterruptible } from "../../cli/interruptible-command.js";
import { wholeNumber } from "../../cli/number-option.js";

interface BenchOptions {
  readonly json?: boolean;
  readonly markdown?: boolean;
  readonly genotype: string;
  readonly space: string;
  readonly scale?: "published" | "laptop";
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
    .description("training steps and evaluations, interleaved with PyTorch's when asked for")
    .option("--json", "print JSON")
    .addOption(new Option("--markdown", "print the table of the targets, as it stands in the README").conflicts("json"))
    .option("--genotype <genotype>", GENOTYPE_FORMS, "best")
    .option("--space <name>", "hierarchical or flat, for trivial and random", "hierarchical")
    .addOption(choice("--scale <name>", "one scale only", ["published", "laptop"]))
    .addOption(
      choice("--threads <count>", "2: only a training step on both cores; 1: only two one-thread workers", ["1", "2"]),
    )
    .option(
      "--training-steps <count>",
      "training steps each that count (default: 12)",
      wholeNumber("training-steps", 1, limits.trainingSteps),
    )
    .addOption(choice("--peer <name>", "beside PyTorch, which goes into .setup/pytorch once: 5.4 GB", ["pytorch"]))
    .addOption(
      choice("--protocol <name>", "instead: the time of an evaluation of the paper's protocol here", ["paper"]),
    )
    .addOption(choice("--graph <name>", "with --protocol: the graph that is trained (default: fastest)", GRAPHS))
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
    if (options[name] !== undefined) throw new InputError(`--protocol paper: goes without --${name}; leave it out`);
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
  if (options.graph !== undefined) throw new InputError("--graph: goes with --protocol; without it all are measured");
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
