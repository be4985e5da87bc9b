import assert from "node:assert/strict";
import { op } from "arquero";
import { recordedFile } from "../../lib/literature/recorded-searches.js";
import { bestNetwork } from "../../lib/rows/trained-networks.js";
import { runStudy } from "../../lib/study/run-study.js";
import { runStudyDefaults } from "../../lib/study/run-study-config.js";
import { createStudy, readStudy } from "../../lib/study/study.js";
import type { StudyTables } from "../../lib/study/study-tables.js";
import { createSettings } from "../../lib/study/store/study-settings.js";
import { toyStudy, useStudyFile } from "./toy-study.js";

describe("study.tables()", () => {
  const place = useStudyFile();
  const read = (path: string): Promise<StudyTables> => readStudy(path, (study) => study.tables());

  it("has a row for each individual, mutation, training and point of a curve", async () => {
    const tables = await read(recordedFile("hierarchical-random"));
    assert.deepEqual(
      [tables.individuals, tables.mutations, tables.trainings].map((table) => table.numRows()),
      [200, 0, 200],
    );
    const points = tables.curves.groupby("step").count().array("count") as number[];
    assert.ok(points.length === 200 && points.every((count) => count > 50 && count <= 100));
  });

  it("groups and joins as arquero does, with the values of the rows", async () => {
    await runStudy({ ...toyStudy, path: place.path });
    const { individuals, mutations } = await read(place.path);
    const rows = await readStudy(place.path, (study) => study.rows());
    assert.deepEqual(
      individuals.array("fitness"),
      rows.map(({ fitness }) => fitness),
    );
    const phases = individuals
      .groupby("phase")
      .rollup({ count: op.count(), best: op.max("fitness") })
      .objects();
    assert.deepEqual(
      phases,
      ["initialization", "evolution"].map((phase) => {
        const own = rows.filter((row) => row.phase === phase);
        return { phase, count: own.length, best: Math.max(...own.map(({ fitness }) => fitness as number)) };
      }),
    );
    assert.equal(individuals.join(mutations, "step").numRows(), rows.filter(({ parent }) => parent !== null).length);
  });

  it("says of individuals what the whole study says: descent, parent, network", async () => {
    const { individuals, networks, mutations } = await read(recordedFile("hierarchical-evolution"));
    const rows = await readStudy(recordedFile("hierarchical-evolution"), (study) => study.rows());
    const at = new Map(rows.map((row) => [row.step, row]));
    const columns = individuals.objects() as unknown as readonly Readonly<Record<string, number | string | null>>[];
    for (const [index, row] of columns.entries()) {
      const { step, parent, hash } = rows[index];
      const twins = rows.filter((each) => each.hash === hash).map(({ fitness }) => fitness ?? NaN);
      assert.equal(row.networkTrainings, twins.length);
      assert.ok(Math.abs(Number(row.networkMean) - twins.reduce((sum, each) => sum + each, 0) / twins.length) < 1e-12);
      assert.equal(row.parentFitness, parent === null ? null : (at.get(parent)?.fitness ?? null));
      let [founder, generation] = [step, 0];
      for (let each = parent; each !== null; each = at.get(each)?.parent ?? null)
        [founder, generation] = [each, generation + 1];
      assert.deepEqual([row.founder, row.generation], [founder, generation]);
    }
    const best = bestNetwork(rows);
    assert.deepEqual(
      ["hash", "firstStep", "mean", "trainingCount"].map((column) => networks.get(column, 0) as unknown),
      [best?.hash, best?.step, best?.mean, best?.trainingCount],
    );
    assert.equal(networks.numRows(), new Set(rows.map(({ hash }) => hash)).size);
    const kept = rows.filter(({ parent, hash }) => parent !== null && at.get(parent)?.hash === hash).length;
    assert.equal(mutations.filter((d: { keepsNetwork: boolean }) => d.keepsNetwork).numRows(), kept);
    assert.ok(kept > 100);
  });

  it("joins individuals and mutations without two columns of one name", async () => {
    const { individuals, mutations } = await read(recordedFile("flat-evolution"));
    const joined = individuals.join(mutations, "step").columnNames();
    assert.deepEqual(joined, [...individuals.columnNames(), ...mutations.columnNames().slice(1)]);
  });

  it("has its columns before anything is evaluated", async () => {
    const settings = createSettings({ ...runStudyDefaults, space: toyStudy.space });
    await (await createStudy(place.path, settings)).close();
    const { individuals, networks, curves } = await read(place.path);
    assert.deepEqual([individuals.numRows(), networks.numRows(), curves.numRows()], [0, 0, 0]);
    assert.ok(individuals.columnNames().includes("fitness") && curves.columnNames().includes("loss"));
  });
});
