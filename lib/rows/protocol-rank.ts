/** How well a protocol ranks genotypes, for the figure of ranks by cost. */
import { group } from "d3-array";

/** One rank correlation of one protocol. */
export interface ProtocolRank {
  /** The protocol's name, written beside its point. */
  readonly protocol: string;
  /** Processor time of one evaluation, seconds. */
  readonly processorSeconds: number;
  /** Which genotypes were ranked, for example `flat`: a row of panels. */
  readonly space: string;
  /** What the ranks are compared to, for example `a second seed`: a column of panels. */
  readonly comparedTo: string;
  /** What ranks the genotypes, for example `accuracy`: a colour and a shape. */
  readonly rankedBy: string;
  /** Spearman's rank correlation, −1 to 1. */
  readonly correlation: number;
  /** The ends of its 95 % bootstrap interval. */
  readonly lower: number;
  readonly upper: number;
  /** How many genotypes were ranked; absent where it is not known. */
  readonly genotypes?: number;
  /** The partial rank correlation given parameters; absent where it is not known. */
  readonly givenParameters?: number;
}

/** The target of a rank correlation: one for all spaces, or one by space. */
export type RankAim = number | Readonly<Record<string, number>>;

/** The target of a space; undefined where it has none. */
export function aimOf(aim: RankAim | undefined, space: string): number | undefined {
  return typeof aim === "object" ? aim[space] : aim;
}

/**
 * The best of `rows` of one space and one comparison for the seconds that they cost, cheapest first: nothing at most as
 * expensive ranks better.
 */
export function rankFront(rows: readonly ProtocolRank[]): readonly ProtocolRank[] {
  const sorted = [...rows].sort(
    (one, other) => one.processorSeconds - other.processorSeconds || other.correlation - one.correlation,
  );
  let best = -Infinity;
  return sorted.filter(({ correlation }) => {
    const isBetter = correlation > best;
    best = Math.max(best, correlation);
    return isBetter;
  });
}

/** Rows by space and comparison, in the order in which they come. */
export function rankPanels(
  rows: readonly ProtocolRank[],
): readonly { readonly space: string; readonly comparedTo: string; readonly rows: readonly ProtocolRank[] }[] {
  const panels = group(
    rows,
    ({ space }) => space,
    ({ comparedTo }) => comparedTo,
  );
  return [...panels].flatMap(([space, bySpace]) =>
    [...bySpace].map(([comparedTo, own]) => ({ space, comparedTo, rows: own })),
  );
}
