/** Which build of the fused operation this processor runs, as make-network.cc chooses it when it is loaded. */
import fs from "node:fs";

/** The builds, widest first, with what a processor must have for them as Linux calls it. */
const NEEDED: readonly (readonly [name: string, flags: readonly string[]])[] = [
  ["avx512", ["avx512f", "avx512bw", "avx512cd", "avx512dq", "avx512vl"]],
  ["avx2", ["avx2", "fma", "bmi2"]],
];

/** What the choice depends on; default: this process and its machine. */
export interface VectorPlace {
  /** Node's name of the processor's architecture. */
  readonly arch: string;
  /** What HIERNAS_KERNELS says. */
  readonly asked: string | undefined;
  /** The text of Linux's /proc/cpuinfo; undefined where there is none. */
  readonly processors: string | undefined;
}

/** `avx512`, `avx2` or `portable`; undefined where the system does not tell. */
export function vectorName(place: VectorPlace = thisPlace()): string | undefined {
  const { arch, asked = "avx512", processors } = place;
  if (arch !== "x64" || asked === "portable") return "portable";
  if (processors === undefined) return undefined;
  const flags = new Set((/^flags\s*: (.*)$/m.exec(processors)?.[1] ?? "").split(" "));
  const choice = NEEDED.filter(([name]) => name !== "avx512" || asked === "avx512");
  return choice.find(([, needed]) => needed.every((flag) => flags.has(flag)))?.[0] ?? "portable";
}

function thisPlace(): VectorPlace {
  const file = "/proc/cpuinfo";
  const processors = fs.existsSync(file) ? fs.readFileSync(file, "utf8") : undefined;
  return { arch: process.arch, asked: process.env.HIERNAS_KERNELS, processors };
}
