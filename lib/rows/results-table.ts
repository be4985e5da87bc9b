/** A table of results, published and measured here. Deck, "Experiments and results". */

/** One number of a results table. */
export interface ResultRow {
  /** Kept apart: a published number is the deck's; a measured one comes from here, at another scale. */
  readonly source: "published" | "measured";
  readonly name: string;
  /** What was measured, for example `CIFAR-10 error`. */
  readonly measure: string;
  /** In percent. */
  readonly error: number;
  /** Standard deviation in percent; null if unknown. */
  readonly spread: number | null;
  /** The number of trainings behind it; null if the deck does not say. */
  readonly trainings: number | null;
  /** The paper's own best. */
  readonly isPapers: boolean;
  /** Whether the deck points at it with an arrow. */
  readonly isPointed?: boolean;
  /** How the model was found, for example `evolution`. */
  readonly group?: string;
}

/** A table of the deck. */
export interface ResultsTable {
  readonly name: "search-methods" | "cifar-10" | "imagenet";
  /** The deck's heading. */
  readonly title: string;
  readonly rows: readonly ResultRow[];
  /** How the measured rows were measured; null without any. */
  readonly measuredBy: string | null;
}
