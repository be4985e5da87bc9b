/** Starts a child process that will load TensorFlow. */
import { type ChildProcess, fork } from "node:child_process";
import { type ChildPlacement, childEnvironment } from "./child-environment.js";
import { type LastWords, recordWords } from "./last-words.js";

/** A child process, and the ends of what it writes to stdout and to stderr. */
export interface StartedChild {
  readonly child: ChildProcess;
  readonly outputs: readonly LastWords[];
}

/** Starts the compiled module at `program`; messages are structured clones. Throws when the system refuses. */
export function startChild(program: string, placement: ChildPlacement): StartedChild {
  const child = fork(program, [], {
    // The parent's arguments (an inspector's port, a test runner's hooks) are not for the child.
    execArgv: [],
    stdio: ["ignore", "pipe", "pipe", "ipc"],
    serialization: "advanced",
    env: childEnvironment(placement),
  });
  const outputs = [child.stdout, child.stderr].map((stream) => {
    const words = recordWords();
    stream?.setEncoding("utf8").on("data", (text: string) => words.add(text));
    return words;
  });
  return { child, outputs };
}

/** What a child wrote last. */
export function lastWords({ outputs }: Pick<StartedChild, "outputs">): string {
  return outputs.map((each) => each.text()).join("");
}
