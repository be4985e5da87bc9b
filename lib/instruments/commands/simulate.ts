/** `hiernas simulate`: whether the controller keeps many workers busy, in virtual time. */
import type { Command } from "commander";
import { runInterruptible } from "../../cli/interruptible-command.js";
import { wholeNumber } from "../../cli/number-option.js";
import { beginTerminalProgress } from "../../cli/terminal-progress.js";
import { spaceByName } from "../../genotype/space.js";
import { limits } from "../../input/limits.js";
import { counted, percentWords } from "../../input/quantity.js";
import { methodByName } from "../../search/method-by-name.js";
import { simulateRecorded } from "../simulation/simulate-recorded.js";

interface SimulateOptions {
  readonly json?: boolean;
  readonly space: string;
  readonly method: string;
  readonly workers: number;
  readonly steps: number;
  readonly initial: number;
  readonly seed: number;
}

/** Adds `simulate` to the program. */
export function addSimulate(program: Command): void {
  program
    .command("simulate")
    .description("a search in virtual time, on any number of machines: how busy its controller keeps them")
    .option("--json", "print JSON, with the share of busy workers over time")
    .option("--space <name>", "hierarchical or flat", "hierarchical")
    .option("--method <name>", "tournament or random", "tournament")
    .option("--workers <count>", "machines", wholeNumber("workers", 1, limits.concurrentEvaluations), 200)
    .option("--steps <count>", "individuals", wholeNumber("steps", 1, limits.steps), 7_000)
    .option("--initial <count>", "random ones before selection begins", wholeNumber("initial", 1, limits.steps), 200)
    .option("--seed <number>", "of the search and of all times", wholeNumber("seed", 0), 1)
    .addHelpText(
      "after",
      "\nEvaluations take the times of a recorded search, scaled to a mean of an hour; some fail, some machines are slow or lost.\n\nExample:\n  npx hiernas simulate --workers 2000 --steps 100000",
    )
    .action(async (options: SimulateOptions) => {
      process.stdout.write(await runInterruptible((signal) => simulate(options, signal)));
    });
}

async function simulate(options: SimulateOptions, signal: AbortSignal): Promise<string> {
  const { workers, steps, initial, seed, json } = options;
  const [space, method] = [spaceByName(options.space), methodByName(options.method)];
  const line = beginTerminalProgress("simulate", steps);
  try {
    const found = await simulateRecorded({
      ...{ space, method, workers, steps, initialCount: initial, seed, signal },
      onProgress: (finished) => line.update(finished),
    });
    line.end();
    if (json === true)
      return `${JSON.stringify({ space: options.space, method: options.method, ...found }, null, 1)}\n`;
    const { utilization, generationalUtilization, hours, generationalHours, failed, lost, stepsPerSecond } = found;
    return [
      `${counted(steps, "step")} by ${counted(workers, "worker")}, an hour each on average; ${failed} failed, ${counted(lost, "machine")} lost`,
      `workers busy: ${percentWords(utilization, 2)} until the last proposal; in generations ${percentWords(generationalUtilization, 2)}`,
      `${hours.toFixed(1)} h to the end, ${stepsPerSecond.toFixed(2)} steps a second; in generations ${generationalHours.toFixed(1)} h`,
      "",
    ].join("\n");
  } finally {
    line.end();
  }
}
