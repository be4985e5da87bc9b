/** PyTorch's times from a reference measurement, to detect a peer that is slower than it should be. */
import type { Machine } from "./machine.js";

/**
 * The least and most milliseconds that PyTorch took with the published cell on a quiet machine: 2 cores of an Intel
 * Xeon, Sapphire Rapids (AVX-512).
 */
const knownPeerTimes = Object.freeze({
  processorModel: "GenuineIntel 6/143",
  processor: "an Intel Xeon (Sapphire Rapids) with AVX-512",
  instructions: "AVX-512",
  cores: 2,
  torch: "2.15",
  published: Object.freeze({ parameterCount: 542_138, bothCores: [383, 429], workers: [650, 650] }),
  laptop: Object.freeze({ parameterCount: 151_522, bothCores: [116, 116], workers: [125, 125] }),
});

const TOLERANCE = 0.15;

/** A peer's measured time and its setting. */
export interface PeerTime {
  readonly scale: "published" | "laptop";
  /** A training step on both cores, or two workers side by side. */
  readonly what: "bothCores" | "workers";
  readonly millis: number;
  /** Distinguishes the published cell from other networks. */
  readonly parameterCount: number;
  /** PyTorch's version. */
  readonly torch: string;
}

/** Says in one line whether the peer's time is within 15 % of the reference, or why they cannot be compared. */
export function comparePeer(machine: Machine, { scale, what, millis, parameterCount, torch }: PeerTime): string {
  const known = knownPeerTimes;
  const [least, most] = known[scale][what];
  const range = least === most ? `${least} ms` : `${least} to ${most} ms`;
  const where = `${scale} scale, ${what === "bothCores" ? "a training step on both cores" : "two workers"}: PyTorch took ${millis.toFixed(0)} ms`;
  const apart = (why: string): string => `${where}; cannot be compared with the reference of ${range}: ${why}`;
  if (parameterCount !== known[scale].parameterCount) return apart("the reference is for the published cell");
  if (machine.processorModel !== known.processorModel || machine.instructions !== known.instructions)
    return apart(
      `the reference is for ${known.processor}, this machine has ${[machine.processor, machine.instructions].join(" ").trim()}`,
    );
  if (machine.heldTo.length > 0) return apart(`the reference ran without ${machine.heldTo.join(" ")}`);
  if (machine.cores !== known.cores)
    return apart(`the reference is for ${known.cores} cores, this machine has ${machine.cores}`);
  if (!torch.startsWith(`${known.torch}.`))
    return apart(`the reference is for PyTorch ${known.torch}, this is ${torch}`);
  if (millis >= least * (1 - TOLERANCE) && millis <= most * (1 + TOLERANCE))
    return `${where}, within 15 % of the reference (${range})`;
  return millis > most
    ? `${where}, more than 15 % above the reference of ${range}: other work was running or the cores are shared, so the ratios flatter hiernas`
    : `${where}, more than 15 % below the reference of ${range}: this machine has a faster clock or memory, so the ratios hold but differ from the published ones`;
}
