/** Noise measured on several groups, as one. */

/** The standard deviation of one measurement. */
export interface Noise {
  /** Null while nothing was measured twice. */
  readonly spread: number | null;
  /** Its degrees of freedom. */
  readonly freedom: number;
}

/** The noise that groups have in common: their variances, weighted by their degrees of freedom. */
export function poolNoise(groups: readonly Noise[]): Noise {
  const freedom = groups.reduce((sum, each) => sum + each.freedom, 0);
  const squares = groups.reduce((sum, each) => sum + (each.spread ?? 0) ** 2 * each.freedom, 0);
  return Object.freeze({ spread: freedom === 0 ? null : Math.sqrt(squares / freedom), freedom });
}
