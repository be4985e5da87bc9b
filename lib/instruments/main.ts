/** The command line with the library's commands and the instruments, which `npx hiernas` runs. */
import { main as runCommand } from "../cli/main.js";
import { addBench } from "./commands/bench.js";
import { addSimulate } from "./commands/simulate.js";

/** Runs one command (`argv` without node and script) and returns its exit code. */
export function main(argv: readonly string[]): Promise<number> {
  return runCommand(argv, [addBench, addSimulate]);
}
