/** The table of experiments as text: a line per repeat, with separate published and measured columns. */
import { oneOf, parseWith } from "../input/schema.js";
import { checkObject } from "../input/settings.js";
import { meanWords } from "../rows/network-words.js";
import type { ExperimentRow, ExperimentTable } from "./experiment-table.js";
import type { BothTests, MeasuredSearch, TestedNetworks } from "./measured-experiment.js";

/** Forms of {@link experimentTableText}. */
export const experimentTableFormats = Object.freeze(["markdown", "csv", "json"] as const);

/** One of {@link experimentTableFormats}. */
export type ExperimentTableFormat = (typeof experimentTableFormats)[number];

/**
 * The table as text: `markdown` for reading, `csv` with one number per column (errors in percent, as in the deck), `json`
 * as it is. Experiments that are not run yet are marked so, or empty. Loads arquero on demand. Rejects with InputError for
 * another format.
 */
export async function experimentTableText(table: ExperimentTable, format: ExperimentTableFormat): Promise<string> {
  checkObject("experiment table", table);
  parseWith(oneOf(experimentTableFormats), format, "experiment table: format");
  if (format === "json") return `${JSON.stringify(table, null, 1)}\n`;
  const { from } = await import("arquero");
  if (format === "csv") return from(numbersOf(table)).toCSV();
  const lines = padded(wordsOf(table));
  const align = Object.fromEntries(Object.keys(lines[0]).map((column) => [column, "l"] as const));
  return `${from(lines).toMarkdown({ align })}\n${notesOf(table).join("\n")}\n`;
}

type Line = Readonly<Record<string, string>>;

/** Pads the columns, for reading in a terminal. */
function padded(lines: readonly Line[]): Line[] {
  const widths = Object.keys(lines[0]).map(
    (column) => [column, Math.max(column.length, ...lines.map((line) => line[column].length))] as const,
  );
  return lines.map((line) =>
    Object.fromEntries(widths.map(([column, width]) => [column.padEnd(width), line[column].padEnd(width)])),
  );
}

function wordsOf({ rows, references }: ExperimentTable): Line[] {
  const line = (name: string, published: string, search: Line, tested: BothTests): Line => ({
    "search method": name,
    "published: error, %": published,
    ...search,
    "measured: test error, %": testWords(tested.test),
    "measured: at equal parameters": testWords(tested.equalParametersTest),
  });
  const searches = (row: ExperimentRow): readonly Line[] => {
    const { value, spread } = row.published;
    const published = `${value.toFixed(2)}${spread === null ? "" : ` ± ${spread.toFixed(2)}`}`;
    if (row.searches.length === 0) return [line(row.name, published, noSearch("not run yet"), row)];
    return row.searches.map((search) => line(row.name, published, searchWords(search), search));
  };
  return [...rows.flatMap(searches), ...references.map((each) => line(each.name, NOTHING, noSearch(NOTHING), each))];
}

const NOTHING = "—";

function noSearch(repeat: string): Line {
  return columnsOf(repeat, NOTHING, NOTHING, NOTHING);
}

function searchWords({ repeat, evaluations, steps, trainings, best, drawn }: MeasuredSearch): Line {
  const evaluated = evaluations < steps ? `${count(evaluations)} of ${count(steps)}` : count(evaluations);
  const fitness =
    drawn !== null
      ? `mean of ${drawn.networks}: ${percent(drawn.mean)} % ± ${percent(drawn.spread)}`
      : best !== null
        ? `best: ${meanWords(best)}`
        : NOTHING;
  return columnsOf(String(repeat), evaluated, count(trainings), fitness);
}

function columnsOf(repeat: string, evaluations: string, trainings: string, fitness: string): Line {
  return {
    "measured: repeat": repeat,
    "measured: evaluations": evaluations,
    "measured: trainings": trainings,
    "measured: fitness": fitness,
  };
}

function testWords(test: TestedNetworks | null): string {
  if (test === null) return NOTHING;
  const { error, networks, trainings, networkSpread, seedSpread, failed } = test;
  const spreads = [
    ...(networkSpread === null ? [] : [`± ${percent(networkSpread)} over networks`]),
    ...(seedSpread === null ? [] : [`± ${percent(seedSpread)} over seeds`]),
  ];
  const counts = `${networks} ${networks === 1 ? "network" : "networks"}, ${trainings} ${trainings === 1 ? "training" : "trainings"}`;
  return [percent(error), ...spreads].join(" ") + ` (${counts}${failed === 0 ? "" : `, ${failed} failed`})`;
}

function notesOf({ searchedBy, testedBy, equalParametersTestedBy }: ExperimentTable): readonly string[] {
  return [
    "Published: CIFAR-10 error (the deck), of networks trained at full scale; not comparable with the measured ones.",
    ...(searchedBy === null ? [] : [`Measured, searches: ${searchedBy}.`]),
    ...(testedBy === null ? [] : [`Measured, test error: ${testedBy}.`]),
    ...(equalParametersTestedBy === null ? [] : [`Measured, at equal parameters: ${equalParametersTestedBy}.`]),
  ];
}

type Numbers = Readonly<Record<string, string | number | null>>;

function numbersOf({ rows, references }: ExperimentTable): Numbers[] {
  const line = (name: string, row?: ExperimentRow, search?: MeasuredSearch, tested?: BothTests): Numbers => ({
    ...{ name, experiment: row?.experiment ?? null },
    ...{ published_error: row?.published.value ?? null, published_spread: row?.published.spread ?? null },
    measured_repeat: search?.repeat ?? null,
    measured_evaluations: search?.evaluations ?? null,
    measured_steps: search?.steps ?? null,
    measured_trainings: search?.trainings ?? null,
    measured_mean_fitness: search?.drawn?.mean ?? null,
    measured_mean_fitness_spread: search?.drawn?.spread ?? null,
    measured_best_fitness: search?.best?.mean ?? null,
    measured_best_fitness_error: search?.best?.error ?? null,
    measured_best_trainings: search?.best?.trainingCount ?? null,
    measured_best_parameters: search?.best?.parameterCount ?? null,
    ...testNumbers("measured_test", tested?.test ?? null),
    ...testNumbers("measured_equal_parameters", tested?.equalParametersTest ?? null),
  });
  return [
    ...rows.flatMap((row) =>
      row.searches.length === 0 ? [line(row.name, row)] : row.searches.map((each) => line(row.name, row, each, each)),
    ),
    ...references.map((each) => line(each.name, undefined, undefined, each)),
  ];
}

function testNumbers(prefix: string, test: TestedNetworks | null): Numbers {
  const inPercent = (fraction: number | null | undefined) => (fraction == null ? null : 100 * fraction);
  return {
    [`${prefix}_error`]: inPercent(test?.error),
    [`${prefix}_network_spread`]: inPercent(test?.networkSpread),
    [`${prefix}_seed_spread`]: inPercent(test?.seedSpread),
    [`${prefix}_networks`]: test?.networks ?? null,
    [`${prefix}_trainings`]: test?.trainings ?? null,
    [`${prefix}_failed`]: test?.failed ?? null,
  };
}

const count = (value: number): string => value.toLocaleString("en-US");
const percent = (fraction: number): string => (100 * fraction).toFixed(1);
