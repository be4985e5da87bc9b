/** Queries a separate process, fused-child.ts. */
import { fork } from "node:child_process";
import { once } from "node:events";
import path from "node:path";

/**
 * The process's answer to `question`, with `env` added to this process's environment. Throws Error with its output when
 * it ends without an answer.
 */
export async function askChild<T>(question: string, env: Readonly<Record<string, string>>): Promise<T> {
  const child = fork(path.join(__dirname, "fused-child.js"), [question], {
    env: { ...process.env, ...env },
    stdio: ["ignore", "ignore", "pipe", "ipc"],
    serialization: "advanced",
  });
  let said = "";
  child.stderr?.on("data", (chunk) => (said += chunk));
  const answers: unknown[] = [];
  child.on("message", (message) => answers.push(message));
  const [code, signal] = (await once(child, "close")) as [number | null, string | null];
  if (answers.length !== 1) throw new Error(`${question}: ended with ${code ?? signal}\n${said}`);
  return answers[0] as T;
}
