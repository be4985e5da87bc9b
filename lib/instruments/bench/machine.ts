/** The machine under a benchmark, and whether it was quiet. */
import fs from "node:fs";
import os from "node:os";
import { describeProcessor } from "../../evaluation/threads.js";
import { printable } from "../../input/printable.js";
import { percentWords } from "../../input/quantity.js";
import type { Times } from "./summarize.js";

/** A machine's processor and load. */
export interface Machine {
  /** The processor's own name. */
  readonly processor: string;
  /** Vendor, family and model as Linux reports them, for example `GenuineIntel 6/143`; "" on other systems. */
  readonly processorModel: string;
  /** The widest vector instructions; "" if the system does not report them. */
  readonly instructions: "AVX-512" | "AVX2" | "";
  /**
   * Environment variables that restrict kernels to narrower instructions or other libraries, for example
   * `ONEDNN_MAX_CPU_ISA=AVX2`.
   */
  readonly heldTo: readonly string[];
  readonly cores: number;
  readonly memoryBytes: number;
  /** The load average of the last minute, in processes. */
  readonly load: number;
}

/** Variables by which hiernas, TensorFlow and PyTorch restrict their kernels below what the processor supports. */
const HOLDING = [
  "HIERNAS_KERNELS",
  "ONEDNN_MAX_CPU_ISA",
  "TF_ENABLE_ONEDNN_OPTS",
  "ATEN_CPU_CAPABILITY",
  "MKL_ENABLE_INSTRUCTIONS",
] as const;

/** Describes this machine now, with the restrictions of `environment`. */
export function describeMachine(environment: Readonly<Record<string, string | undefined>> = process.env): Machine {
  const heldTo = HOLDING.filter((name) => environment[name] !== undefined);
  return Object.freeze({
    ...describeProcessor(),
    ...parseProcessor(readIfThere("/proc/cpuinfo")),
    heldTo: Object.freeze(heldTo.map((name) => `${name}=${printable(environment[name] ?? "")}`)),
    memoryBytes: os.totalmem(),
    load: os.loadavg()[0],
  });
}

/** Parses the text of Linux's /proc/cpuinfo. */
export function parseProcessor(text: string): Pick<Machine, "processorModel" | "instructions"> {
  const field = (name: string): string => new RegExp(`^${name}\\s*: (.*)$`, "m").exec(text)?.[1] ?? "";
  const flags = field("flags").split(" ");
  const maker = field("vendor_id");
  return {
    processorModel: maker === "" ? "" : `${maker} ${field("cpu family")}/${field("model")}`,
    instructions: flags.includes("avx512f") ? "AVX-512" : flags.includes("avx2") ? "AVX2" : "",
  };
}

/** The processor in words: its name, its widest instructions, and the restrictions on kernels. */
export function processorWords({ processor, instructions, heldTo }: Machine): string {
  const held = heldTo.length === 0 ? [] : [`restricted by ${heldTo.join(" ")}`];
  const notes = [...(instructions === "" ? [] : [instructions]), ...held];
  return notes.length === 0 ? processor : `${processor} (${notes.join(", ")})`;
}

function readIfThere(file: string): string {
  try {
    return fs.readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

/** Bounds beyond which a benchmark counts as noisy. */
const noiseBounds = Object.freeze({
  /** The largest spread of one contender's times. */
  spread: 0.1,
  /** The largest load before the start, and beyond the benchmark's own after the end, in cores. */
  load: 0.5,
  /** The most work by other processes during the run, in cores. */
  otherWork: 0.1,
  /** The fewest training steps for a median. */
  trainingSteps: 12,
  /** The same where each takes a second or longer. */
  longTrainingSteps: 3,
});

/** The load on the machine around a benchmark. */
export interface Surroundings {
  /** The load before the start. */
  readonly loadBefore: number;
  /** The load after the end, the benchmark's own included. */
  readonly loadAfter: number;
  /** The average number of cores kept busy by other processes during the run; null: not known. */
  readonly otherWork: number | null;
}

/** The cores that the benchmark itself keeps busy: contenders take turns on two cores. */
const OWN_LOAD = 2;

/** Reasons not to trust the numbers, a line each; empty if there are none. */
export function findNoise(around: Surroundings, trainingSteps: number, times: readonly Times[]): readonly string[] {
  const why: string[] = [];
  const { loadBefore, loadAfter, otherWork } = around;
  const bounds = noiseBounds;
  const other = "other work was running";
  const isLong = times.length > 0 && times.every(({ medianMillis }) => medianMillis >= 1_000);
  const fewest = isLong ? bounds.longTrainingSteps : bounds.trainingSteps;
  if (trainingSteps < fewest) why.push(`only ${trainingSteps} training steps each, a median needs ${fewest}`);
  if (loadBefore > bounds.load)
    why.push(`the load was ${loadBefore.toFixed(2)} before the start: ${other} (at most ${bounds.load})`);
  if (loadAfter > OWN_LOAD + bounds.load)
    why.push(
      `the load was ${loadAfter.toFixed(2)} after the end, of which the benchmark accounts for up to ${OWN_LOAD}: ${other} (at most ${bounds.load} more)`,
    );
  if (otherWork !== null && otherWork > bounds.otherWork)
    why.push(`other processes kept ${otherWork.toFixed(2)} cores busy during the run (at most ${bounds.otherWork})`);
  const wide = times.filter(({ spread }) => spread > bounds.spread);
  if (wide.length > 0) {
    const widest = wide.reduce((one, other) => (other.spread > one.spread ? other : one));
    why.push(
      `${wide.length} of ${times.length} medians spread by more than ${percentWords(bounds.spread, 0)} between quartiles (${widest.contender}: ${percentWords(widest.spread, 0)})`,
    );
  }
  return Object.freeze(why);
}
