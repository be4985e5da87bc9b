/** PyTorch's times as they were measured once, so that a peer that is slower than it should be is noticed. */
import type { Machine } from "./machine.js";

/**
 * Milliseconds, least and most, that PyTorch took on a quiet machine of 2 cores of an Intel Xeon of the Sapphire Rapids
 * generation (AVX-512), with the published cell.
 */
const knownPeerTimes = Object.freeze({
  processorModel: "GenuineIntel 6/143",
  processor: "an Intel Xeon's of the Sapphire Rapids generation with AVX-512",
  instructions: "AVX-512",
  cores: 2,
  torch: "2.15",
  published: Object.freeze({ parameterCount: 542_138, bothCores: [383, 429], workers: [650, 650] }),
  laptop: Object.freeze({ parameterCount: 151_522, bothCores: [116, 116], workers: [125, 125] }),
});

const TOLERANCE = 0.15;

/** A peer's measured time and what it was measured of. */
export interface PeerTime {
  readonly scale: "published" | "laptop";
  /** A training step on both cores, or of two workers side by side. */
  readonly what: "bothCores" | "workers";
  readonly millis: number;
  /** Tells the published cell from other networks. */
  readonly parameterCount: number;
  /** PyTorch's version. */
  readonly torch: string;
}

/** Whether the peer's time lies within 15 % of the known one; where the two cannot be compared, why. One line. */
export function comparePeer(machine: Machine, { scale, what, millis, parameterCount, torch }: PeerTime): string {
  const known = knownPeerTimes;
  const [least, most] = known[scale][what];
  const range = least === most ? `${least} ms` : `${least} to ${most} ms`;
  const where = `${scale} scale, ${what === "bothCores" ? "a training step on both cores" : "two workers"}: PyTorch took ${millis.toFixed(0)} ms`;
  const apart = (why: string): string => `${where}; not to be compared with the known ${range}: ${why}`;
  if (parameterCount !== known[scale].parameterCount) return apart("those are the published cell's");
  if (machine.processorModel !== known.processorModel || machine.instructions !== known.instructions)
    return apart(`those are ${known.processor}, this is ${[machine.processor, machine.instructions].join(" ").trim()}`);
  if (machine.heldTo.length > 0) return apart(`those are not held to ${machine.heldTo.join(" ")}`);
  if (machine.cores !== known.cores) return apart(`those are of ${known.cores} cores, here are ${machine.cores}`);
  if (!torch.startsWith(`${known.torch}.`)) return apart(`those are PyTorch ${known.torch}'s, this is ${torch}`);
  if (millis >= least * (1 - TOLERANCE) && millis <= most * (1 + TOLERANCE))
    return `${where}, as known (${range}, within 15 %)`;
  return millis > most
    ? `${where}, more than 15 % above the known ${range}: other work went on, or the machine's cores are shared, so the ratios flatter us`
    : `${where}, more than 15 % below the known ${range}: a faster clock or memory than there, so the ratios are right but not those known`;
}
