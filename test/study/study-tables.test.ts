import assert from "node:assert/strict";
import { op } from "arquero";
import { recordedSearch } from "../../lib/literature/recorded-searches.js";
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
    const tables = await read(recordedSearch("hierarchical-random"));
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

  it("has its columns before anything is evaluated", async () => {
    const settings = createSettings({ ...runStudyDefaults, space: toyStudy.space });
    await (await createStudy(place.path, settings)).close();
    const { individuals, curves } = await read(place.path);
    assert.deepEqual([individuals.numRows(), curves.numRows()], [0, 0]);
    assert.ok(individuals.columnNames().includes("fitness") && curves.columnNames().includes("loss"));
  });
});
