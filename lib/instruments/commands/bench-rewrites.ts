/** `hiernas bench rewrites`: the gain of each rewrite of the graph on this machine. */
import { type Command, Option } from "commander";
import { benchRewrites, rewritesBenchDefaults, type RewritesBench } from "../bench/bench-rewrites.js";
import { printRewritesBench } from "../bench/print-rewrites-bench.js";
import { spaceByName } from "../../genotype/space.js";
import { benchJson, scalesNamed, withBenchProgress } from "./bench-output.js";
import { GENOTYPE_FORMS, readGenotype } from "../../cli/genotype-argument.js";
import { runInterruptible } from "../../cli/interruptible-command.js";
import { limits } from "../../input/limits.js";
import { wholeNumber } from "../../cli/number-option.js";

interface BenchRewritesOptions {
  readonly json?: boolean;
  readonly genotype: string;
  readonly space: string;
  readonly scale?: string;
  readonly trainingSteps?: number;
}

/** Adds `rewrites` to `bench`. */
export function addBenchRewrites(bench: Command): void {
  bench
    .command("rewrites")
    .description("what each rewrite of TensorFlow's graph gains in processor time, alone and on top of the others")
    .option("--json", "print JSON")
    .option("--genotype <genotype>", GENOTYPE_FORMS, "best")
    .option("--space <name>", "hierarchical or flat, for trivial and random", "hierarchical")
    .addOption(new Option("--scale <name>", "one scale only").choices(["published", "laptop"]))
    .option(
      "--training-steps <count>",
      `training steps each (default: ${rewritesBenchDefaults.trainingSteps})`,
      wholeNumber("training-steps", 1, limits.trainingSteps),
    )
    .addHelpText("after", "\nExample:\n  npx hiernas bench rewrites --scale laptop")
    .action(async (options: BenchRewritesOptions) => {
      process.stdout.write(await runInterruptible((signal) => runBenchRewrites(options, signal)));
    });
}

/** Measures, and returns the output: lines, or JSON with a list under `rewrites`, one entry per scale. */
async function runBenchRewrites(options: BenchRewritesOptions, signal: AbortSignal): Promise<string> {
  const { trainingSteps = rewritesBenchDefaults.trainingSteps } = options;
  const genotype = await readGenotype(options.genotype, spaceByName(options.space));
  const rewrites: RewritesBench[] = [];
  for (const scale of scalesNamed(options.scale)) {
    rewrites.push(
      await withBenchProgress((onProgress) =>
        benchRewrites(genotype, scale, { ...rewritesBenchDefaults, trainingSteps, signal, onProgress }),
      ),
    );
  }
  return options.json === true ? benchJson(options, { rewrites }) : printRewritesBench(rewrites);
}
