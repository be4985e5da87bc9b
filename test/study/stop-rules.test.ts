import assert from "node:assert/strict";
import type { RunStudyConfig } from "../../lib/study/run-study-config.js";
import { replayStudy } from "../../lib/study/replay-study.js";
import { runStudy } from "../../lib/study/run-study.js";
import { createStopWatch, ranMillis, type StopRules } from "../../lib/study/stop-rules.js";
import { readStudy } from "../../lib/study/study.js";
import { recordOf } from "./record.js";
import { startElsewhere } from "./elsewhere.js";
import { storyOf, toyStudy, useStudyFile } from "./toy-study.js";

describe("stop rules", function () {
  this.timeout(60_000);
  const place = useStudyFile();
  const run = (config: Partial<RunStudyConfig> = {}) => runStudy({ ...toyStudy, path: place.path, ...config });
  const stops = async () => {
    const all = await readStudy(place.path, (study) => study.stops());
    return all.map(({ number, reason, words }) => [number, reason, words]);
  };

  it("stop after evaluations without a network that is best for the first time", () => {
    const watch = createStopWatch({ patience: 3 }, {});
    const fitnesses = [0.5, 0.4, null, 0.6, 0.6, 0.1, null, 0.2];
    const reached = fitnesses.map((fitness, index) => {
      watch.add(recordOf(index + 1, { fitness }));
      return watch.reached()?.words;
    });
    const none = undefined;
    assert.deepEqual(reached, [
      none,
      none,
      none,
      none,
      none,
      none,
      ...[3, 4].map((n) => `no better network in ${n} evaluations`),
    ]);
  });

  it("do not take a network that becomes best again for a better one", () => {
    const watch = createStopWatch({ patience: 4 }, {});
    // Two networks in turn, each of whose trainings puts it ahead of the other.
    const rows = [
      ["a", 0.5],
      ["b", 0.6],
      ["a", 0.9],
      ["b", 0.99],
      ["a", 0.99],
      ["b", 0.99],
    ] as const;
    rows.forEach(([hash, fitness], index) => watch.add(recordOf(index + 1, { hash, fitness })));
    assert.equal(watch.reached()?.words, "no better network in 4 evaluations");
  });

  it("take the target from the mean of the best network, not from one training", () => {
    const watch = createStopWatch({ target: 0.7 }, {});
    watch.add(recordOf(1, { hash: "a", fitness: 0.5 }));
    watch.add(recordOf(2, { hash: "a", fitness: 0.8 }));
    assert.equal(watch.reached(), undefined);
    watch.add(recordOf(3, { hash: "a", fitness: 0.8 }));
    assert.deepEqual(watch.reached(), {
      reason: "target",
      words: "the best network has 70.0 %, of a target of 70.0 %",
    });
  });

  it("count time over all processes once, and of a killed one up to its last evaluation", () => {
    const stop = { number: 1, reason: null, words: null };
    const times = [
      { ...stop, beganMillis: 0, stoppedMillis: 100 },
      { ...stop, beganMillis: 500, stoppedMillis: null },
      { ...stop, beganMillis: 1000, stoppedMillis: 1100 },
    ];
    const evaluations = [
      [10, 90],
      [20, 95],
      [505, 600],
      [600, 650],
      [1050, 1100],
    ].map(([startedMillis, finishedMillis]) => ({ startedMillis, finishedMillis }));
    assert.equal(ranMillis(times, evaluations), 100 + 145 + 100);
    assert.equal(ranMillis([], []), 0);
  });

  it("end a search, which goes on as if they had never been when they are lifted", async () => {
    const whole = `${place.path}-whole`;
    await runStudy({ ...toyStudy, path: whole, steps: 24 });
    const { rows, stopped } = await run({ steps: 24, stop: { patience: 5 } });
    assert.equal(stopped.reason, "patience");
    assert.ok(rows.length >= 5 && rows.length < 24, String(rows.length));
    // The same call changes nothing.
    assert.equal((await run({ steps: 24, stop: { patience: 5 } })).rows.length, rows.length);
    const target = (await run({ steps: 24, stop: { target: rows[0].fitness ?? 0 } })).stopped;
    assert.equal(target.reason, "target");
    assert.equal((await run({ steps: 24 })).stopped.reason, "steps");
    assert.deepEqual(await stops(), [
      [1, "patience", "no better network in 5 evaluations"],
      [2, "target", target.words],
      [3, "steps", "all 24 steps are done"],
    ]);
    assert.equal(await storyOf(place.path), await storyOf(whole));
  });

  it("await what runs, with many workers, and leave a study that replays", async () => {
    const { rows, stopped } = await run({ steps: 60, workers: 4, stop: { patience: 8 } });
    assert.equal(stopped.reason, "patience");
    await readStudy(place.path, async (study) => {
      assert.deepEqual(await study.unfinished(), []);
      assert.deepEqual((await replayStudy(study, { space: toyStudy.space })).differences, []);
      assert.equal((await study.summary()).lastRun?.reason, "patience");
    });
    assert.ok(rows.length < 60);
  });

  it("end a search after its time, over resumptions, and keep what was running for later", async () => {
    const slow: Partial<RunStudyConfig> = {
      steps: 12,
      evaluate: async (genotype, config) => {
        if (config.step > 3) {
          await new Promise((_, reject) =>
            config.signal.addEventListener("abort", () => reject(config.signal.reason as Error)),
          );
        }
        return toyStudy.evaluate(genotype, config);
      },
    };
    const { rows, stopped, summary } = await run({ ...slow, stop: { maximumMillis: 400 } });
    assert.deepEqual(stopped, { reason: "time", words: "its time limit of 0.4 seconds is over" });
    assert.deepEqual([rows.length, summary.stale], [3, 1]);
    assert.ok(summary.ranMillis >= 399, String(summary.ranMillis));
    // The time of the first run counts.
    const again = await run({ stop: { maximumMillis: 400 } });
    assert.deepEqual([again.stopped.reason, again.rows.length], ["time", 3]);
    assert.equal((await run({ stop: { maximumMillis: 60_000 } })).rows.length, 12);
  });

  it("are checked", async () => {
    const refuses = (stop: StopRules, message: RegExp) =>
      assert.rejects(run({ stop }), { name: "InputError", message });
    await refuses({ patience: 0 }, /^study: stop: patience: got 0, must be a whole number from 1/);
    await refuses({ maximumMillis: -1 }, /^study: stop: maximumMillis: got -1, must be a finite number above 0/);
    await refuses({ target: NaN }, /^study: stop: target: got NaN, must be a finite number/);
    await refuses({ patienc: 4 } as StopRules, /^study: stop: patienc: is unknown/);
  });

  it("say how every run of a study ended: on request, by an error, by a kill", async () => {
    const stop = new AbortController();
    const at =
      (step: number, work: () => void): RunStudyConfig["evaluate"] =>
      (genotype, config) => {
        if (config.step === step) work();
        return toyStudy.evaluate(genotype, config);
      };
    await assert.rejects(run({ signal: stop.signal, evaluate: at(3, () => stop.abort()) }), { name: "AbortError" });
    const evaluate = at(6, () => {
      throw new Error("a bug\nin two lines");
    });
    await assert.rejects(run({ evaluate }), /a bug/);
    const killed = startElsewhere(place.path, 12, 8);
    await killed.until("held 8");
    await killed.kill();
    await run();
    const all = await stops();
    assert.deepEqual(
      all.map(([, reason]) => reason),
      ["signal", "error", null, "steps"],
    );
    assert.match(String(all[1][2]), /^a bug.+in two lines$/);
  });
});
