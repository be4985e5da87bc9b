/** The command line: the library's functions for a terminal. */
import { Command, CommanderError } from "commander";
import { InputError, isAbort } from "../input/errors.js";
import { printable, withoutSecrets } from "../input/printable.js";
import { addBest } from "./commands/best.js";
import { addDeck } from "./commands/deck.js";
import { addDescribe } from "./commands/describe.js";
import { addDraw } from "./commands/draw.js";
import { addExperiment } from "./commands/experiment.js";
import { addExport } from "./commands/export.js";
import { addFigures } from "./commands/figures.js";
import { addPredict } from "./commands/predict.js";
import { addSearch } from "./commands/search.js";
import { addStatus } from "./commands/status.js";
import { addStudy } from "./commands/study.js";
import { addTrain } from "./commands/train.js";
import { addWorker } from "./commands/worker.js";
import { addVerify } from "./commands/verify.js";
import { Interrupted } from "./interruptible-command.js";

/** Exit codes: 0 success, 1 failure, 2 bad input, 130 interrupted. */
export const exitCodes = Object.freeze({ success: 0, failure: 1, badInput: 2, interrupted: 130 });

/** Adds a command to the program. */
export type AddCommand = (program: Command) => void;

/**
 * Runs a command (`argv` without node and script), one of the library's or of `more`, and returns its exit code. Errors
 * print one line on stderr.
 */
export async function main(argv: readonly string[], more: readonly AddCommand[] = []): Promise<number> {
  try {
    await createProgram(more).parseAsync([...argv], { from: "user" });
    return exitCodes.success;
  } catch (error) {
    return report(error);
  }
}

function createProgram(more: readonly AddCommand[]): Command {
  const program = new Command("hiernas")
    .description("hierarchical architecture search that can be watched, understood and trusted")
    .showHelpAfterError("(--help lists the commands)")
    .exitOverride()
    .configureOutput({ outputError: (text, write) => write(withoutSecrets(text)) })
    // Options after a command's own subcommand belong to the latter, even if both have them.
    .enablePositionalOptions()
    .addHelpText(
      "after",
      "\nAlso, from the launcher:\n  doctor [--json]     every part of the set-up, its state, and the command that fixes it; the threads that pay off here\n  lab                 opens JupyterLab on the notebooks\n\nExample:\n  npx hiernas search --steps 60 --initial 20 --workers 2 --out study.sqlite",
    );
  for (const add of [
    addDescribe,
    addSearch,
    addWorker,
    addStatus,
    addStudy,
    addVerify,
    addBest,
    addTrain,
    addExport,
    addPredict,
    addDraw,
    addFigures,
    addDeck,
    addExperiment,
    ...more,
  ])
    add(program);
  return program;
}

/** The most characters of a message. */
const MOST_WORDS = 2_000;

/** Prints in one line on stderr what went wrong, and returns the exit code for it. */
export function report(error: unknown): number {
  // commander has already printed its own line or help.
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.success : exitCodes.badInput;
  if (!(error instanceof Error)) throw error;
  if (isAbort(error)) {
    process.stderr.write(
      `hiernas: ${error instanceof Interrupted ? error.message : "interrupted; finished work is kept"}\n`,
    );
    return exitCodes.interrupted;
  }
  if (error instanceof InputError) {
    process.stderr.write(`hiernas: ${printable(error.message, MOST_WORDS)}\n`);
    return exitCodes.badInput;
  }
  if ((error as NodeJS.ErrnoException).syscall === "uv_cwd") {
    process.stderr.write("hiernas: the working folder is gone; cd to one that exists\n");
    return exitCodes.badInput;
  }
  const trace =
    process.env.HIERNAS_DEBUG === undefined
      ? `${printable(error.message, MOST_WORDS)} (a bug: HIERNAS_DEBUG=1 shows where)`
      : error.stack;
  process.stderr.write(`hiernas: ${trace}\n`);
  return exitCodes.failure;
}
