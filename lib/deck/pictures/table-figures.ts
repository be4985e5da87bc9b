/** Tables made from data: an outline names them as figures, and every form of a deck has them as tables. */
import { InputError } from "../../input/errors.js";
import { recordedFinalTest } from "../../literature/recorded-searches.js";
import {
  type PublishedError,
  publishedCifar,
  publishedImagenet,
  publishedMethods,
} from "../../literature/published-results.js";
import { readFinalTest } from "../../study/final-test/read-final-test.js";
import { summarizeFinalTest } from "../../study/final-test/final-test-summary.js";
import { type DeckData, pickStudy } from "../deck-data.js";
import type { FigureCall, Run, Table } from "../outline/outline.js";
import { fitnessWords, meanWords } from "../../rows/network-words.js";

/** A table that an outline can name. */
export interface DeckTable {
  readonly name: string;
  readonly words: string;
  /** Throws InputError where the data have not got it. */
  readonly make: (call: FigureCall, data: DeckData) => Table;
}

type Cell = string | { readonly text: string; readonly bold: boolean };

function table(line: number, heads: readonly string[], rows: readonly (readonly Cell[])[]): Table {
  const runs = (cell: Cell): readonly Run[] => [typeof cell === "string" ? { text: cell } : cell];
  return {
    ...{ kind: "table", line, rows: [heads, ...rows].map((row) => row.map(runs)) },
    align: heads.map((_, index) => (index === 0 ? "left" : "right")),
  };
}

const row = (cells: readonly string[], bold: boolean): readonly Cell[] =>
  bold ? cells.map((text) => ({ text, bold })) : cells;

const errorWords = ({ value, spread }: PublishedError, digits = 2): string =>
  spread === null ? value.toFixed(digits) : `${value.toFixed(digits)} ± ${spread.toFixed(2)}`;

const MARKED = ["Flat repr-n, evolution (7000 samples)", "Hier. repr-n, evolution (7000 samples)"];

/** The tables. */
export const deckTables: readonly DeckTable[] = Object.freeze([
  {
    ...{ name: "table-search-methods", words: "the deck's eight search methods" },
    make: ({ line }) =>
      table(
        line,
        ["Search method", "CIFAR-10 error (%)", "ImageNet top-1 / top-5 error (%)"],
        publishedMethods.map(({ name, isPapers, cifarError, top1Error, top5Error }) => {
          const said = `${MARKED.includes(name) ? "→ " : ""}${name}${isPapers ? " ★" : ""}`;
          const cells = [said, errorWords(cifarError), `${errorWords(top1Error, 1)} / ${errorWords(top5Error, 1)}`];
          return row(cells, isPapers);
        }),
      ),
  },
  {
    ...{ name: "table-cifar-10", words: "the deck's models on CIFAR-10" },
    make: ({ line }) =>
      table(
        line,
        ["Model", "Error (%)"],
        publishedCifar.map(({ name, isPapers, cifarError }) => {
          const cells = [name, errorWords(cifarError)];
          return row(cells, isPapers);
        }),
      ),
  },
  {
    ...{ name: "table-imagenet", words: "the deck's models on ImageNet" },
    make: ({ line }) =>
      table(
        line,
        ["Model", "Top-1 error (%)", "Top-5 error (%)"],
        publishedImagenet.map(({ name, isPapers, top1Error, top5Error }) => {
          const cells = [name, errorWords(top1Error, 1), errorWords(top5Error, 1)];
          return row(cells, isPapers);
        }),
      ),
  },
  {
    ...{ name: "table-measured", words: "the best of the recorded searches, trained again and tested" },
    make: ({ line }, { isRecorded }) => {
      if (!isRecorded) throw new InputError("only the recorded searches have a final test with the project");
      const { rows, measuredBy } = readFinalTest(recordedFinalTest);
      const tested = summarizeFinalTest(rows).filter(({ count }) => count > 0);
      return table(
        line,
        [`Measured here: ${measuredBy}`, "Error (%)"],
        tested.map(({ name, mean, spread }) => [
          name,
          `${(100 * (1 - mean)).toFixed(1)} ± ${(100 * spread).toFixed(1)}`,
        ]),
      );
    },
  },
  {
    ...{ name: "table-study", words: "a study in numbers: search, evaluations, best network" },
    make: ({ line, settings }, data) => {
      const { study } = pickStudy(data, settings.study);
      const { rows, best, chance } = study;
      const words = { isAccuracy: chance !== null };
      const failed = rows.filter(({ status }) => status === "failed").length;
      return table(
        line,
        ["The study", ""],
        [
          ["Search", study.name],
          ["Evaluations", `${rows.length} of ${study.steps}, ${failed} failed`],
          ["Chance", chance === null ? "–" : fitnessWords(chance, words)],
          [
            "Best network",
            best === undefined ? "nothing is scored yet" : `step ${best.step}: ${meanWords(best.network, words)}`,
          ],
          ["Its parameters", best === undefined ? "–" : (best.network.parameterCount?.toLocaleString("en-US") ?? "–")],
        ],
      );
    },
  },
] satisfies readonly DeckTable[]);
