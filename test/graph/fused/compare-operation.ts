/** Compares the fused graph with the plain one on the cases of operation-cases.ts. */
import type { Plan } from "../../../lib/network/plan.js";
import { comparedKeys, distance, norm, observeAll, type Observed } from "../rewrites/observe-graph.js";
import { givenOf, type OperationCase, planOfCase } from "./operation-cases.js";

/**
 * The largest difference and its place, over the whole gradient, the other numbers, and each piece of the gradient. A
 * piece smaller than a tenth of the whole is compared relative to that tenth.
 */
export interface Difference {
  readonly what: string;
  readonly error: number;
}

export function differenceOf(plan: Plan, got: Observed, want: Observed): Difference {
  const least = norm(want.gradient) / 10;
  const pieces = plan.operations
    .flatMap(({ weights }) => weights)
    .map(({ name, offset, size }) => {
      const [one, other] = [got, want].map(({ gradient }) => gradient.subarray(offset, offset + size));
      const length = norm(other);
      return { what: `gradient of ${name}`, error: (distance(one, other) * length) / Math.max(length, least) || 0 };
    });
  const all = [
    ...comparedKeys.map((key) => ({ what: key, error: distance(got[key], want[key]) })),
    { what: "correct", error: Math.abs(got.correct - want.correct) },
    ...pieces,
  ];
  return all.reduce((worst, each) => (each.error <= worst.error ? worst : each));
}

/** The largest difference between equivalent graphs with smooth stand-ins. */
export const TOLERANCE = 1e-5;

/** Channels and sizes `[batch, height, width]` that the cases cycle through. */
export const channelCounts = Object.freeze([1, 3, 5, 8, 12, 16, 17, 20, 24, 40, 48, 64, 72]);
export const givenSizes: readonly (readonly number[])[] = [
  [3, 5, 4],
  [2, 9, 8],
  [1, 24, 24],
  [64, 2, 3],
  [5, 1, 1],
  [7, 16, 16],
  [2, 33, 17],
  [64, 5, 4],
  [1, 1, 1],
];

/** The difference at each size, from one pair of sessions. */
export async function compareOperation(
  each: OperationCase,
  channels: number,
  imageChannels: number,
  sizes: readonly (readonly number[])[],
): Promise<readonly Difference[]> {
  const plan = planOfCase(each, channels, imageChannels);
  const given = sizes.map((size) => givenOf(each, size));
  const standIns = each.whole ? "none" : "smooth";
  const want = await observeAll(plan, { standIns, graph: "plain" }, given);
  const got = await observeAll(plan, { standIns, graph: "fused" }, given);
  return got.map((observed, index) => {
    // One pixel has no variance; normalizing with it would magnify another image's rounding thirtyfold per layer.
    const isPixel = sizes[index].every((side) => side === 1);
    const same = isPixel ? { ...observed, scoreLoss: want[index].scoreLoss, correct: want[index].correct } : observed;
    const { what, error } = differenceOf(plan, same, want[index]);
    return { what: `${each.name}, ${channels} channels, [${sizes[index].join(", ")}]: ${what}`, error };
  });
}

/** `count` of `items` from a position on, wrapping around. */
export const takeTurns = <T>(items: readonly T[], from: number, count: number): readonly T[] =>
  Array.from({ length: count }, (_, index) => items[(from + index) % items.length]);
