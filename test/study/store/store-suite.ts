/** The contract of a study's storage as tests for every store. */
import assert from "node:assert/strict";
import {
  type Evaluation,
  type FailedEvaluation,
  failureReasons,
  type ScoredEvaluation,
} from "../../../lib/evaluation/evaluation.js";
import { laptopProtocol } from "../../../lib/evaluation/protocol.js";
import { hierarchicalSpace } from "../../../lib/genotype/space.js";
import { createRandom } from "../../../lib/random.js";
import type { Individual, Proposal } from "../../../lib/search/individual.js";
import { drawChild, drawInitial } from "../../search/draw-proposal.js";
import { tournamentSearch } from "../../../lib/search/tournament-search.js";
import { createSettings, type StudySettings } from "../../../lib/study/store/study-settings.js";
import type { StudyStore } from "../../../lib/study/store/study-store.js";

/** One kind of storage: creates studies in a separate place, and removes it. */
export interface StoreFactory {
  create(settings: StudySettings): Promise<StudyStore>;
  /** The created study, opened again. */
  open(config?: { readonly forRunning?: boolean }): Promise<StudyStore>;
  remove(): Promise<void>;
}

const space = hierarchicalSpace;
const settings = createSettings({
  ...{ space, method: tournamentSearch(), steps: 60, initialCount: 20, seed: "a seed" },
  ...{ protocol: laptopProtocol, data: "sample" },
});

const context = (step: number) => ({
  ...{ space, step, initialCount: 2, mutationCount: 20, random: createRandom(1).split("step", step) },
});
const measured = { parameterCount: 4_000_000_000, multiplyAdds: 9e12, evaluationMillis: 5 };
const training = {
  ...{ seed: "1/step/1", accuracy: 0.5, scoringLoss: 1.25, finalLoss: 1, trainMillis: 3, scoreMillis: 1 },
  curve: [{ trainingStep: 1, loss: 2.5 }],
};
const scored = (fitness: number): ScoredEvaluation => ({
  ...{ status: "scored", fitness, spread: 0.01, trainings: [training], ...measured },
});
const failed: FailedEvaluation = {
  ...{ status: "failed", reason: "lossNotFinite", message: "training 1, training step 3: loss NaN", ...measured },
  trainings: [
    { ...training, finalLoss: Number.NaN, scoringLoss: Infinity, curve: [{ trainingStep: 3, loss: -Infinity }] },
  ],
};
const place = { worker: 2, startedMillis: 1_700_000_000_123, finishedMillis: 1_700_000_000_456 };

const first = drawInitial(context(1));
const arrive = (proposal: Proposal, arrival: number, evaluation: Evaluation): Individual<Evaluation> => ({
  ...{ ...proposal, arrival, evaluation },
});
const second: Proposal = { ...drawInitial(context(2)), redraws: 3, reusedFrom: 1 };
const third = drawChild(arrive(first, 1, scored(0.5)), [2, 1], context(3));

/** Runs the contract's tests on the stores that `factory` makes. */
export function testStore(name: string, factory: () => StoreFactory): void {
  describe(`a study in ${name}`, function () {
    this.timeout(10_000);
    let stores: StoreFactory;
    let store: StudyStore;
    beforeEach(async () => {
      stores = factory();
      store = await stores.create(settings);
    });
    afterEach(async () => {
      await store.close();
      await stores.remove();
    });
    const reopen = async (forRunning = true): Promise<void> => {
      await store.close();
      store = await stores.open({ forRunning });
    };

    it("is empty when created, and keeps its settings", async () => {
      for (let time = 0; time < 2; time++) {
        assert.deepEqual(await store.settings(), settings);
        const lists = [store.records(), store.individuals(), store.unfinished(), store.events(), store.confirmations()];
        assert.deepEqual(await Promise.all(lists), [[], [], [], [], []]);
        assert.equal(await store.individual(1), undefined);
        await reopen();
      }
    });

    it("returns the recorded individuals, at once and when opened again", async () => {
      await store.recordProposal(first);
      await store.recordProposal(second);
      await store.recordEvaluation(arrive(second, 1, failed), place);
      await store.recordEvaluation(arrive(first, 2, scored(0.5)), { ...place, worker: 1 });
      await store.recordProposal(third);
      for (let time = 0; time < 2; time++) {
        assert.deepEqual(await store.individuals(), [
          { ...second, evaluation: failed, arrival: 1, ...place },
          { ...first, evaluation: scored(0.5), arrival: 2, ...place, worker: 1 },
        ]);
        assert.deepEqual(await store.individual(1), (await store.individuals())[1]);
        assert.deepEqual(await store.unfinished(), [third]);
        assert.equal(await store.individual(3), undefined);
        await reopen();
      }
    });

    it("keeps confirming trainings in order, once each, separate from the search", async () => {
      await store.recordProposal(first);
      await store.recordEvaluation(arrive(first, 1, scored(0.5)), place);
      const [records, events] = [await store.records(), await store.events()];
      const confirmation = { step: 1, hash: first.hash, training: 2, evaluation: scored(0.4), ...place };
      const other = { ...confirmation, training: 1, evaluation: failed };
      await store.recordConfirmation(confirmation);
      await store.recordConfirmation(other);
      for (let time = 0; time < 2; time++) {
        assert.deepEqual(await store.confirmations(), [confirmation, other]);
        await assert.rejects(store.recordConfirmation({ ...confirmation, worker: 1 }), /is recorded already/);
        assert.deepEqual([await store.records(), await store.events()], [records, events]);
        await reopen();
      }
    });

    it("keeps when it began to run and why it stopped, once for each beginning", async () => {
      const stop = { reason: "time", words: "over", stoppedMillis: 900 } as const;
      await assert.rejects(store.recordStop(stop), /did not begin/);
      await store.recordBeginning(500);
      await store.recordStop(stop);
      await assert.rejects(store.recordStop(stop), /did not begin/);
      await store.recordBeginning(1_700_000_000_123);
      await store.recordBeginning(1_700_000_000_456);
      // As by a clock that was set back.
      await store.recordStop({ ...stop, reason: "signal", stoppedMillis: 4 });
      const [nothing, at] = [{ stoppedMillis: null, reason: null, words: null }, 1_700_000_000_456];
      for (let time = 0; time < 2; time++) {
        assert.deepEqual(await store.stops(), [
          { number: 1, beganMillis: 500, ...stop },
          { number: 2, beganMillis: 1_700_000_000_123, ...nothing },
          { number: 3, beganMillis: at, stoppedMillis: at, reason: "signal", words: "over" },
        ]);
        await reopen(time === 1);
      }
    });

    it("restores every reason why an evaluation may fail", async () => {
      for (const [index, reason] of failureReasons.entries()) {
        const proposal = { ...first, step: index + 1 };
        await store.recordProposal(proposal);
        await store.recordEvaluation(arrive(proposal, index + 1, { ...failed, reason }), place);
      }
      await reopen();
      assert.deepEqual(
        (await store.records()).map(({ reason }) => reason),
        failureReasons,
      );
      assert.deepEqual(
        (await store.individuals()).map(({ evaluation }) => evaluation),
        failureReasons.map((reason) => ({ ...failed, reason })),
      );
    });

    it("returns records by step without genotypes and trainings", async () => {
      await store.recordProposal(first);
      await store.recordProposal(third);
      await store.recordEvaluation(arrive(third, 1, scored(0.25)), place);
      await store.recordEvaluation(arrive(first, 2, failed), place);
      const costs = { parameterCount: 4_000_000_000, multiplyAdds: 9e12, trainingCount: 1 };
      const nothing = { parent: null, mutation: null, competitors: null, reusedFrom: null };
      assert.deepEqual(await store.records(), [
        {
          ...{ step: 1, phase: "initialization", hash: first.hash, ...nothing, redraws: first.redraws, arrival: 2 },
          ...{ status: "failed", fitness: null, spread: null, reason: "lossNotFinite", ...costs, ...place },
        },
        {
          ...{ step: 3, phase: "evolution", hash: third.hash, parent: 1, mutation: third.mutation, reusedFrom: null },
          ...{ competitors: [2, 1], redraws: third.redraws, arrival: 1 },
          ...{ status: "scored", fitness: 0.25, spread: 0.01, reason: null, ...costs, ...place },
        },
      ]);
    });

    it("counts evaluations by kernels and device, most first, unknown ones too", async () => {
      assert.deepEqual(await store.engines(), []);
      const [fused, rewritten] = ["fused avx512, CPU", "rewritten, GPU"];
      const evaluations: readonly Evaluation[] = [
        { ...scored(0.1), engine: rewritten },
        { ...failed, engine: fused, message: '{"engine":"no"}' },
        { ...scored(0.2), engine: fused },
        { ...failed, message: 'engine":"no"', engine: fused },
        scored(0.3),
        { ...failed, reason: "tooLarge", trainings: [] },
        { ...failed, reason: "killed", trainings: [] },
      ];
      for (const [index, evaluation] of evaluations.entries()) {
        const proposal = { ...first, step: index + 1 };
        await store.recordProposal(proposal);
        await store.recordEvaluation(arrive(proposal, index + 1, evaluation), place);
      }
      assert.deepEqual(await store.engines(), [
        { engine: fused, evaluated: 3 },
        { engine: rewritten, evaluated: 1 },
        { engine: null, evaluated: 1 },
      ]);
      assert.deepEqual(
        (await store.individuals()).map(({ evaluation }) => evaluation),
        evaluations,
      );
    });

    it("keeps the order of proposals and evaluations", async () => {
      await store.recordProposal(first);
      await store.recordProposal(second);
      await store.recordEvaluation(arrive(second, 1, scored(0.1)), place);
      await reopen();
      await store.recordEvaluation(arrive(first, 2, scored(0.2)), place);
      const events = await store.events();
      assert.deepEqual(
        events.map(({ number, kind, step }) => [number, kind, step]),
        [
          [1, "proposed", 1],
          [2, "proposed", 2],
          [3, "evaluated", 2],
          [4, "evaluated", 1],
        ],
      );
      assert.ok(events.every(({ atMillis }) => Number.isSafeInteger(atMillis)));
    });

    it("records completely or not at all", async () => {
      await store.recordProposal(first);
      await assert.rejects(store.recordProposal(first));
      await assert.rejects(store.recordEvaluation(arrive(second, 1, scored(0.1)), place), /step 2: not proposed/);
      await store.recordEvaluation(arrive(first, 1, scored(0.1)), place);
      await assert.rejects(
        store.recordEvaluation(arrive(first, 2, scored(0.9)), place),
        /step 1: .* evaluated already/,
      );
      await store.recordProposal(second);
      // Its position in the order is taken.
      await assert.rejects(store.recordEvaluation(arrive(second, 1, scored(0.9)), place));
      assert.deepEqual(
        (await store.individuals()).map(({ evaluation }) => evaluation),
        [scored(0.1)],
      );
      assert.deepEqual(
        (await store.events()).map(({ kind, step }) => [kind, step]),
        [
          ["proposed", 1],
          ["evaluated", 1],
          ["proposed", 2],
        ],
      );
    });

    it("accepts concurrent records one after the other", async () => {
      await Promise.all([first, second, third].map((proposal) => store.recordProposal(proposal)));
      const arrivals = [third, first, second].map((each, index) => arrive(each, index + 1, scored(index)));
      await Promise.all(arrivals.map((each) => store.recordEvaluation(each, place)));
      assert.deepEqual(
        (await store.individuals()).map(({ step }) => step),
        [3, 1, 2],
      );
      assert.deepEqual(
        (await store.events()).map(({ number }) => number),
        [1, 2, 3, 4, 5, 6],
      );
    });

    it("can be extended, but not made shorter than its proposals", async () => {
      for (const each of [first, second, third]) await store.recordProposal(each);
      await store.setSteps(100);
      await reopen();
      assert.equal((await store.settings()).steps, 100);
      await assert.rejects(store.setSteps(2), { name: "InputError", message: /got 2, the study has 3 already/ });
      assert.equal((await store.settings()).steps, 100);
    });

    it("is run by one process at a time, which is named", async () => {
      await assert.rejects(stores.open({ forRunning: true }), { name: "InputError", message: /this process/ });
      const holder = await store.holder();
      assert.equal(holder?.processId, process.pid);
      await reopen();
      assert.equal((await store.holder())?.processId, process.pid);
    });

    it("can be read while it is run, but a reader cannot write", async () => {
      await store.recordProposal(first);
      const reader = await stores.open();
      try {
        assert.equal((await reader.holder())?.processId, process.pid);
        await store.recordEvaluation(arrive(first, 1, scored(0.5)), place);
        assert.equal((await reader.individuals()).length, 1);
        await assert.rejects(reader.recordProposal(second), { name: "InputError", message: /opened for reading/ });
        await store.recordProposal(second);
        assert.deepEqual(await reader.unfinished(), [second]);
        await store.close();
        assert.equal(await reader.holder(), null);
      } finally {
        await reader.close();
      }
    });
  });
}
