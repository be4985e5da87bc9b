/** The command line with the instruments beside the library's commands: what `npx hiernas` runs. */
import { main as runCommand } from "../cli/main.js";
import { addBench } from "./commands/bench.js";

/** Runs one command (`argv` without node and script) and gives its exit code. */
export function main(argv: readonly string[]): Promise<number> {
  return runCommand(argv, [addBench]);
}
