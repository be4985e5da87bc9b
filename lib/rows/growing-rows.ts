/** The rows of a running study, which grow with every evaluation. */
import { createStandings } from "./standings.js";
import { type BestNetwork, type StudyRow, withCosts } from "./study-row.js";

/** Rows that one adds to. */
export interface GrowingRows {
  /** Their number. */
  count(): number;
  /** Adds a row in any order. Takes constant time when its step is among the last. */
  add(row: StudyRow): void;
  /** All rows by step, the same list until one is added. */
  all(): readonly StudyRow[];
  /** `bestOfRows` of all, found without counting earlier rows again; undefined while none is scored. */
  best(): BestNetwork | undefined;
}

/** Begins with `past`, by step. */
export function growingRows(past: readonly StudyRow[]): GrowingRows {
  const rows = [...past];
  const standings = createStandings();
  for (const row of rows) standings.add(row);
  let all: readonly StudyRow[] | undefined;
  let best: { readonly network: BestNetwork | undefined } | undefined;
  return {
    count: () => rows.length,
    add: (row) => {
      let place = rows.length;
      while (place > 0 && rows[place - 1].step > row.step) place--;
      rows.splice(place, 0, row);
      standings.add(row);
      all = undefined;
      best = undefined;
    },
    all: () => (all ??= Object.freeze([...rows])),
    best: () => {
      const network = best === undefined ? standings.bestTrained() : undefined;
      best ??= { network: network && withCosts(network, rows) };
      return best.network;
    },
  };
}
