/** `hiernas bench`: how fast training is on this machine, beside PyTorch when asked for. Ours. */
import { type Command, Option } from "commander";
import { benchProtocol } from "../../bench/bench-protocol.js";
import { benchTraining, defaultTrainingBench } from "../../bench/bench-training.js";
import { printProtocolBench, printTrainingBench } from "../../bench/print-bench.js";
import { preparePyTorch } from "../../bench/pytorch-environment.js";
import { laptopScale, publishedScale } from "../../bench/scale.js";
import { paperProtocol } from "../../evaluation/protocol.js";
import { spaceByName } from "../../genotype/space.js";
import { InputError } from "../../input-error.js";
import { GENOTYPE_FORMS, readGenotype } from "../genotype-argument.js";
import { runInterruptible } from "../interruptible-command.js";
import { wholeNumber } from "../number-option.js";
import { beginTerminalProgress } from "../terminal-progress.js";
import { runBenchRewrites } from "./bench-rewrites.js";

interface BenchOptions {
  readonly json?: boolean;
  readonly genotype: string;
  readonly space: string;
  readonly scale?: "published" | "laptop";
  readonly threads?: "1" | "2";
  readonly steps?: number;
  readonly peer?: "pytorch";
  readonly protocol?: "paper";
}

const SUBJECTS = ["training", "rewrites"];
const PROTOCOL_STEPS = 20;
/** A tenth of CIFAR-10's training images, which the paper keeps for validation. */
const PAPER_SCORING_IMAGES = 5_000;

/** Adds `bench` to the program. Ours. */
export function addBench(program: Command): void {
  program
    .command("bench")
    .description("measures training steps and evaluations on this machine, interleaved with PyTorch's when asked for")
    .argument("<what>", SUBJECTS.join(", "))
    .option("--json", "print JSON")
    .option("--genotype <genotype>", GENOTYPE_FORMS, "best")
    .option("--space <name>", "hierarchical or flat, for trivial and random", "hierarchical")
    .addOption(new Option("--scale <name>", "one scale only").choices(["published", "laptop"]))
    .addOption(
      new Option("--threads <count>", "2: only a step on both cores; 1: only two one-thread workers").choices([
        "1",
        "2",
      ]),
    )
    .option("--steps <count>", "training steps each that count (default: 12)", wholeNumber("steps", 1))
    .addOption(
      new Option("--peer <name>", "beside PyTorch, which goes into .setup/pytorch once: 5.4 GB").choices(["pytorch"]),
    )
    .addOption(
      new Option("--protocol <name>", "instead: the time of an evaluation of the paper's protocol here").choices([
        "paper",
      ]),
    )
    .addHelpText("after", "\nExample:\n  npx hiernas bench training --scale laptop --peer pytorch")
    .action(async (what: string, options: BenchOptions) => {
      if (!SUBJECTS.includes(what)) throw new InputError(`bench: got ${what}, must be ${SUBJECTS.join(" or ")}`);
      process.stdout.write(
        await runInterruptible((signal) => (what === "rewrites" ? runBenchRewrites : bench)(options, signal)),
      );
    });
}

async function bench(options: BenchOptions, signal: AbortSignal): Promise<string> {
  const genotype = readGenotype(options.genotype, spaceByName(options.space));
  const { data } = defaultTrainingBench;
  if (options.protocol === "paper") {
    for (const name of ["scale", "peer"] as const)
      if (options[name] !== undefined) throw new InputError(`--protocol paper: goes without --${name}; leave it out`);
    const config = { threads: Number(options.threads ?? 2), steps: options.steps ?? PROTOCOL_STEPS, data };
    const found = await withProgress((onProgress) =>
      benchProtocol(genotype, paperProtocol, { ...config, scoringImages: PAPER_SCORING_IMAGES, signal, onProgress }),
    );
    return options.json === true ? toJson(options, found) : printProtocolBench(found);
  }
  const say = (line: string): void => void process.stderr.write(`${line}\n`);
  const python = options.peer === undefined ? undefined : await preparePyTorch(say, signal);
  const found = await withProgress((onProgress) =>
    benchTraining(genotype, {
      ...defaultTrainingBench,
      scales: [publishedScale, laptopScale].filter(({ name }) => (options.scale ?? name) === name),
      threads: options.threads === undefined ? defaultTrainingBench.threads : options.threads === "1" ? [1] : [2],
      steps: options.steps ?? defaultTrainingBench.steps,
      python,
      signal,
      onProgress,
    }),
  );
  return options.json === true ? toJson(options, found) : printTrainingBench(found);
}

async function withProgress<Result>(
  work: (onProgress: (done: number, total: number, note: string) => void) => Promise<Result>,
): Promise<Result> {
  // Per mille, because how many turns there are is known scale by scale.
  const line = beginTerminalProgress("bench", 1_000);
  try {
    return await work((done, total, note) => line.update(Math.round((1_000 * done) / total), note));
  } finally {
    line.end();
  }
}

function toJson({ genotype, space }: BenchOptions, found: object): string {
  return `${JSON.stringify({ genotype, space, ...found }, null, 1)}\n`;
}
