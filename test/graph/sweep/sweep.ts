/** Runs all layers in separate processes and reports differences and crashes. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { bundles } from "./layer-bundles.js";
import { DIFFERS, STARTS } from "./sweep-lines.js";

/**
 * glibc's heap checks: a write past a block ends the process when the block is freed, and uninitialized memory is not
 * zero by luck. Other systems ignore these.
 */
const heapChecks =
  process.platform === "linux"
    ? { LD_PRELOAD: "libc_malloc_debug.so.0", MALLOC_CHECK_: "3", MALLOC_PERTURB_: "165" }
    : {};

/** One process's report: the differences, and the place and cause of its death, if it died. */
interface Run {
  readonly differences: readonly string[];
  readonly death?: { readonly at: string; readonly how: string };
}

type Environment = Readonly<Record<string, string>>;

/**
 * The faults of the layers in `asked` (default: all), with `env` added to this process's environment; empty if there
 * are none. When a process dies in a bundle, each of its layers is run alone to find the culprit.
 */
export async function sweep(
  env: Environment,
  asked = bundles.map((_, index) => `${index}`),
): Promise<readonly string[]> {
  const { differences, death } = await run(env, asked);
  if (death === undefined) return differences;
  const index = bundles.findIndex(({ name }) => death.at.startsWith(`${name}, `));
  const alone: string[] = [];
  for (const one of bundles[index]?.cases.keys() ?? []) {
    const single = await run(env, [`${index}.${one}`]);
    if (single.death !== undefined) alone.push(sayDeath(single.death));
  }
  return [...differences, ...(alone.length > 0 ? alone : [sayDeath(death)])];
}

const sayDeath = ({ at, how }: NonNullable<Run["death"]>): string => `${at}: the process ended with ${how}`;

async function run(env: Environment, asked: readonly string[]): Promise<Run> {
  const child = spawn(process.execPath, [path.join(__dirname, "sweep-child.js"), ...asked], {
    env: { ...process.env, TF_NUM_INTEROP_THREADS: "1", ...heapChecks, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let [out, said] = ["", ""];
  child.stdout.on("data", (chunk) => (out += chunk));
  child.stderr.on("data", (chunk) => (said = (said + chunk).slice(-2000)));
  const [code, signal] = (await once(child, "close")) as [number | null, string | null];
  const lines = out.split("\n");
  const differences = lines.filter((line) => line.startsWith(DIFFERS)).map((line) => line.slice(DIFFERS.length + 1));
  if (code === 0) return { differences };
  const last = lines.filter((line) => line.startsWith(STARTS)).at(-1) ?? `${STARTS} nothing`;
  const how = `${signal ?? `exit code ${code}`}\n${said}`.trim();
  return { differences, death: { at: last.slice(STARTS.length + 1), how } };
}
