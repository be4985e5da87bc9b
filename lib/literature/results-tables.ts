/** The deck's three tables, joined by the rows measured here. Deck, "Experiments and results". */
import * as v from "valibot";
import { oneOf, parseWith } from "../input/schema.js";
import type { FinalTestRow } from "../rows/final-test-row.js";
import type { ResultRow, ResultsTable } from "../rows/results-table.js";
import { finalTestRowSchema } from "../study/final-test/final-test-file.js";
import { summarizeFinalTest } from "../study/final-test/final-test-summary.js";
import type { MeasuredImagenet } from "./measured-imagenet.js";
import {
  type PublishedError,
  publishedCifar,
  publishedImagenet,
  publishedMethods,
  TOP1,
  TOP5,
} from "./published-results.js";

/** The measure of the deck's first two tables; that of search methods is measured here too. */
export const CIFAR = "CIFAR-10 error";

/**
 * The deck's three tables. The rows of a final test, `finalTest`, join the table of search methods as measured, or that
 * of models on CIFAR-10 (`joined`), where large runs belong; `measuredBy` says how, for example `laptop protocol on the
 * bundled sample`. The rows of a run of the ImageNet network,
 * `imagenet`, join the third. Throws InputError unless `finalTest` holds rows of a final test.
 */
export function resultsTables(
  finalTest: readonly FinalTestRow[] = [],
  measuredBy = "laptop protocol",
  imagenet?: MeasuredImagenet,
  joined: "search-methods" | "cifar-10" = "search-methods",
): readonly ResultsTable[] {
  parseWith(v.array(finalTestRowSchema), finalTest, "results tables: final test");
  parseWith(v.string(), measuredBy, "results tables: measuredBy");
  parseWith(oneOf(["search-methods", "cifar-10"]), joined, "results tables: joined");
  const measured = summarizeFinalTest(finalTest).flatMap(({ name, mean, spread, count }): readonly ResultRow[] =>
    count === 0
      ? []
      : [
          Object.freeze({
            ...{ source: "measured" as const, name, measure: CIFAR, error: 100 * (1 - mean), isPapers: false },
            ...{ spread: count > 1 ? 100 * spread : null, trainings: count },
          }),
        ],
  );
  const rowsIn = (table: typeof joined) => (table === joined ? measured : []);
  const byIn = (table: typeof joined) => (rowsIn(table).length === 0 ? null : measuredBy);
  return Object.freeze([
    {
      name: "search-methods" as const,
      title: "Architecture evaluation on large CIFAR-10 and ImageNet",
      rows: [
        ...publishedMethods.flatMap((row) => [
          published(row, CIFAR, row.cifarError),
          published(row, TOP1, row.top1Error),
          published(row, TOP5, row.top5Error),
        ]),
        ...rowsIn("search-methods"),
      ],
      measuredBy: byIn("search-methods"),
    },
    {
      name: "cifar-10" as const,
      title: "Comparison against other models on CIFAR-10",
      rows: [...publishedCifar.map((row) => published(row, CIFAR, row.cifarError)), ...rowsIn("cifar-10")],
      measuredBy: byIn("cifar-10"),
    },
    {
      name: "imagenet" as const,
      title: "Comparison against other models on ImageNet",
      rows: [
        ...publishedImagenet.flatMap((row) => [
          published(row, TOP1, row.top1Error),
          published(row, TOP5, row.top5Error),
        ]),
        ...(imagenet?.rows ?? []),
      ],
      measuredBy: imagenet?.measuredBy ?? null,
    },
  ]);
}

function published(
  row: Pick<ResultRow, "name" | "isPapers" | "isPointed" | "group">,
  measure: string,
  { value, spread }: PublishedError,
): ResultRow {
  const { name, isPapers, isPointed, group } = row;
  return Object.freeze({
    ...{ source: "published" as const, name, measure, error: value, spread, trainings: null, isPapers },
    ...(isPointed === true ? { isPointed } : {}),
    ...(group === undefined ? {} : { group }),
  });
}
