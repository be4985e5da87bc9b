/** `hiernas worker`: evaluates for a search on another machine. */
import type { Command } from "commander";
import { counted } from "../../input/quantity.js";
import { limits } from "../../input/limits.js";
import { printable } from "../../input/printable.js";
import { runWorker } from "../../study/remote/run-worker.js";
import { deviceList } from "../device-list.js";
import { wholeNumber } from "../number-option.js";
import { pathOption } from "../output.js";
import { nodeRemark } from "../remote-workers.js";
import { preparationProgress } from "../preparation-progress.js";

interface WorkerOptions {
  readonly data: string;
  readonly workers?: number;
  readonly threads?: number;
  readonly devices?: readonly string[];
}

/** Adds `worker` to the program. */
export function addWorker(program: Command): void {
  program
    .command("worker")
    .description(
      "evaluates for a search that runs with --workers remote, until that is finished; keeps nothing and may be killed at any time; the first Ctrl-C or SIGTERM finishes the evaluations that were begun",
    )
    .argument("<study>", "the study's address, postgres://user@host/database?study=NAME", pathOption("study"))
    .option("--data <source>", "where this machine has the study's images: sample, or a folder", "sample")
    .option(
      "--workers <count>",
      "evaluations at once (default: what doctor measured to pay off here, or 2)",
      wholeNumber("workers", 1, limits.workers),
    )
    .option(
      "--threads <count>",
      "threads in each (default: what doctor measured to pay off here, or the cores divided by the workers)",
      wholeNumber("threads", 1, limits.threads),
    )
    .option("--devices <list>", "GPUs that evaluations take turns on, by CUDA number, for example 0,1", deviceList)
    .addHelpText(
      "after",
      "\nExample:\n  PGPASSWORD=... npx hiernas worker 'postgres://me@db.example.org/nas?study=first'",
    )
    .action(async (path: string, { data, workers, threads, devices }: WorkerOptions) => {
      const controller = new AbortController();
      const stop = (): void => {
        if (controller.signal.aborted) process.exit(130);
        controller.abort();
      };
      process.on("SIGINT", stop).on("SIGTERM", stop);
      const say = (line: string): void => void process.stderr.write(`hiernas: ${printable(line)}\n`);
      const remark = nodeRemark();
      if (remark !== undefined) say(remark);
      try {
        const { answered, late } = await runWorker({
          ...{ path, data, workers, threadsPerWorker: threads, devices, signal: controller.signal },
          ...{ onMessage: say, onWarning: say, onPreparation: preparationProgress() },
        });
        process.stdout.write(`${counted(answered, "evaluation")}${late === 0 ? "" : `, ${late} too late`}\n`);
      } finally {
        process.off("SIGINT", stop).off("SIGTERM", stop);
      }
    });
}
