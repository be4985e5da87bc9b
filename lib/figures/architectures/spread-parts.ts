/** Vertical positions of parts in columns: near to what they are linked to, and without overlap. */
import { mean, sum } from "d3-array";

/** Rounds of moving every part towards its neighbours. */
const ROUNDS = 120;

/** How much more a bend in a line weighs than a climb to its end. */
const STRAIGHTNESS = 20;

/**
 * The vertical centre of every part, downwards. The parts of a column keep their `order` and stay `gap` apart; within
 * that, each is as near as possible to the parts that `links` join it to. Parts without a height are bends in lines,
 * which are kept straight, and the `runs` of them level where there is room.
 */
export function spreadParts(
  parts: readonly { readonly column: number; readonly height: number }[],
  links: readonly (readonly [number, number])[],
  order: readonly number[],
  gap: number,
  runs: readonly (readonly number[])[] = [],
): readonly number[] {
  const neighbours = parts.map((): { readonly part: number; readonly weight: number }[] => []);
  for (const [one, other] of links) {
    const weight = parts[one].height === 0 && parts[other].height === 0 ? STRAIGHTNESS : 1;
    neighbours[one].push({ part: other, weight });
    neighbours[other].push({ part: one, weight });
  }
  const columns = [...new Set(parts.map(({ column }) => column))]
    .sort((one, other) => one - other)
    .map((column) =>
      parts
        .flatMap((part, index) => (part.column === column ? [index] : []))
        .sort((one, other) => order[one] - order[other]),
    );
  const ys = parts.map(() => 0);
  const settle = (column: readonly number[]): void => {
    const wanted = column.map((part) => {
      const weights = sum(neighbours[part], ({ weight }) => weight);
      return sum(neighbours[part], ({ part: other, weight }) => weight * ys[other]) / (weights || 1);
    });
    const placed = keepApart(
      wanted,
      column.map((part) => parts[part].height),
      gap,
    );
    column.forEach((part, index) => (ys[part] = placed[index]));
  };
  for (let round = 0; round < ROUNDS; round++) {
    // Back and forth, so that neither end of the graph dominates.
    for (const column of round % 2 === 0 ? columns : [...columns].reverse()) settle(column);
  }
  const isFree = (part: number, y: number): boolean =>
    parts.every(
      ({ column, height }, other) =>
        other === part ||
        column !== parts[part].column ||
        (Math.abs(ys[other] - y) >= (height + parts[part].height) / 2 + 0.6 * gap &&
          Math.sign(ys[other] - y) === Math.sign(ys[other] - ys[part])),
    );
  // A line that bends a little looks like a mistake, so each is made level where there is room.
  for (const run of runs.flatMap((each) => stretchesOf(each, parts))) {
    const levels = [...new Set(run.map((part) => ys[part]))];
    const level = [mean(levels) as number, ...levels].find((y) => run.every((part) => isFree(part, y)));
    if (level !== undefined) for (const part of run) ys[part] = level;
  }
  return ys;
}

/** The parts of a run that are in neighbouring columns. */
function stretchesOf(
  run: readonly number[],
  parts: readonly { readonly column: number }[],
): readonly (readonly number[])[] {
  const stretches: number[][] = [];
  for (const part of run) {
    const last = stretches[stretches.length - 1];
    if (last !== undefined && parts[last[last.length - 1]].column + 1 === parts[part].column) last.push(part);
    else stretches.push([part]);
  }
  return stretches.filter(({ length }) => length > 1);
}

/** The positions nearest to the wanted ones, by least squares, at which neighbours are at least `gap` apart. */
function keepApart(wanted: readonly number[], heights: readonly number[], gap: number): readonly number[] {
  const offsets: number[] = [];
  heights.forEach((height, index) =>
    offsets.push(index === 0 ? 0 : offsets[index - 1] + (heights[index - 1] + height) / 2 + gap),
  );
  // After subtracting the offsets, positions must just not decrease: neighbours that do are pooled at their mean.
  const pools: { readonly sum: number; readonly count: number }[] = [];
  for (const [index, each] of wanted.entries()) {
    let pool = { sum: each - offsets[index], count: 1 };
    for (
      let last = pools[pools.length - 1];
      last !== undefined && last.sum / last.count >= pool.sum / pool.count;
      last = pools[pools.length - 1]
    ) {
      pools.pop();
      pool = { sum: pool.sum + last.sum, count: pool.count + last.count };
    }
    pools.push(pool);
  }
  return pools
    .flatMap(({ sum, count }) => new Array<number>(count).fill(sum / count))
    .map((each, index) => each + offsets[index]);
}
