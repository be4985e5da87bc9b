/** How different the genotypes of a study are from each other, over time. */
import { type Genotype, operationsByLevel } from "../genotype/genotype.js";

/** The diversity of the individuals up to one step: of the last `count` of them. */
export interface DiversityRow {
  readonly step: number;
  /** How many individuals were compared. */
  readonly count: number;
  /**
   * The share of edges, 0 to 1, on which two of them differ, in the mean over all pairs; edges are compared by their
   * place.
   */
  readonly edgeDifference: number;
  /** Different networks among them over their count, above 0 to 1. */
  readonly distinctShare: number;
}

/** How {@link diversityRows} looks. */
export interface DiversityConfig {
  /** So many individuals before a step, its own included, are compared; at least 2. */
  readonly window: number;
  /** At most so many rows, evenly spaced by individual; the last is always there. */
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

/** Over all pairs, by counting how often each operation stands on each edge. */
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
