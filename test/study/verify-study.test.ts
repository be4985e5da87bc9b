import assert from "node:assert/strict";
import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { openSqliteFile } from "../../lib/study/store/sqlite-file.js";
import { runStudy } from "../../lib/study/run-study.js";
import { readStudy } from "../../lib/study/study.js";
import { verifyStudy } from "../../lib/study/verify-study.js";
import { toyStudy, useStudyFile } from "./toy-study.js";

const recordedFile = "data/recorded-searches/flat-evolution.sqlite";

/** What `verifyStudy` finds in the study at `path`, by check. */
async function found(path: string): Promise<Readonly<Record<string, readonly string[]>>> {
  const checks = await readStudy(path, (study) => verifyStudy(study));
  return Object.fromEntries(checks.flatMap(({ name, problems }) => (problems.length === 0 ? [] : [[name, problems]])));
}

describe("verifyStudy", function () {
  this.timeout(60_000);
  const place = useStudyFile();

  /** A copy of a recorded search after these statements. */
  const edited = async (...statements: readonly string[]) => {
    copyFileSync(recordedFile, place.path);
    const file = await openSqliteFile(place.path, "write");
    for (const statement of statements) file.exec(statement);
    file.close();
    return found(place.path);
  };

  it("checks everything in a recorded search, finds nothing, and changes nothing", async () => {
    const before = readFileSync(recordedFile);
    const checks = await readStudy(recordedFile, (study) => verifyStudy(study));
    assert.deepEqual(
      checks.map(({ name, isChecked, problems }) => [name, isChecked, problems]),
      [
        "steps",
        "events",
        "ancestry",
        "networks",
        "costs",
        "fitness",
        "confirmed",
        "runs",
        "winners",
        "seeds",
        "replay",
      ].map((name) => [name, true, []]),
    );
    assert.ok(readFileSync(recordedFile).equals(before));
  });

  it("finds a missing step", async () => {
    const problems = await edited("DELETE FROM individual WHERE step = 60", "DELETE FROM event WHERE step = 60");
    assert.ok(problems.steps.includes("step 60: is missing"), problems.steps.join("; "));
    assert.match(problems.steps.join("; "), /arrival \d+: is missing/);
    assert.match(problems.events.join("; "), /event \d+(?: to \d+)?: is missing/);
    assert.ok(problems.replay.length > 0);
  });

  it("finds another parent, another tournament and another network", async () => {
    const problems = await edited(
      "UPDATE individual SET parent = CASE parent WHEN 7 THEN 8 ELSE 7 END WHERE step = 70",
      "UPDATE individual SET competitors = '[1,2]' WHERE step = 80",
      "UPDATE individual SET hash = '0123456789abcdef' WHERE step = 90",
    );
    assert.match(problems.ancestry.join("; "), /^step 70: is not its parent, step [78], after its mutation$/);
    assert.match(
      problems.networks.join("; "),
      /^step 90: network: recorded 0123456789abcdef, its genotype gives \w{16}$/,
    );
    for (const step of [70, 80, 90]) assert.ok(problems.replay.some((line) => line.startsWith(`step ${step}: `)));
  });

  it("finds other costs, fitnesses, seeds and times", async () => {
    const problems = await edited(
      "UPDATE individual SET evaluation = json_set(evaluation, '$.parameterCount', 5) WHERE step = 3",
      "UPDATE individual SET fitness = fitness + 0.001 WHERE step = 4",
      "UPDATE individual SET evaluation = json_set(evaluation, '$.trainings[0].accuracy', 0.9) WHERE step = 5",
      "UPDATE individual SET evaluation = json_set(evaluation, '$.trainings[0].seed', 'other') WHERE step = 6",
      "UPDATE event SET at_millis = 1 WHERE number = 20",
    );
    assert.match(problems.costs.join("; "), /^step 3: parameterCount: recorded 5, its genotype gives \d+$/);
    const { fitness } = problems;
    assert.ok(fitness.includes("step 3: parameterCount: differs from its evaluation's"));
    assert.ok(fitness.includes("step 4: fitness: differs from its evaluation's"));
    assert.match(fitness.join("; "), /step 5: fitness: recorded 0\.\d+, trainings give 0\.\d+/);
    assert.match(
      problems.seeds.join("; "),
      /^step 6: training 1: its seed is other, must be 1\/step\/6\/evaluation\/training\/1$/,
    );
    assert.deepEqual(problems.events, ["event 20: is earlier than the one before it"]);
  });

  it("finds what was changed in any table of a study of the newest version", async () => {
    await runStudy({ ...toyStudy, path: place.path, steps: 20, confirm: 1 });
    assert.deepEqual(await found(place.path), {});
    const original = readFileSync(place.path);
    const changes: readonly (readonly [statement: string, check: string, line: RegExp])[] = [
      ["UPDATE study SET steps = 19", "steps", /^step 20: the study has 19 steps$/],
      ["DELETE FROM event WHERE number = 5", "events", /^event 5: is missing$/],
      ["UPDATE event SET kind = 'proposed' WHERE number = 6", "replay", /^step \d+: proposed twice$/],
      ["UPDATE individual SET fitness = fitness + 0.1 WHERE step = 9", "fitness", /^step 9: fitness: differs/],
      [
        "UPDATE individual SET parent = CASE parent WHEN 1 THEN 2 ELSE 1 END WHERE step = 18",
        "winners",
        /^step 18: parent: recorded [12], its tournament's winner is \d+$/,
      ],
      [
        "UPDATE individual SET competitors = json_set(competitors, '$.stream', '1/step/3') WHERE step = 17",
        "winners",
        /^step 17: its tournament is drawn by 1\/step\/3, must be by its own step$/,
      ],
      [
        "UPDATE confirmation SET step = 1, hash = 'abc' WHERE number = 2",
        "confirmed",
        /is of network abc, step 1 has /,
      ],
      ["UPDATE stop SET reason = NULL", "runs", /^run 1: has a reason or an end, must have both or neither$/],
      ["UPDATE stop SET number = 3", "runs", /^run 1 to 2: is missing$/],
      ["UPDATE study SET settings = json_set(settings, '$.seed', 2)", "replay", /^step 1: /],
    ];
    for (const [statement, check, line] of changes) {
      writeFileSync(place.path, original);
      const file = await openSqliteFile(place.path, "write");
      file.exec(statement);
      file.close();
      const problems = await found(place.path);
      assert.ok(
        problems[check]?.some((each) => line.test(each)),
        `${statement}: ${JSON.stringify(problems)}`,
      );
    }
  });

  it("checks a study with a fitness function of your own as far as it can, also by means of all trainings", async () => {
    await runStudy({ ...toyStudy, path: place.path, knownPhenotype: "average", confirm: 1 });
    const checks = await readStudy(place.path, (study) => verifyStudy(study));
    assert.deepEqual(
      checks.filter(({ isChecked }) => !isChecked).map(({ name }) => name),
      ["costs", "winners", "seeds"],
    );
    assert.deepEqual(await found(place.path), {});
  });
});
