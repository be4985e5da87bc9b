/** A process for `shareCommands` of command.ts: runs one command after another and sends what each printed. */
import { main } from "../../lib/instruments/main.js";

/** Runs `work` and returns its result with what it wrote. */
async function printed<T>(work: () => Promise<T>) {
  const said = { stdout: "", stderr: "" };
  const streams = ["stdout", "stderr"] as const;
  const before = streams.map((name) => process[name].write.bind(process[name]));
  for (const name of streams)
    process[name].write = (chunk: string | Uint8Array, ...rest: readonly unknown[]) => {
      said[name] += typeof chunk === "string" ? chunk : Buffer.from(chunk).toString();
      const done = rest.find((each) => typeof each === "function");
      if (done !== undefined) process.nextTick(done);
      return true;
    };
  try {
    return { code: await work(), signal: null, ...said };
  } finally {
    for (const [index, name] of streams.entries()) process[name].write = before[index];
  }
}

let last: Promise<unknown> = Promise.resolve();
process.on("message", (message: readonly string[] | "end") => {
  // Then only something that a command left running keeps this process alive.
  if (message === "end") process.disconnect();
  else last = last.then(() => printed(() => main(message))).then((ended) => process.send?.(ended));
});
