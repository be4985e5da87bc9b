/** When a child process is replaced, so that memory stays bounded over any number of evaluations. Ours. */

/** Bounds of a child; the first that it reaches ends it after its evaluation. Ours. */
export interface RecycleRule {
  /** Evaluations of one child. */
  readonly evaluations: number;
  /** Resident memory, in bytes, that a child may hold after an evaluation above what is predicted for the largest network that it has trained (`predictMemory`). */
  readonly spareBytes: number;
}

/**
 * 100 evaluations, 256 MiB. Ours, measured on 2 cores with the plain graph, 200 different random networks of both spaces in one child: at 8×8 resident memory grew by some 2 MiB an evaluation (516 MiB after 3,
 * 617 after 25, 811 after 100, 896 after 150, then about level); at the laptop's scale, with networks that need 0.9 GiB at once, it was 0.8 GiB after 2, 1.3 after 75, and stayed there to 200. Neither
 * glibc's arenas (one), its trimming, nor a smaller cache of oneDNN kernels changed it much. A new child costs 0.5 s for the process and its images and about as long for a
 * slower first evaluation: 10 ms an evaluation when it comes after 100, 40 ms when after 25.
 */
export const recycleDefaults: RecycleRule = Object.freeze({ evaluations: 100, spareBytes: 256 * 2 ** 20 });

/** What is known of a child after an evaluation. Ours. */
export interface ChildState {
  readonly evaluations: number;
  /** Resident after its last evaluation, in bytes. */
  readonly memoryBytes: number;
  /** The most that was predicted for a network that it trained, in bytes. */
  readonly predictedBytes: number;
}

/** Whether a child is to be replaced before its next evaluation. Ours. */
export function isSpent({ evaluations, memoryBytes, predictedBytes }: ChildState, rule: RecycleRule): boolean {
  return evaluations >= rule.evaluations || memoryBytes > predictedBytes + rule.spareBytes;
}
