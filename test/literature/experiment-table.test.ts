import assert from "node:assert/strict";
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { csvParse } from "d3-dsv";
import { longProtocol, laptopProtocol } from "../../lib/evaluation/protocol.js";
import { protocolData } from "../../lib/evaluation/protocol-data.js";
import { resultsTable } from "../../lib/figures/charts/results-table.js";
import { phenotypeHash } from "../../lib/genotype/canonical.js";
import { publishedCell } from "../../lib/genotype/published.js";
import { experimentResults } from "../../lib/literature/experiment-results.js";
import { experimentTable } from "../../lib/literature/experiment-table.js";
import { experimentTableText } from "../../lib/literature/experiment-table-text.js";
import type { FinalTestRow } from "../../lib/rows/final-test-row.js";
import { finalistsOf } from "../../lib/study/experiments/finalists.js";
import { experimentByName } from "../../lib/study/experiments/experiments.js";
import { runExperiment } from "../../lib/study/experiments/run-experiment.js";
import { writeFinalTestFile } from "../../lib/study/final-test/final-test-file.js";
import { readStudy } from "../../lib/study/study.js";
import { callBadly, callBadlyAndWait } from "../input/bad-calls.js";
import { toyExperiment, toyScale } from "../study/experiments/toy-experiments.js";

describe("the table of experiments", () => {
  let folder: string;
  let hashes: readonly string[];
  const rowsFor = (hash: string, accuracies: readonly (number | null)[]): readonly FinalTestRow[] =>
    accuracies.map((accuracy, index) => ({
      ...{ name: `of ${hash}`, hash, seed: `check/${index + 1}`, accuracy, parameterCount: 9 },
      reason: accuracy === null ? "too slow" : null,
    }));
  const write = (file: string, rows: readonly FinalTestRow[]) =>
    writeFinalTestFile(join(folder, file), { protocol: protocolData(longProtocol), data: "sample", rows });

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), "hiernas table "));
    const name = "hierarchical-evolution";
    await runExperiment(toyExperiment(name, folder));
    await runExperiment({ ...toyExperiment(name, folder), repeat: 2, steps: 5 });
    await runExperiment(toyExperiment("flat-random-architecture", folder));
    hashes = await readStudy(join(folder, `${name}-1.sqlite`), async (study) =>
      (await finalistsOf(study, experimentByName(name))).map(({ hash }) => hash),
    );
    write("finalists.json", [
      ...rowsFor(hashes[0], [0.7, 0.72, 0.74]),
      // Two searches found it, but its trainings count once.
      ...rowsFor(hashes[0], [0.7, 0.72, 0.74]).map((row) => ({ ...row, name: "again" })),
      ...rowsFor(hashes[1], [0.6, 0.62, 0.64]),
      ...rowsFor(hashes[2], [0.65, null, 0.67]),
      ...rowsFor("0123456789abcdef", [0.1]),
      ...rowsFor(phenotypeHash(publishedCell), [0.8, 0.8, 0.8]),
    ]);
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  it("has the deck's rows with their published errors, and measured ones apart from them", async () => {
    const { rows, references, searchedBy, testedBy, equalParametersTestedBy } = await experimentTable(folder);
    assert.deepEqual(
      rows.map(({ published }) => published.value),
      [4.56, 4.02, 3.92, 4.17, 4.21, 4.04, 3.91, 3.75],
    );
    assert.deepEqual(
      rows.map(({ searches }) =>
        searches.map(({ repeat, evaluations, steps }) => `${repeat}: ${evaluations} of ${steps}`),
      ),
      [["1: 2 of 2"], [], [], [], [], [], [], ["1: 12 of 12", "2: 5 of 5"]],
    );
    const [drawn, evolved] = [rows[0].searches[0], rows[7].searches[0]];
    assert.deepEqual([drawn.best, drawn.drawn?.networks, evolved.drawn], [null, 2, null]);
    assert.equal(evolved.best?.hash, hashes[0]);
    assert.equal(evolved.best?.trainingCount, Math.round(evolved.best?.trainingCount ?? 0));
    assert.equal(searchedBy, "the fitness toy");
    assert.equal(testedBy, "long protocol, 3,000 training steps, test images of the bundled sample");
    assert.equal(equalParametersTestedBy, null);
    assert.deepEqual(
      [references[0].name, references[0].test?.trainings, references[1].test],
      ["published cell", 3, null],
    );
    assert.ok(Math.abs((references[0].test?.error ?? 0) - 0.2) < 1e-12);
  });

  it("has the test's mean over networks, and its spread over networks and over seeds", async () => {
    const { rows } = await experimentTable(folder);
    const { test } = rows[7].searches[0];
    assert.ok(test !== null);
    // Means 0.72, 0.62, 0.66; squares within: 2 · 0.02² twice, 2 · 0.01², over 2 + 2 + 1 degrees of freedom.
    assert.ok(Math.abs(test.error - (1 - 2 / 3)) < 1e-12);
    assert.ok(Math.abs((test.networkSpread ?? 0) - 0.0503322) < 1e-6);
    assert.ok(Math.abs((test.seedSpread ?? 0) - Math.sqrt(0.0018 / 5)) < 1e-12);
    assert.deepEqual([test.networks, test.trainings, test.failed], [3, 8, 1]);
    assert.equal(rows[0].test, null);
  });

  it("gives the length of each search at its scale", async () => {
    const short = mkdtempSync(join(folder, "short "));
    const steps = 2;
    const { evaluate: _evaluate, ...trained } = toyExperiment("hierarchical-random-architecture", short);
    await runExperiment({
      ...trained,
      evaluateName: undefined,
      steps,
      scale: { ...toyScale, steps: { ...toyScale.steps, draws: 3 } },
    });
    // At an unknown scale: the number that it was run with.
    const { rows, searchedBy } = await experimentTable(short);
    assert.deepEqual([rows[4].searches[0].steps, rows[4].searches[0].trainings], [2, 2]);
    assert.match(searchedBy ?? "", /^smoke protocol \(one training of 6 training steps\), known networks: average, /);
  });

  it("comes as readable text, as numbers for programs, and as a figure", async () => {
    const table = await experimentTable(folder);
    const markdown = await experimentTableText(table, "markdown");
    const lines = markdown.split("\n");
    assert.match(lines[0], /^\|search method +\|published: error, % *\|measured: repeat/);
    assert.match(lines[3], /^\|Flat repr-n, random search \(200 samples\) +\|4\.02 ± 0\.11 +\|not run yet/);
    assert.match(
      markdown,
      /3\.75 ± 0\.12 *\|1 +\|12 .*\|33\.3 ± 5\.0 over networks ± 1\.9 over seeds \(3 networks, 8 trainings, 1 failed\)/,
    );
    assert.match(markdown, /3\.75 ± 0\.12 *\|2 +\|5 /);
    assert.match(markdown, /not comparable/);
    assert.equal(new Set(lines.slice(0, 13).map((line) => line.length)).size, 2, "columns of one width, but the rule");

    const numbers = csvParse(await experimentTableText(table, "csv"));
    assert.equal(numbers.length, 11);
    const evolution = numbers.find((row) => row.experiment === "hierarchical-evolution");
    assert.equal(evolution?.published_error, "3.75");
    assert.ok(Math.abs(Number(evolution?.measured_test_error) - 100 / 3) < 1e-9);
    const notRun = numbers.find((row) => row.experiment === "flat-evolution");
    assert.deepEqual([notRun?.published_error, notRun?.measured_repeat, notRun?.measured_test_error], ["3.92", "", ""]);

    assert.deepEqual(JSON.parse(await experimentTableText(table, "json")), JSON.parse(JSON.stringify(table)));

    const results = experimentResults(table);
    const measured = results.rows.filter(({ source }) => source === "measured");
    assert.deepEqual(
      measured.map(({ name, trainings }) => [name, trainings]),
      [
        ["Hier. repr-n, evolution (12 + 5 evaluations)", 8],
        ["published cell", 3],
      ],
    );
    assert.match(resultsTable(results).description, /measured, published cell, CIFAR-10 error: 20\.0\.$/);
  });

  it("has a separate column for the test at equal parameters", async () => {
    write("finalists-equal-parameters.json", rowsFor(hashes[0], [0.5, 0.52]));
    const table = await experimentTable(folder);
    assert.ok(Math.abs((table.rows[7].equalParametersTest?.error ?? 0) - 0.49) < 1e-12);
    assert.match(await experimentTableText(table, "markdown"), /\|49\.0 ± 1\.4 over seeds \(1 network, 2 trainings\)/);
    // The published cell has no such test, but its name is in both panels.
    const { spec } = resultsTable(experimentResults(table));
    const text = JSON.stringify(spec);
    const names = ["Hier. repr-n, evolution (12 + 5 evaluations)", "published cell"];
    assert.ok(text.split(`"domain":${JSON.stringify(names)}`).length > 2, text);
    rmSync(join(folder, "finalists-equal-parameters.json"));
  });

  it("answers bad calls with InputError, in one line", async () => {
    const table = await experimentTable(folder);
    for (const [what, problem] of callBadly(experimentResults, [table])) assert.fail(`${what}: ${problem}`);
    assert.deepEqual(await callBadlyAndWait(experimentTable, ["/nowhere"]), []);
    await assert.rejects(experimentTableText(table, "gif" as never), {
      ...{ name: "InputError", message: 'experiment table: format: got "gif", must be "markdown", "csv" or "json"' },
    });
  });

  it("refuses results that do not belong in one table", async () => {
    const refuses = (place: string, message: RegExp) =>
      assert.rejects(experimentTable(place), { name: "InputError", message });
    await refuses(join(folder, "none"), /no such folder/);
    const mixed = mkdtempSync(join(folder, "mixed "));
    await runExperiment(toyExperiment("flat-random-search", mixed));
    // Copied from a folder of another scale.
    const other = { ...toyScale, protocol: laptopProtocol };
    await runExperiment({ ...toyExperiment("flat-random-architecture", join(mixed, "other")), scale: other });
    copyFileSync(
      join(mixed, "other", "flat-random-architecture-1.sqlite"),
      join(mixed, "flat-random-architecture-1.sqlite"),
    );
    await refuses(mixed, /flat-random-search-1\.sqlite: was made with protocol .*: give each scale/);
    const damaged = mkdtempSync(join(folder, "damaged "));
    writeFileSync(join(damaged, "finalists.json"), "[");
    await refuses(damaged, /finalists\.json.*not JSON/);
  });
});
