/** A table of results: what others published, and what was measured here. Deck, "Experiments and results". */

/** One number of a results table. */
export interface ResultRow {
  /** Never mixed: a published number is the deck's, a measured one was measured here at another scale. */
  readonly source: "published" | "measured";
  readonly name: string;
  /** What was measured, for example `CIFAR-10 error`. */
  readonly measure: string;
  /** In percent. */
  readonly error: number;
  /** Standard deviation in percent, or null where none is known. */
  readonly spread: number | null;
  /** Trainings behind it, or null where the deck does not say. */
  readonly trainings: number | null;
  /** The paper's own best. */
  readonly isPapers: boolean;
}

/** A table of the deck. */
export interface ResultsTable {
  readonly name: "search-methods" | "cifar-10" | "imagenet";
  /** The deck's heading. */
  readonly title: string;
  readonly rows: readonly ResultRow[];
  /** How the measured rows were measured; null where there are none. */
  readonly measuredBy: string | null;
}
