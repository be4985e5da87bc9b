// Compiles the fused kernels with a driver that does not need TensorFlow, with a sanitizer, and runs cases on it.
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { projectRoot } from "../project-root.js";

const kernels = path.join(projectRoot, "kernel-setup", "native", "fused");
const driver = path.join(projectRoot, "test", "kernel-setup", "native", "fused-driver.cc");

/** The C++ compiler that set-up would use; undefined if there is none. */
export const compiler = [process.env.CXX, "g++", "c++", "clang++"].find(
  (name) => name !== undefined && name !== "" && spawnSync(name, ["--version"]).status === 0,
);

/** How programs are compiled and started so that a sanitizer watches them. */
export interface Watch {
  readonly flags: readonly string[];
  /** The program that starts them, with its arguments; none: they start by themselves. */
  readonly starter: readonly string[];
  /** Why the sanitizer cannot watch here: then there are no flags. Empty when it can. */
  readonly missing: string;
}

/**
 * How the sanitizer of these flags watches programs here. Where Linux places memory too much at random for
 * ThreadSanitizer, its programs start under `setarch -R`, which may be forbidden in a container.
 */
export function findWatch(flags: readonly string[]): Watch {
  const without = (missing: string): Watch => ({ flags: [], starter: [], missing });
  if (compiler === undefined) return without("no C++ compiler");
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "hiernas-sanitizer-"));
  try {
    const program = path.join(folder, "program");
    const args = [...flags, "-x", "c++", "-", "-o", program];
    if (spawnSync(compiler, args, { input: "int main() {}" }).status !== 0)
      return without("the compiler lacks its library");
    for (const starter of [[], ["setarch", os.machine(), "-R"]]) {
      const [command, ...rest] = [...starter, program];
      if (spawnSync(command, rest).status === 0) return { flags, starter, missing: "" };
    }
    return without("its programs do not start here");
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}

/**
 * Compiles all sources at once into `folder` and returns the program's path. `lanes`: the width of the vectors, 4 or 8.
 */
export async function buildDriver(folder: string, flags: readonly string[], lanes: number): Promise<string> {
  const sources = fs
    .readdirSync(kernels)
    .filter((name) => name.endsWith(".cc") && name !== "operation.cc")
    .map((name) => path.join(kernels, name));
  const wide = lanes === 8 ? ["-march=haswell"] : [];
  const common = ["-std=c++20", "-O1", "-g1", "-pthread", ...flags, ...wide];
  const objects = await Promise.all(
    [...sources, driver].map(async (source) => {
      const object = path.join(folder, `${path.basename(source)}.o`);
      const names = ["-DHIERNAS_ISA=portable", `-DHIERNAS_LANES=${lanes}`, `-I${kernels}`];
      await compile([...common, ...names, "-c", source, "-o", object]);
      return object;
    }),
  );
  const program = path.join(folder, "driver");
  await compile([...common, ...objects, "-o", program]);
  return program;
}

async function compile(args: readonly string[]): Promise<void> {
  const child = spawn(compiler as string, args, { stdio: ["ignore", "ignore", "pipe"] });
  let said = "";
  child.stderr.on("data", (chunk) => (said += chunk));
  const [code] = (await once(child, "close")) as [number | null];
  assert.equal(code, 0, said);
}

/** One step of a program on random numbers. Labels alternate between 0 and `largestLabel`. */
export interface DriverCase {
  readonly task: "train" | "statistics" | "score";
  readonly size: readonly [batch: number, height: number, width: number];
  readonly threads: number;
  readonly largestLabel: number;
  readonly program: readonly number[];
}

const tasks = ["train", "statistics", "score"] as const;
const SHARDS = 4;

/**
 * What the driver, a program and its arguments, says of each case: `ok …` or `error …`. Throws when it does not say it
 * of all of them: then it was ended by a sanitizer, whose words are in the message.
 */
export async function runCases(
  [program, ...args]: readonly string[],
  cases: readonly DriverCase[],
): Promise<readonly string[]> {
  const child = spawn(program, args, { stdio: ["pipe", "pipe", "pipe"] });
  let [out, said] = ["", ""];
  child.stdout.on("data", (chunk) => (out += chunk));
  child.stderr.on("data", (chunk) => (said += chunk));
  // A driver that ends early reports the reason itself.
  child.stdin.on("error", () => undefined);
  for (const { task, size, threads, largestLabel, program: numbers } of cases)
    child.stdin.write(`${[tasks.indexOf(task), ...size, threads, SHARDS, largestLabel, ...numbers].join(" ")}\n`);
  child.stdin.end();
  const [code] = (await once(child, "close")) as [number | null];
  const lines = out.split("\n").slice(0, -1);
  const where = `exit code ${code} after ${lines.length} of ${cases.length} cases`;
  assert.ok(code === 0 && said === "" && lines.length === cases.length, `${where}\n${said.slice(0, 3000)}`);
  return lines;
}
