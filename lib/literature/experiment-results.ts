/** The table of experiments as a figure's rows. */
import * as v from "valibot";
import { finiteNumber, parseWith, type Schema, wholeNumber } from "../input/schema.js";
import type { ResultRow, ResultsTable } from "../rows/results-table.js";
import type { ExperimentRow, ExperimentTable } from "./experiment-table.js";
import type { TestedNetworks } from "./measured-experiment.js";
import { CIFAR, resultsTables } from "./results-tables.js";

/** The part of a test that the figure shows. */
type Tested = Pick<TestedNetworks, "error" | "networkSpread" | "trainings">;

const share = finiteNumber(0, 1);
const tested: Schema<Tested | null> = v.nullable(
  v.object({ error: share, networkSpread: v.nullable(share), trainings: wholeNumber() }),
);
const named = { name: v.string(), test: tested, equalParametersTest: tested };
const tableSchema = v.object({
  testedBy: v.nullable(v.string()),
  equalParametersTestedBy: v.nullable(v.string()),
  rows: v.array(v.object({ ...named, searches: v.array(v.object({ evaluations: wholeNumber() })) })),
  references: v.array(v.object(named)),
});

/**
 * The table for the figure `resultsTable`: the deck's first table, with the final tests as measured rows; their spread is
 * that of the networks' means. Throws InputError for anything but a table.
 */
export function experimentResults(table: ExperimentTable): ResultsTable {
  parseWith(tableSchema, table, "experiment results");
  const [deck] = resultsTables();
  const row = (name: string, measure: string, test: Tested | null): readonly ResultRow[] =>
    test === null
      ? []
      : [
          Object.freeze({
            ...{ source: "measured" as const, name, measure, error: 100 * test.error, isPapers: false },
            spread: test.networkSpread === null ? null : 100 * test.networkSpread,
            trainings: test.trainings,
          }),
        ];
  const measured = [...table.rows.map((each) => ({ ...each, name: measuredName(each) })), ...table.references].flatMap(
    ({ name, test, equalParametersTest }) => [
      ...row(name, CIFAR, test),
      ...row(name, `${CIFAR}, equal parameters`, equalParametersTest),
    ],
  );
  const by = table.testedBy ?? table.equalParametersTestedBy;
  return Object.freeze({ ...deck, rows: Object.freeze([...deck.rows, ...measured]), measuredBy: by });
}

/** The deck's name, with the actual number of evaluations instead of the deck's samples. */
function measuredName({ name, searches }: ExperimentRow): string {
  const evaluations = searches.map((search) => search.evaluations.toLocaleString("en-US")).join(" + ");
  return `${name.replace(/ \(.*\)$/, "")} (${evaluations} evaluations)`;
}
