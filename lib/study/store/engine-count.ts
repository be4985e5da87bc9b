/** Which kernels and devices did a study's evaluations, told from their texts alone. */

/** How many evaluations of a study one engine did. */
export interface EngineCount {
  /** As in `Evaluation`; null: not recorded, as in studies that are older than that field. */
  readonly engine: string | null;
  readonly evaluated: number;
}

/** So many characters of an evaluation's text hold its engine, if it has one: `evaluationToJson` writes it first. */
export const ENGINE_HEAD = 100;

/**
 * Counts the engines of evaluations by the first {@link ENGINE_HEAD} characters of their texts, most evaluations first.
 */
export function countEngines(heads: readonly string[]): readonly EngineCount[] {
  const counts = new Map<string | null, number>();
  for (const head of heads) {
    const engine = /^\{"engine":"([^"\\]*)"/.exec(head)?.[1] ?? null;
    counts.set(engine, (counts.get(engine) ?? 0) + 1);
  }
  const list = [...counts].map(([engine, evaluated]) => Object.freeze({ engine, evaluated }));
  return Object.freeze(list.sort((one, other) => other.evaluated - one.evaluated));
}
