/** When a child process is replaced, so that memory stays bounded over any number of evaluations. */

/** Bounds of a child; the first that it reaches ends it after its evaluation. */
export interface RecycleRule {
  /** Evaluations of one child. */
  readonly evaluations: number;
  /**
   * Resident memory, in bytes, that a child may hold after an evaluation above what is predicted for the largest
   * network that it has trained (`predictMemory`).
   */
  readonly spareBytes: number;
}

/**
 * 100 evaluations, 256 MiB. Measured on 2 cores (`data/worker-memory`), 200 different random networks of both spaces in
 * one child: from its 2nd evaluation to its 200th a child grew by 80 MiB with the fused operation, at 8×8 and at the
 * laptop's scale, and always held less than was predicted for its largest network; by 190 and 400 MiB with TensorFlow's
 * own operations, up to 140 MiB above the prediction. Both level off before the 100th. Neither glibc's arenas (one),
 * its trimming, nor a smaller cache of oneDNN kernels changed it much. A new child costs some 0.7 s for the process and
 * its images, and its first evaluation takes a second longer: less than 20 ms an evaluation when it comes after 100, 60
 * or more when after 25.
 */
export const recycleDefaults: RecycleRule = Object.freeze({ evaluations: 100, spareBytes: 256 * 2 ** 20 });

/** What is known of a child after an evaluation. */
export interface ChildState {
  readonly evaluations: number;
  /** Resident after its last evaluation, in bytes. */
  readonly memoryBytes: number;
  /** The most that was predicted for a network that it trained, in bytes. */
  readonly predictedBytes: number;
}

/** Whether a child is to be replaced before its next evaluation. */
export function isSpent({ evaluations, memoryBytes, predictedBytes }: ChildState, rule: RecycleRule): boolean {
  return evaluations >= rule.evaluations || memoryBytes > predictedBytes + rule.spareBytes;
}
