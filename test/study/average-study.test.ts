import assert from "node:assert/strict";
import { type Evaluation, meanAndSpread } from "../../lib/evaluation/evaluation.js";
import { smokeProtocol } from "../../lib/evaluation/protocol.js";
import { hierarchicalSpace } from "../../lib/genotype/space.js";
import { createRandom } from "../../lib/random.js";
import { toyFitness } from "../../lib/search/toy-fitness.js";
import { replayStudy } from "../../lib/study/replay-study.js";
import { runStudy } from "../../lib/study/run-study.js";
import type { OwnEvaluate, RunStudyConfig } from "../../lib/study/run-study-config.js";
import { readStudy } from "../../lib/study/study.js";
import { createLatch } from "../search/latches.js";
import { storyOf, toyStudy, useStudyFile } from "./toy-study.js";

const noisy = toyFitness(hierarchicalSpace, { noise: 0.1 });
const protocol = { ...smokeProtocol, trainingCount: 3 };

/** A noisy evaluation with as many trainings as the search decides, otherwise as the protocol says. */
const evaluate: OwnEvaluate = async (genotype, { seed, trainingCount = protocol.trainingCount }) => {
  const seeds = Array.from({ length: trainingCount }, (_, index) => createRandom(seed).split("training", index).path);
  const costs = { parameterCount: 1, multiplyAdds: 1, evaluationMillis: 1 };
  const training = { scoringLoss: 0, finalLoss: 0, curve: [], trainMillis: 0, scoreMillis: 0 };
  const trainings = await Promise.all(
    seeds.map(async (own) => ({
      ...{ ...training, seed: own },
      accuracy: (await noisy.evaluate(genotype, { seed: own })).fitness,
    })),
  );
  const { mean, spread } = meanAndSpread(trainings.map(({ accuracy }) => accuracy));
  return { status: "scored", fitness: mean, spread, trainings, ...costs } satisfies Evaluation;
};

describe("a study that averages", function () {
  this.timeout(20_000);
  const place = useStudyFile();
  const run = (config: Partial<RunStudyConfig> = {}) =>
    runStudy({
      ...{ ...toyStudy, path: place.path, steps: 40, initialCount: 6, protocol, evaluate },
      ...{ knownPhenotype: "average", ...config },
    });
  const trainingCounts = (path = place.path) =>
    readStudy(path, async (study) => (await study.individuals()).map(({ evaluation }) => evaluation.trainings.length));

  it("trains known networks once, keeps each evaluation's own trainings, and replays without a difference", async () => {
    const { rows } = await run({ workers: 3 });
    assert.deepEqual([...new Set(await trainingCounts())].sort(), [1, 3]);
    assert.ok(rows.every(({ fitness }) => fitness !== null));
    const { differences, population } = await readStudy(place.path, (study) => replayStudy(study));
    assert.deepEqual(differences, []);
    const recorded = await readStudy(place.path, (study) => study.individuals());
    for (const [index, { trainingCount, evaluation }] of population.entries()) {
      assert.equal(evaluation.trainings.length, trainingCount ?? 3);
      assert.deepEqual(recorded[index].evaluation, evaluation);
    }
    const settings = await readStudy(place.path, (study) => study.settings());
    assert.equal(settings.knownPhenotype, "average");
  });

  it("equals a study that was never stopped when stopped anywhere and resumed", async () => {
    const whole = `${place.path} whole`;
    await run({ path: whole });
    const counts = await trainingCounts(whole);
    const known = counts.flatMap((count, index) => (count === 1 ? [index + 1] : []));
    assert.ok(known.length >= 2);
    for (const last of [3, ...known.slice(0, 2), known[known.length - 1] + 1]) {
      const path = `${place.path} ${last}`;
      const controller = new AbortController();
      const stopped = run({
        ...{ path, signal: controller.signal },
        evaluate: (genotype, told) => {
          if (told.step === last) controller.abort();
          told.signal.throwIfAborted();
          return evaluate(genotype, told);
        },
      });
      await assert.rejects(stopped, { name: "AbortError" });
      await run({ path });
      assert.equal(await storyOf(path), await storyOf(whole));
      assert.deepEqual(await trainingCounts(path), counts);
    }
  });

  it("resumes a running evaluation with the trainings decided then, although its network is known by now", async () => {
    const trivialEdges = { mutationCount: 0, initialCount: 2, workers: 2, steps: 2 };
    const controller = new AbortController();
    const never = createLatch();
    const first = run({
      ...{ ...trivialEdges, signal: controller.signal },
      evaluate: async (genotype, told) => {
        if (told.step === 2) await Promise.race([never.opened, aborted(told.signal)]);
        return evaluate(genotype, told);
      },
      onProgress: ({ finished }) => void (finished === 1 && controller.abort()),
    });
    await assert.rejects(first, { name: "AbortError" });
    // Both steps are the trivial genotype; the second was proposed before the first had arrived.
    assert.deepEqual(await trainingCounts(), [3]);
    await run(trivialEdges);
    assert.deepEqual(await trainingCounts(), [3, 3]);
    await run({ ...trivialEdges, steps: 3 });
    assert.deepEqual((await trainingCounts()).slice(2), [1]);
    assert.deepEqual((await readStudy(place.path, (study) => replayStudy(study))).differences, []);
  });

  it("is not resumed with another policy", async () => {
    await run({ steps: 8 });
    await assert.rejects(run({ knownPhenotype: "evaluate" }), /knownPhenotype "average", got "evaluate"/);
  });

  it("counts the evaluations of known networks", async () => {
    const { rows, summary } = await run();
    const sorted = [...rows].sort((one, other) => one.arrival - other.arrival);
    const known = sorted.filter(({ hash }, index) => sorted.slice(0, index).some((each) => each.hash === hash));
    assert.ok(known.length > 0);
    assert.equal(summary.known, known.length);
    assert.equal(summary.knownShare, known.length / 40);
  });
});

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason as Error)));
}
