import assert from "node:assert/strict";
import { recorded, recordedFile } from "../../lib/literature/recorded-searches.js";
import { evolutionRows } from "../../lib/search/evolution-rows.js";
import { figureRows } from "../../lib/study/figure-rows.js";
import { createStudy, readStudy } from "../../lib/study/study.js";
import { runStudyDefaults } from "../../lib/study/run-study-config.js";
import { createSettings } from "../../lib/study/store/study-settings.js";
import { wholeStudy } from "../../lib/study/whole-study.js";
import { toyStudy, useStudyFile } from "./toy-study.js";

describe("wholeStudy", () => {
  const place = useStudyFile();

  it("gives a recorded search by its name, whole and closed", async () => {
    const whole = await recorded("flat-evolution");
    await readStudy(recordedFile("flat-evolution"), async (study) => {
      const { settings, population, best, tables, ...figures } = whole;
      assert.deepEqual(figures, await figureRows(study));
      assert.deepEqual(settings, await study.settings());
      assert.deepEqual(population, evolutionRows(await study.individuals()));
      assert.equal(tables.individuals.numRows(), figures.rows.length);
      assert.equal(best?.network.hash, tables.networks.get("hash", 0));
    });
  });

  it("gives a study in which nothing is evaluated", async () => {
    await (await createStudy(place.path, createSettings({ ...runStudyDefaults, space: toyStudy.space }))).close();
    const { population, best, rows } = await readStudy(place.path, wholeStudy);
    assert.deepEqual([population, best, rows], [[], undefined, []]);
  });
});
