// Compiles the fused kernels with a driver that does not need TensorFlow, with a sanitizer, and runs cases on it.
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import path from "node:path";
import { projectRoot } from "../project-root.js";

const kernels = path.join(projectRoot, "kernel-setup", "native", "fused");
const driver = path.join(projectRoot, "test", "kernel-setup", "native", "fused-driver.cc");

/** The C++ compiler that set-up would use; undefined if there is none. */
export const compiler = [process.env.CXX, "g++", "c++", "clang++"].find(
  (name) => name !== undefined && name !== "" && spawnSync(name, ["--version"]).status === 0,
);

/** Why programs compiled with these flags cannot run here; empty if they can. */
export function whyNot(flags: readonly string[]): string {
  if (compiler === undefined) return "no C++ compiler";
  const folder = fs.mkdtempSync(path.join(fs.realpathSync(process.env.TMPDIR ?? "/tmp"), "hiernas-sanitizer-"));
  try {
    const program = path.join(folder, "program");
    const args = [...flags, "-x", "c++", "-", "-o", program];
    if (spawnSync(compiler, args, { input: "int main() {}" }).status !== 0) return "the compiler lacks its library";
    return spawnSync(program).status === 0 ? "" : "its programs do not run here";
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
 * The driver's result for each case: `ok …` or `error …`. Throws when some are missing, because a sanitizer ended it,
 * whose report is in the message.
 */
export async function runCases(program: string, cases: readonly DriverCase[]): Promise<readonly string[]> {
  const child = spawn(program, { stdio: ["pipe", "pipe", "pipe"] });
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
