/** When a child process is replaced, so that memory stays bounded over any number of evaluations. Ours. */

/** Bounds of a child; the first that it reaches ends it after its evaluation. Ours. */
export interface RecycleRule {
  /** Evaluations of one child. */
  readonly evaluations: number;
  /** Resident memory, in bytes, that a child may hold after an evaluation above what is predicted for the largest network that it has trained (`predictMemory`). */
  readonly spareBytes: number;
}

/**
 * 100 evaluations, 256 MiB. Ours, measured on 2 cores with the plain graph (`data/worker-memory`), 200 different random networks of both spaces in one child: at 8×8 resident memory was 0.5 GiB after 2
 * evaluations, 0.6 after 25, 0.7 to 0.8 after 100 and 0.7 to 0.9 after 200; at the laptop's scale 0.8 after 2, 1.1 to 1.3 after 75 (with the largest networks) and the same after 200. Neither glibc's arenas (one), its
 * trimming, nor a smaller cache of oneDNN kernels changed it much. A new child costs some 0.7 s for the process and its images, and its first evaluation takes a second longer: less than 20 ms an evaluation
 * when it comes after 100, 60 or more when after 25.
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
