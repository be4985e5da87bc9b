/** What a benchmark ran on, and whether it was quiet. Ours. */
import os from "node:os";
import type { Times } from "./summarize.js";

/** The machine under a benchmark. Ours. */
export interface Machine {
  readonly processor: string;
  readonly cores: number;
  readonly memoryBytes: number;
  /** Processes that wanted to run, on average over the minute before. */
  readonly load: number;
}

/** This machine now. Ours. */
export function describeMachine(): Machine {
  return Object.freeze({
    processor: os.cpus()[0]?.model.trim() ?? "unknown",
    cores: os.availableParallelism(),
    memoryBytes: os.totalmem(),
    load: os.loadavg()[0],
  });
}

/** Bounds beyond which a benchmark says that it cannot tell. Ours. */
export const noiseBounds = Object.freeze({
  /** The largest spread of the times of one contender. */
  spread: 0.1,
  /** The largest load before the start, in cores. */
  load: 0.5,
  /** The fewest steps that a median is taken of. */
  steps: 12,
});

/** Why the numbers should not be trusted, a line each; none when they can be. `load` is the one before the start. Ours. */
export function findNoise(load: number, steps: number, times: readonly Times[]): readonly string[] {
  const why: string[] = [];
  if (steps < noiseBounds.steps) why.push(`only ${steps} steps each, a median wants ${noiseBounds.steps}`);
  if (load > noiseBounds.load)
    why.push(`the load was ${load.toFixed(2)} before the start: other work was going on (at most ${noiseBounds.load})`);
  const wide = times.filter(({ spread }) => spread > noiseBounds.spread);
  if (wide.length > 0) {
    const widest = wide.reduce((one, other) => (other.spread > one.spread ? other : one));
    const percent = (share: number) => `${Math.round(share * 100)} %`;
    why.push(
      `${wide.length} of ${times.length} medians spread by more than ${percent(noiseBounds.spread)} between quartiles (${widest.contender}: ${percent(widest.spread)})`,
    );
  }
  return Object.freeze(why);
}

/** PyTorch's times in milliseconds that were measured once, on a quiet machine of 2 cores with AVX-512 (Intel Xeon, Sapphire Rapids; PyTorch 2.15, the published cell). Ours. */
export const knownPeerTimes = Object.freeze({
  processor: /Intel.*Xeon/i,
  published: Object.freeze({ step: [380, 429], worker: [650, 657] }),
  laptop: Object.freeze({ step: [116, 116], worker: [125, 125] }),
});

const TOLERANCE = 0.15;

/** Whether the peer's time lies where it should, in one line. Ours. */
export function comparePeer(
  processor: string,
  scale: "published" | "laptop",
  what: "step" | "worker",
  millis: number,
): string {
  const [least, most] = knownPeerTimes[scale][what];
  const range = least === most ? `${least} ms` : `${least} to ${most} ms`;
  const where = `${scale} scale, ${what === "step" ? "a step on both cores" : "two workers"}: PyTorch took ${millis.toFixed(0)} ms`;
  if (!knownPeerTimes.processor.test(processor))
    return `${where}; the known ${range} are an Intel Xeon's with AVX-512, not this processor's`;
  if (millis >= least * (1 - TOLERANCE) && millis <= most * (1 + TOLERANCE))
    return `${where}, as known (${range}, within 15 %)`;
  return `${where}, beyond 15 % of the known ${range}: other work, fewer cores than it seems, or another Xeon or PyTorch`;
}
