/** `hiernas search`: runs or resumes a search. */
import type { Command } from "commander";
import { defaultWorkers } from "../../evaluation/threads.js";
import { type Protocol, protocolByName } from "../../evaluation/protocol.js";
import { spaceByName } from "../../genotype/space.js";
import { methodByName } from "../../search/method-by-name.js";
import { type KnownPhenotype, knownPhenotypeByName } from "../../search/search-settings.js";
import { runStudy } from "../../study/run-study.js";
import { runStudyDefaults } from "../../study/run-study-config.js";
import type { StopRules } from "../../study/stop-rules.js";
import { deviceList } from "../device-list.js";
import { runInterruptible } from "../interruptible-command.js";
import { limits } from "../../input/limits.js";
import { pathOption } from "../output.js";
import { numberBetween, wholeNumber } from "../number-option.js";
import { readWarmStart } from "../warm-start-option.js";
import { timeSpan } from "../time-option.js";
import { type CostOptions, costOption } from "../cost-option.js";
import { preparationProgress } from "../preparation-progress.js";
import { nodeRemark, type Workers, workersOption } from "../remote-workers.js";
import { runShownStudy } from "../run-shown-study.js";

interface SearchOptions extends CostOptions {
  readonly data: string;
  readonly strict?: boolean;
  readonly space: string;
  readonly method: string;
  readonly protocol: string;
  readonly steps?: number;
  readonly maxTime?: number;
  readonly patience?: number;
  readonly target?: number;
  readonly initial: number;
  readonly workers?: Workers;
  readonly threads?: number;
  readonly devices?: readonly string[];
  readonly tf32?: boolean;
  readonly xla?: boolean;
  readonly seed: number;
  readonly learningRate?: number;
  readonly trainingSteps?: number;
  readonly warmStart?: readonly string[];
  readonly known: KnownPhenotype;
  readonly confirm: number;
  readonly out: string;
}

/** Adds `search` to the program. */
export function addSearch(program: Command): void {
  program
    .command("search")
    .description("runs a search; run again with the same file, it resumes")
    .requiredOption(
      "--out <file>",
      "the study's file, or postgres://user@host/database?study=NAME",
      pathOption("--out"),
    )
    .option(
      "--data <source>",
      "sample (bundled), or a folder: CIFAR-10's binary files, IDX files (Fashion-MNIST), or pictures (train/CLASS/PICTURE, val/CLASS/PICTURE), resized once to the protocol's size",
      "sample",
    )
    .option("--strict", "refuse pictures that cannot be used (default: skip them, naming them)")
    .option("--space <name>", "hierarchical or flat", "hierarchical")
    .option("--method <name>", "tournament or random", "tournament")
    .option("--protocol <name>", "laptop, study, paper or smoke: how a genotype is trained and scored", "laptop")
    .option("--learning-rate <rate>", "instead of the protocol's", Number)
    .option(
      "--training-steps <count>",
      "of one training, instead of the protocol's",
      wholeNumber("training-steps", 1, limits.trainingSteps),
    )
    .option(
      "--steps <count>",
      `total number of individuals, including initialization (default: ${runStudyDefaults.steps}, or without end if a rule below stops the search)`,
      wholeNumber("steps", 1, limits.steps),
    )
    .option("--max-time <time>", "stop after this time of running, over all resumptions: 90s, 45m, 2h, 3d", timeSpan)
    .option(
      "--patience <count>",
      "stop after this many evaluations without a new best network",
      wholeNumber("patience", 1, limits.steps),
    )
    .option(
      "--target <fitness>",
      "stop once the best network has this fitness, by the mean of its trainings",
      numberBetween("target", 0, 1),
    )
    .option(
      "--initial <count>",
      "random individuals before selection begins",
      wholeNumber("initial", 1, limits.steps),
      20,
    )
    .option(
      "--warm-start <genotype...>",
      "the first of these individuals: a genotype's JSON file, a study (its three best networks), STUDY:STEP, or best (the published cell); not needed to resume",
    )
    .option(
      "--workers <count>",
      "concurrent evaluations (default: what doctor measured to pay off here, or 2); remote or remote:COUNT: those of `hiernas worker` on any machines, COUNT (64) at once at most",
      workersOption,
    )
    .option(
      "--threads <count>",
      "threads per worker (default: what doctor measured to pay off here, or the cores divided by the workers)",
      wholeNumber("threads", 1, limits.threads),
    )
    .option("--devices <list>", "GPUs that workers take turns on, by CUDA number, for example 0,1", deviceList)
    .option("--tf32", "on a GPU: products in TensorFloat-32, faster and less precise; the study records it")
    .option("--xla", "on a GPU: compile each network with XLA, which takes long; the study records it")
    .option(
      "--max-parameters <count>",
      "redraw networks with more (the paper's parameter-constrained search)",
      wholeNumber("max-parameters", 1),
    )
    .option(
      "--max-multiply-adds <count>",
      "redraw networks with more, for one image",
      wholeNumber("max-multiply-adds", 1),
    )
    .option(
      "--max-memory <MiB>",
      "redraw networks whose training is predicted to take more, in one process",
      wholeNumber("max-memory", 1, 2 ** 30),
    )
    .option(
      "--known <policy>",
      "a network that was evaluated before: evaluate it again like any other (the paper's way), reuse that evaluation, redraw until the network is new, or average: train it once more, and select by the mean of all its trainings",
      knownPhenotypeByName,
      "evaluate" as const,
    )
    .option(
      "--confirm <count>",
      "after all steps, train each of the three best networks this many more times before naming the best",
      wholeNumber("confirm", 0, limits.trainings),
      0,
    )
    .option("--seed <number>", "determines the whole search", wholeNumber("seed", 0), 1)
    .addHelpText(
      "after",
      "\nExample:\n  npx hiernas search --data sample --space hierarchical --method tournament --steps 60 --initial 20 --workers 2 --seed 1 --out study.sqlite",
    )
    .action((options: SearchOptions) => runInterruptible((signal) => search(options, signal)));
}

async function search(options: SearchOptions, signal: AbortSignal): Promise<void> {
  const [space, protocol] = [spaceByName(options.space), protocolOf(options)];
  const stop: StopRules = { maximumMillis: options.maxTime, patience: options.patience, target: options.target };
  const hasRule = Object.values(stop).some((rule) => rule !== undefined);
  const steps = options.steps ?? (hasRule ? limits.steps : runStudyDefaults.steps);
  const remark = options.workers?.remote ? nodeRemark() : undefined;
  if (remark !== undefined) process.stderr.write(`hiernas: ${remark}\n`);
  const warmStart = await readWarmStart(options.warmStart ?? [], space);
  await runShownStudy({ label: "search", path: options.out, steps, signal }, (onProgress) =>
    runStudy({
      path: options.out,
      space,
      method: methodByName(options.method),
      protocol,
      constraint: costOption(options, space, protocol),
      warmStart,
      knownPhenotype: options.known,
      confirm: options.confirm,
      data: options.data,
      strict: options.strict,
      onPreparation: preparationProgress(),
      onWarning: (message) => process.stderr.write(`hiernas: ${message}\n`),
      steps,
      stop,
      initialCount: options.initial,
      ...(options.workers ?? { workers: defaultWorkers() }),
      threadsPerWorker: options.threads,
      devices: options.devices,
      seed: options.seed,
      signal,
      onProgress,
    }),
  );
}

function protocolOf({ protocol: name, learningRate, trainingSteps, tf32, xla }: SearchOptions): Protocol {
  const protocol = protocolByName(name);
  return {
    ...protocol,
    trainingSteps: trainingSteps ?? protocol.trainingSteps,
    ...(tf32 || xla ? { gpu: { tensorFloat32: tf32, xla } } : {}),
    schedule: learningRate === undefined ? protocol.schedule : { ...protocol.schedule, rate: learningRate },
  };
}
