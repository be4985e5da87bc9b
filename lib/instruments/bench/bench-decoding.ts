/** Whether decoding keeps up with training: pictures a second at several numbers of decoders, alone and while training. */
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { preparePictures } from "../../dataset/pictures/prepare-pictures.js";
import { loadSharp } from "../../dataset/pictures/sharp.js";
import { startChild } from "../../evaluation/start-child.js";
import { abortError, InputError } from "../../input/errors.js";
import { printable } from "../../input/printable.js";
import type { Plan } from "../../network/plan.js";
import { createRandom } from "../../random.js";
import { describeMachine, type Machine } from "./machine.js";

/** What one process measures. */
export interface DecodingTask {
  readonly folder: string;
  readonly plan: Plan;
  readonly batchSize: number;
  readonly trainingSteps: number;
}

/** What one process measured, in pictures a second. */
export interface DecodingTimes {
  /** Nothing but decoding. */
  readonly decodedPerSecond: number;
  /** What training takes from a batch that is ready. */
  readonly neededPerSecond: number;
  /** Training with decoding beside it. */
  readonly trainedPerSecond: number;
  /** The share of its time in which that training waited for its batch. */
  readonly waitedShare: number;
  readonly engine: string;
  /** The process's peak. */
  readonly memoryBytes: number;
}

/** Settings of {@link benchDecoding}. */
export interface DecodingBenchConfig {
  /** A folder of pictures. Default: 64 made ones of 500×375, which JPEG compresses as it does photographs. */
  readonly folder?: string;
  readonly batchSize: number;
  /** Measured training steps. */
  readonly trainingSteps: number;
  /** How many pictures are decoded at once, one measurement each. */
  readonly decoders: readonly number[];
  readonly threads: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: (done: number, total: number, note: string) => void;
}

/** The result of {@link benchDecoding}. */
export interface DecodingBench {
  readonly machine: Machine;
  readonly rows: readonly (DecodingTimes & { readonly decoders: number })[];
}

/** Pictures of the made folder, half in each of two classes, and their size: ImageNet's most frequent. */
const MADE = Object.freeze({ count: 64, width: 500, height: 375 });

/**
 * Measures decoding for the network of `plan`, each number of decoders in a process of its own: alone for about four
 * seconds, then as a training does it. Rejects with InputError for a folder that cannot be used and a process that
 * fails, with an AbortError when aborted.
 */
export async function benchDecoding(plan: Plan, config: DecodingBenchConfig): Promise<DecodingBench> {
  const { batchSize, trainingSteps, decoders, threads, signal, onProgress } = config;
  const machine = describeMachine();
  const made = config.folder === undefined ? mkdtempSync(join(tmpdir(), "hiernas-decoding-")) : undefined;
  try {
    if (made !== undefined) await makePhotographs(made);
    const folder = config.folder ?? made ?? "";
    await preparePictures(folder, { signal });
    const rows: DecodingBench["rows"][number][] = [];
    for (const each of decoders) {
      onProgress?.(rows.length, decoders.length, `${each} decoders`);
      const task = { folder, plan, batchSize, trainingSteps };
      rows.push({ decoders: each, ...(await measureIn(task, each, threads, signal)) });
    }
    return Object.freeze({ machine, rows: Object.freeze(rows) });
  } finally {
    if (made !== undefined) rmSync(made, { recursive: true, force: true });
  }
}

async function measureIn(
  task: DecodingTask,
  decoders: number,
  threads: number,
  signal: AbortSignal | undefined,
): Promise<DecodingTimes> {
  if (signal?.aborted) throw abortError("bench: aborted", signal.reason);
  const { child } = startChild(join(__dirname, "decoding-main.js"), { threads, decoders });
  const kill = (): void => void child.kill("SIGKILL");
  signal?.addEventListener("abort", kill);
  let answer: { readonly times?: DecodingTimes; readonly message?: string } = {};
  child.on("message", (message: typeof answer) => (answer = message));
  child.send(task);
  await once(child, "close");
  signal?.removeEventListener("abort", kill);
  if (signal?.aborted) throw abortError("bench: aborted", signal.reason);
  if (answer.times !== undefined) return answer.times;
  throw new InputError(
    `bench decoding: ${decoders} decoders: ${printable(answer.message ?? "the process ended early")}`,
  );
}

/** Blurred noise over a slope: about 100 kB each, as a photograph of that size. */
async function makePhotographs(folder: string): Promise<void> {
  const { count, width, height } = MADE;
  const random = createRandom("photographs");
  for (let number = 0; number < count; number++) {
    const pixels = Buffer.alloc(width * height * 3);
    for (let index = 0; index < pixels.length; index++) {
      const slope = (150 * (index % (3 * width))) / (3 * width);
      pixels[index] = slope + random.integer(106);
    }
    const picture = loadSharp()(pixels, { raw: { width, height, channels: 3 } }).blur(0.8);
    const place = join(folder, "train", `half ${number % 2}`);
    mkdirSync(place, { recursive: true });
    writeFileSync(join(place, `${number}.jpg`), await picture.jpeg({ quality: 92 }).toBuffer());
  }
}
