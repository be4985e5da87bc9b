/**
 * The deck's first table, with measured numbers in separate columns. Deck, "Architecture evaluation on large CIFAR-10 and
 * ImageNet".
 */
import { existsSync } from "node:fs";
import { phenotypeHash } from "../genotype/canonical.js";
import { measuredWords } from "../study/comparable-studies.js";
import { checkAlike, experimentFiles, finalistsPath } from "../study/experiments/experiment-folder.js";
import { experiments } from "../study/experiments/experiments.js";
import { references } from "../study/experiments/finalists.js";
import { type FinalTest, readFinalTest } from "../study/final-test/read-final-test.js";
import { readStudy } from "../study/study.js";
import { type BothTests, measureExperiment, type MeasuredSearch, testsOf } from "./measured-experiment.js";
import { type PublishedError, publishedMethods } from "./published-results.js";

/** A row of the deck. */
export interface ExperimentRow extends BothTests {
  /** The experiment's name. */
  readonly experiment: string;
  /** The deck's name of the row. */
  readonly name: string;
  /** CIFAR-10 error in percent at full scale. Deck. */
  readonly published: PublishedError;
  /** One for each repeat; empty until it is run. The row's own tests are of all repeats together. */
  readonly searches: readonly MeasuredSearch[];
}

/** The deck's table with the measurements of a folder. Plain data. */
export interface ExperimentTable {
  /** How the searches were made, in words; null without any. */
  readonly searchedBy: string | null;
  /** How the finalists were trained and tested; null until they are. */
  readonly testedBy: string | null;
  readonly equalParametersTestedBy: string | null;
  /** The deck's eight rows. */
  readonly rows: readonly ExperimentRow[];
  /** For comparison: the published and the trivial cell, trained and tested like the finalists. */
  readonly references: readonly (BothTests & { readonly name: string })[];
}

/**
 * The table of a folder of `runExperiment` and `testFinalists`; works while they run. A search's tests are those of its
 * current finalists, matched by network. Throws InputError for a missing folder, studies that differ in protocol or
 * images, and damaged files.
 */
export async function experimentTable(folder: string): Promise<ExperimentTable> {
  const files = experimentFiles(folder);
  const settings = files.length === 0 ? undefined : await readStudy(files[0].path, (study) => study.settings());
  if (settings !== undefined) await checkAlike(files, settings);
  const tests = { test: readTest(finalistsPath(folder)), equal: readTest(finalistsPath(folder, true)) };
  const measured = await Promise.all(files.map((file) => measureExperiment(file, tests)));
  return Object.freeze({
    searchedBy: settings === undefined ? null : measuredWords(settings),
    testedBy: tests.test?.measuredBy ?? null,
    equalParametersTestedBy: tests.equal?.measuredBy ?? null,
    rows: Object.freeze(
      experiments.map(({ name: experiment, row: name }): ExperimentRow => {
        const own = measured.filter((_, index) => files[index].experiment.name === experiment);
        const published = publishedMethods.find((each) => each.name === name);
        if (published === undefined) throw new Error(`experiment ${experiment}: the deck has no row ${name}`);
        const tested = testsOf(
          own.flatMap(({ hashes }) => hashes),
          tests,
        );
        const searches = Object.freeze(own.map(({ search }) => search));
        return Object.freeze({ experiment, name, published: published.cifarError, searches, ...tested });
      }),
    ),
    references: Object.freeze(
      references.map(({ name, genotype }) => Object.freeze({ name, ...testsOf([phenotypeHash(genotype)], tests) })),
    ),
  });
}

function readTest(path: string): FinalTest | undefined {
  return existsSync(path) ? readFinalTest(path) : undefined;
}
