/** Pearson's chi-square test of counts against expected shares, which samplers must pass and biased ones must fail. */
import { jStat } from "jstat";

/** Cells with a lower expected count are merged with the next, as the approximation requires. */
const FEWEST = 5;

/** The p-value of `observed` counts under `shares`, which sum to 1; an observed cell with share 0 gives 0. */
export function chiSquareP(observed: readonly number[], shares: readonly number[]): number {
  const total = observed.reduce((sum, count) => sum + count, 0);
  if (observed.some((count, cell) => count > 0 && shares[cell] === 0)) return 0;
  const cells: { observed: number; expected: number }[] = [];
  let open = { observed: 0, expected: 0 };
  observed.forEach((count, cell) => {
    open = { observed: open.observed + count, expected: open.expected + total * shares[cell] };
    if (open.expected < FEWEST) return;
    cells.push(open);
    open = { observed: 0, expected: 0 };
  });
  const last = cells[cells.length - 1];
  last.observed += open.observed;
  last.expected += open.expected;
  const statistic = cells.reduce((sum, cell) => sum + (cell.observed - cell.expected) ** 2 / cell.expected, 0);
  return 1 - jStat.chisquare.cdf(statistic, cells.length - 1);
}

/** The number of draws of each of `cells`; throws for a draw outside them. */
export function countBy(draws: readonly string[], cells: readonly string[]): readonly number[] {
  const counts = new Map(cells.map((cell) => [cell, 0]));
  for (const draw of draws) {
    const before = counts.get(draw);
    if (before === undefined) throw new Error(`drew ${draw}, which cannot be drawn`);
    counts.set(draw, before + 1);
  }
  return [...counts.values()];
}
