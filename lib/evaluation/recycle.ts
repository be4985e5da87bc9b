/** When to replace a child process, so that memory stays bounded over any number of evaluations. */

/** Bounds on a child; the first one reached ends it after its evaluation. */
export interface RecycleRule {
  /** Evaluations of one child. */
  readonly evaluations: number;
  /**
   * How much resident memory, in bytes, a child may hold after an evaluation beyond the prediction for the largest
   * network that it has trained (`predictMemory`).
   */
  readonly spareBytes: number;
}

/**
 * 100 evaluations, 256 MiB. A child's memory levels off before the 100th evaluation, and a new child costs about two
 * seconds: the measurements are in `data/worker-memory`.
 */
export const recycleDefaults: RecycleRule = Object.freeze({ evaluations: 100, spareBytes: 256 * 2 ** 20 });

/** What is known about a child after an evaluation. */
export interface ChildState {
  readonly evaluations: number;
  /** Its resident memory after its last evaluation, in bytes. */
  readonly memoryBytes: number;
  /** The largest prediction for a network that it trained, in bytes. */
  readonly predictedBytes: number;
}

/** Whether to replace a child before its next evaluation. */
export function isSpent({ evaluations, memoryBytes, predictedBytes }: ChildState, rule: RecycleRule): boolean {
  return evaluations >= rule.evaluations || memoryBytes > predictedBytes + rule.spareBytes;
}
