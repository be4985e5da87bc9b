import assert from "node:assert/strict";
import { runStudy } from "../../lib/study/run-study.js";
import { startClock } from "../../lib/study/study-clock.js";
import { readStudy } from "../../lib/study/study.js";
import { openSqliteFile } from "../../lib/study/store/sqlite-file.js";
import { runCommand } from "../cli/command.js";
import { toyStudy, useStudyFile } from "./toy-study.js";

const DAY = 86_400_000;

describe("the times of a study", function () {
  this.timeout(30_000);
  const place = useStudyFile();
  const now = Date.now;
  afterEach(() => {
    Date.now = now;
  });
  const setBack = (millis: number): void => {
    const before = Date.now;
    Date.now = () => before() - millis;
  };

  it("advance evenly, however the computer's clock is changed", () => {
    const clock = startClock();
    const before = clock();
    setBack(DAY);
    const after = clock();
    assert.ok(after >= before && after - before < DAY / 2, `${before} ${after}`);
    const later = now() + DAY;
    assert.ok(startClock(later)() >= later);
  });

  it("never go back during a search or on resuming", async () => {
    let count = 0;
    const config = {
      ...{ ...toyStudy, path: place.path },
      evaluate: (...given: Parameters<typeof toyStudy.evaluate>) => {
        if (++count % 3 === 0) setBack(DAY);
        return toyStudy.evaluate(...given);
      },
    };
    await runStudy({ ...config, steps: 6 });
    await runStudy(config);
    assert.ok(count === 12 && Date.now() < now() - 3 * DAY);
    await readStudy(place.path, async (study) => {
      const [rows, events] = [await study.rows(), await study.events()];
      let last = 0;
      for (const { startedMillis, finishedMillis } of rows) {
        assert.ok(startedMillis >= last && finishedMillis >= startedMillis, JSON.stringify(rows));
        assert.ok(finishedMillis - startedMillis < DAY / 2);
        last = finishedMillis;
      }
      assert.ok(events.every(({ atMillis }, index) => index === 0 || atMillis >= events[index - 1].atMillis));
      const individuals = await study.individuals();
      assert.ok(individuals.every(({ evaluation }) => evaluation.evaluationMillis >= 0));
    });
  });

  it("that went back in an older study count as zero", async () => {
    await runStudy({ ...toyStudy, path: place.path });
    const file = await openSqliteFile(place.path, "write");
    file.exec(`UPDATE individual SET finished_millis = started_millis - ${DAY},
      evaluation = json_set(evaluation, '$.evaluationMillis', -${DAY}) WHERE step = 3`);
    file.close();
    const { rows, summary, individual } = await readStudy(place.path, async (study) => ({
      ...{ rows: await study.rows(), summary: await study.summary(), individual: await study.individual(3) },
    }));
    assert.equal(rows[2].finishedMillis, rows[2].startedMillis);
    assert.equal(individual?.evaluation.evaluationMillis, 0);
    assert.ok(summary.workers[0].meanMillis >= 0);
    const { stdout } = await runCommand(["status", place.path], place.folder);
    assert.match(stdout, /worker 1 +12 evaluations, \d/);
  });
});
