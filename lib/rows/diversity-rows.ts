/** How much the genotypes of a study differ from each other, over time. */
import { type Genotype, operationsByLevel } from "../genotype/genotype.js";

/** The diversity of the last `count` individuals up to one step. */
export interface DiversityRow {
  readonly step: number;
  /** How many individuals were compared. */
  readonly count: number;
  /**
   * The share of edges, 0 to 1, on which two individuals differ, averaged over all pairs; edges are compared by
   * position.
   */
  readonly edgeDifference: number;
  /** The share of distinct networks among them, above 0, at most 1. */
  readonly distinctShare: number;
}

/** Settings of {@link diversityRows}. */
export interface DiversityConfig {
  /** How many individuals up to and including a step are compared; at least 2. */
  readonly window: number;
  /** The most rows, evenly spaced by individual; the last one is always included. */
  readonly rowCount: number;
}

/** The defaults of {@link diversityRows}. */
export const diversityDefaults: DiversityConfig = Object.freeze({ window: 50, rowCount: 400 });

/** The diversity of a study over time, by step, from its second individual on. */
export function diversityRows(
  individuals: readonly { readonly step: number; readonly genotype: Genotype; readonly hash: string }[],
  config: Partial<DiversityConfig> = {},
): readonly DiversityRow[] {
  const { window, rowCount } = { ...diversityDefaults, ...config };
  const sorted = [...individuals].sort((one, other) => one.step - other.step);
  const edges = sorted.map(({ genotype }) => operationsByLevel(genotype).flat());
  const every = Math.max(1, Math.ceil((sorted.length - 1) / rowCount));
  const rows: DiversityRow[] = [];
  for (let last = sorted.length - 1; last >= 1; last -= every) {
    const first = Math.max(0, last + 1 - window);
    const members = sorted.slice(first, last + 1);
    rows.push(
      Object.freeze({
        step: sorted[last].step,
        count: members.length,
        edgeDifference: meanDifference(edges.slice(first, last + 1)),
        distinctShare: new Set(members.map(({ hash }) => hash)).size / members.length,
      }),
    );
  }
  return Object.freeze(rows.reverse());
}

/** The mean over all pairs, by counting how often each edge carries each operation. */
function meanDifference(members: readonly (readonly number[])[]): number {
  const pairs = (count: number): number => (count * (count - 1)) / 2;
  const [{ length: edgeCount }] = members;
  let alike = 0;
  for (let edge = 0; edge < edgeCount; edge++) {
    const counts = new Map<number, number>();
    for (const member of members) counts.set(member[edge], (counts.get(member[edge]) ?? 0) + 1);
    for (const count of counts.values()) alike += pairs(count);
  }
  return edgeCount === 0 ? 0 : 1 - alike / (edgeCount * pairs(members.length));
}
