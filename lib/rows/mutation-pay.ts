/** What mutations gain beyond the luck of training a network once more. Deck, "Mutation". */
import { jStat } from "jstat";
import { mean, sampleVariance } from "simple-statistics";
import { fewestClusters, type Interval, meanInterval } from "../statistics/intervals.js";
import type { MutationKind, MutationRow } from "./mutation-rows.js";

/** What a group of mutations gained. */
export interface MutationPay {
  /** The kind or operation: `adds`, `conv1`, `a motif`, `no edge`. */
  readonly name: string;
  readonly by: "kind" | "operation";
  /** Mutations that changed the network. */
  readonly drawn: number;
  /** Those whose child is fitter than its parent. */
  readonly paid: number;
  /** The mean of the child's fitness less its parent's, with its interval; null for fewer than three with both. */
  readonly gain: Interval | null;
  /** Whether the gain differs from that of the same network, after Bonferroni's correction for all groups. */
  readonly differs: boolean;
}

/** What mutations gained, beside what luck alone gives. */
export interface MutationPays {
  /**
   * Children that are their parent's network: trained once more, they fall back on average, because parents are chosen
   * for a fitness that was partly luck. The gain is null for fewer than three.
   */
  readonly same: Omit<MutationPay, "by" | "differs" | "name">;
  /** The kinds, then the operations, those drawn most often first. */
  readonly groups: readonly MutationPay[];
}

const kinds: readonly MutationKind[] = ["adds", "alters", "removes"];

/**
 * What mutations gained: by kind, and by the operation that they put on the edge. Only mutations that changed the
 * network count; the others are the null to compare with, in `same`. Intervals are 95 %, by Student's t; groups are
 * compared with `same` by Welch's t.
 */
export function mutationPay(rows: readonly MutationRow[]): MutationPays {
  const changed = rows.filter(({ keepsNetwork }) => !keepsNetwork);
  const same = gainsOf(rows.filter(({ keepsNetwork }) => keepsNetwork));
  const operations = [...new Set(changed.map(({ operation }) => operation))];
  const groups = [
    ...kinds.map((name) => ({ name, by: "kind" as const, own: changed.filter(({ kind }) => kind === name) })),
    ...operations
      .map((name) => ({ name, by: "operation" as const, own: changed.filter(({ operation }) => operation === name) }))
      .sort((one, other) => other.own.length - one.own.length || (one.name < other.name ? -1 : 1)),
  ].filter(({ own }) => own.length > 0);
  return Object.freeze({
    same: payOf(rows.filter(({ keepsNetwork }) => keepsNetwork)),
    groups: groups.map(({ name, by, own }) =>
      Object.freeze({ name, by, ...payOf(own), differs: welch(gainsOf(own), same) < 0.05 / groups.length }),
    ),
  });
}

function gainsOf(rows: readonly MutationRow[]): readonly number[] {
  return rows.flatMap(({ gain }) => gain ?? []);
}

function payOf(rows: readonly MutationRow[]): MutationPays["same"] {
  const gains = gainsOf(rows);
  return { drawn: rows.length, paid: rows.filter(({ paid }) => paid).length, gain: meanInterval(gains) ?? null };
}

/** The probability of so great a difference of means by chance; 1 for fewer than three values on either side. */
function welch(one: readonly number[], other: readonly number[]): number {
  if (Math.min(one.length, other.length) < fewestClusters) return 1;
  const [first, second] = [one, other].map((values) => sampleVariance([...values]) / values.length);
  const error = first + second;
  const difference = mean([...one]) - mean([...other]);
  if (error === 0) return difference === 0 ? 1 : 0;
  const freedom = error ** 2 / (first ** 2 / (one.length - 1) + second ** 2 / (other.length - 1));
  return 2 * (1 - jStat.studentt.cdf(Math.abs(difference) / Math.sqrt(error), freedom));
}
