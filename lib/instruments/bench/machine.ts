/** What a benchmark ran on, and whether it was quiet. */
import fs from "node:fs";
import os from "node:os";
import { describeProcessor } from "../../evaluation/threads.js";
import { printable } from "../../input/printable.js";
import type { Times } from "./summarize.js";

/** The machine under a benchmark. */
export interface Machine {
  /** As the processor names itself. */
  readonly processor: string;
  /** Maker, family and model as Linux tells them, for example `GenuineIntel 6/143`; "" where the system does not. */
  readonly processorModel: string;
  /** The widest vector instructions; "" where the system does not tell. */
  readonly instructions: "AVX-512" | "AVX2" | "";
  /** The variables that hold kernels to narrower instructions or other libraries, as `ONEDNN_MAX_CPU_ISA=AVX2`. */
  readonly heldTo: readonly string[];
  readonly cores: number;
  readonly memoryBytes: number;
  /** Processes that wanted to run, on average over the minute before. */
  readonly load: number;
}

/** What hiernas, TensorFlow and PyTorch read to hold their kernels to less than the processor has. */
const HOLDING = [
  "HIERNAS_KERNELS",
  "ONEDNN_MAX_CPU_ISA",
  "TF_ENABLE_ONEDNN_OPTS",
  "ATEN_CPU_CAPABILITY",
  "MKL_ENABLE_INSTRUCTIONS",
] as const;

/** This machine now, as the environment lets it be used. */
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

/** Reads the text of Linux's /proc/cpuinfo. */
export function parseProcessor(text: string): Pick<Machine, "processorModel" | "instructions"> {
  const field = (name: string): string => new RegExp(`^${name}\\s*: (.*)$`, "m").exec(text)?.[1] ?? "";
  const flags = field("flags").split(" ");
  const maker = field("vendor_id");
  return {
    processorModel: maker === "" ? "" : `${maker} ${field("cpu family")}/${field("model")}`,
    instructions: flags.includes("avx512f") ? "AVX-512" : flags.includes("avx2") ? "AVX2" : "",
  };
}

/** The processor in words: its name, its widest instructions, and what kernels are held to. */
export function processorWords({ processor, instructions, heldTo }: Machine): string {
  const held = heldTo.length === 0 ? [] : [`held to ${heldTo.join(" ")}`];
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

/** Bounds beyond which a benchmark says that it cannot tell. */
const noiseBounds = Object.freeze({
  /** The largest spread of the times of one contender. */
  spread: 0.1,
  /** The largest load before the start, and after the end beyond the benchmark's own, in cores. */
  load: 0.5,
  /** Others' work while it ran, in cores. */
  otherWork: 0.1,
  /** The fewest training steps that a median is taken of. */
  trainingSteps: 12,
});

/** What else went on around a benchmark. */
export interface Surroundings {
  /** The load before the start. */
  readonly loadBefore: number;
  /** The load after the end, the benchmark's own included. */
  readonly loadAfter: number;
  /** Cores' worth of work of others meanwhile; null: not known. */
  readonly otherWork: number | null;
}

/** The cores that the benchmark itself keeps busy: contenders take turns on two. */
const OWN_LOAD = 2;

/** Why the numbers should not be trusted, a line each; none when they can be. */
export function findNoise(around: Surroundings, trainingSteps: number, times: readonly Times[]): readonly string[] {
  const why: string[] = [];
  const { loadBefore, loadAfter, otherWork } = around;
  const bounds = noiseBounds;
  const other = "other work was going on";
  if (trainingSteps < bounds.trainingSteps)
    why.push(`only ${trainingSteps} training steps each, a median wants ${bounds.trainingSteps}`);
  if (loadBefore > bounds.load)
    why.push(`the load was ${loadBefore.toFixed(2)} before the start: ${other} (at most ${bounds.load})`);
  if (loadAfter > OWN_LOAD + bounds.load)
    why.push(
      `the load was ${loadAfter.toFixed(2)} after the end, the benchmark's own is up to ${OWN_LOAD}: ${other} (at most ${bounds.load} more)`,
    );
  if (otherWork !== null && otherWork > bounds.otherWork)
    why.push(`others kept ${otherWork.toFixed(2)} cores busy meanwhile (at most ${bounds.otherWork})`);
  const wide = times.filter(({ spread }) => spread > bounds.spread);
  if (wide.length > 0) {
    const widest = wide.reduce((one, other) => (other.spread > one.spread ? other : one));
    const percent = (share: number) => `${Math.round(share * 100)} %`;
    why.push(
      `${wide.length} of ${times.length} medians spread by more than ${percent(bounds.spread)} between quartiles (${widest.contender}: ${percent(widest.spread)})`,
    );
  }
  return Object.freeze(why);
}
