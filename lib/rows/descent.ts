/** Who descends from whom in a search. Paper, section 3.3. */

/** Where an individual stands among its forebears. */
export interface Descent {
  /** The step of the first of its forebears, which was drawn at random; its own step where it was drawn itself. */
  readonly founder: number;
  /** Mutations from the founder to it; 0 for the founder. */
  readonly generation: number;
}

/**
 * The descent of every individual of a search, by its step. A parent that is not among `rows` counts as a founder; one
 * whose step is not below its child's, as in a damaged record, does not count.
 */
export function descentOf(
  rows: readonly { readonly step: number; readonly parent: number | null }[],
): ReadonlyMap<number, Descent> {
  const descents = new Map<number, Descent>();
  for (const { step, parent } of [...rows].sort((one, other) => one.step - other.step)) {
    if (parent === null || parent >= step) {
      descents.set(step, Object.freeze({ founder: step, generation: 0 }));
    } else {
      const { founder, generation } = descents.get(parent) ?? { founder: parent, generation: 0 };
      descents.set(step, Object.freeze({ founder, generation: generation + 1 }));
    }
  }
  return descents;
}
