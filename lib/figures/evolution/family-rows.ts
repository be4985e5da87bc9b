/** Places the individuals of a family tree: steps go right, and each line of descent has a row. */
import { stratify } from "d3-hierarchy";
import { bestNetwork, networkFinder } from "../../rows/trained-networks.js";
import { type FamilyRow, lineageOf } from "./lineage.js";

/** One individual of a family tree. */
export interface FamilyPlace {
  readonly step: number;
  /** A whole number, from 0 at the top. */
  readonly row: number;
  readonly parent: number | null;
  readonly parentRow: number | null;
  /** Null when its evaluation failed. */
  readonly fitness: number | null;
  /** The mean of its network's trainings; null if none is scored. */
  readonly mean: number | null;
  /** The number of those trainings; 0 if none is scored. */
  readonly trainingCount: number;
  /** The number of evaluated children. */
  readonly children: number;
  /** The number of mutations since it was drawn at random: 0 for an initial individual. */
  readonly generation: number;
  /** Whether it first found the best network, or is an ancestor of the individual that did. */
  readonly isOnBestLine: boolean;
}

/**
 * The place of every individual of a population, by step. The best network's line has one row from its first ancestor
 * on. Any other child begins a new row, as near to its parent's as there is room, which its child with the most
 * descendants continues. Individuals drawn at random that have no children are in the rows below all families.
 */
export function familyPlaces(rows: readonly FamilyRow[]): readonly FamilyPlace[] {
  if (rows.length === 0) return [];
  const sorted = [...rows].sort((one, other) => one.step - other.step);
  const steps = new Set(sorted.map(({ step }) => step));
  const parentOf = ({ parent, step }: FamilyRow): number | null =>
    parent != null && parent < step && steps.has(parent) ? parent : null;
  const root = stratify<FamilyRow>()
    .id(({ step }) => String(step))
    .parentId((row) => (row.step === 0 ? null : String(parentOf(row) ?? 0)))([{ step: 0, hash: "" }, ...sorted]);
  root.sum(() => 1);
  const best = bestNetwork(sorted);
  const networkOf = networkFinder(sorted);
  const line = new Set(best === undefined ? [] : lineageOf(sorted, best.step).map(({ step }) => step));
  const rowOf = assignRows(root, line);
  return root
    .descendants()
    .filter(({ data }) => data.step !== 0)
    .map(({ data, depth, children, parent }): FamilyPlace => {
      const network = networkOf(data);
      const isRandom = parent === null || parent.data.step === 0;
      return {
        step: data.step,
        row: rowOf.get(data.step) as number,
        parent: isRandom ? null : parent.data.step,
        parentRow: isRandom ? null : (rowOf.get(parent.data.step) as number),
        fitness: data.fitness ?? null,
        mean: network?.mean ?? null,
        trainingCount: network?.trainingCount ?? 0,
        children: children?.length ?? 0,
        generation: depth - 1,
        isOnBestLine: line.has(data.step),
      };
    })
    .sort((one, other) => one.step - other.step);
}

interface Family {
  readonly data: FamilyRow;
  readonly children?: Family[];
  readonly value?: number;
}

/** The ranges of steps that are taken in each row. */
type Taken = Map<number, { readonly from: number; readonly to: number }[]>;

function assignRows(root: Family, line: ReadonlySet<number>): ReadonlyMap<number, number> {
  const rowOf = new Map<number, number>();
  const taken: Taken = new Map();
  const founders = [...(root.children ?? [])];
  const isBest = ({ data }: Family): boolean => line.has(data.step);
  const families = founders
    .filter(({ children }) => children !== undefined)
    .sort((one, other) => Number(isBest(other)) - Number(isBest(one)) || (other.value ?? 0) - (one.value ?? 0));
  for (const family of families) placeChain(family, 0, { rowOf, taken, line });
  const lowest = Math.max(-1, ...rowOf.values());
  for (const founder of founders.filter(({ children }) => children === undefined)) {
    // Each takes only one step, so a few rows hold them all.
    rowOf.set(founder.data.step, lowest + 2 + (rowOf.size % LONE_ROWS));
  }
  const highest = Math.min(...rowOf.values());
  return new Map([...rowOf].map(([step, row]) => [step, row - highest]));
}

const LONE_ROWS = 4;

interface Rows {
  readonly rowOf: Map<number, number>;
  readonly taken: Taken;
  readonly line: ReadonlySet<number>;
}

/**
 * Puts an individual and its heirs in one row, the childless children of each in the rows beside it, and every other
 * child with its heirs in a new row. An individual takes its row up to the last child of its heirs, because children
 * branch off at their steps.
 */
function placeChain(first: Family, near: number, rows: Rows, isChild = false): void {
  const chain = [first];
  for (let heir = heirOf(first, rows.line); heir !== undefined; heir = heirOf(heir, rows.line)) chain.push(heir);
  const others = chain.flatMap((each) => {
    const heir = heirOf(each, rows.line);
    return (each.children ?? []).filter((child) => child !== heir);
  });
  const to = [...chain, ...others].reduce((last, { data }) => Math.max(last, data.step), 0);
  // In its parent's row, its line would cover its sibling's.
  const row = takeRow(rows.taken, near, first.data.step, to, isChild ? 1 : 0);
  for (const { data } of chain) rows.rowOf.set(data.step, row);
  const hasChildren = ({ children }: Family): boolean => children !== undefined;
  for (const { data } of others.filter((each) => !hasChildren(each))) {
    rows.rowOf.set(data.step, takeRow(rows.taken, row, data.step, data.step, 1));
  }
  for (const each of others.filter(hasChildren)) placeChain(each, row, rows, true);
}

function heirOf({ children = [] }: Family, line: ReadonlySet<number>): Family | undefined {
  const onLine = children.find(({ data }) => line.has(data.step));
  return onLine ?? [...children].sort((one, other) => (other.value ?? 0) - (one.value ?? 0))[0];
}

/** Room between two lines in one row, in steps. */
const ROOM = 4;

/** Takes the row nearest to `near`, at least `least` rows away, that is free between two steps. */
function takeRow(taken: Taken, near: number, from: number, to: number, least: number): number {
  const isFree = (row: number): boolean =>
    (taken.get(row) ?? []).every((other) => other.to + ROOM < from || other.from - ROOM > to);
  for (let away = least; ; away++) {
    for (const row of [near + away, near - away]) {
      if (!isFree(row)) continue;
      const spans = taken.get(row);
      if (spans === undefined) taken.set(row, [{ from, to }]);
      else spans.push({ from, to });
      return row;
    }
  }
}
