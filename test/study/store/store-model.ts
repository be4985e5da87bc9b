/** The contract of a study's storage against a small model of it, for every store. */
import assert from "node:assert/strict";
import fc from "fast-check";
import type { Evaluation } from "../../../lib/evaluation/evaluation.js";
import { laptopProtocol } from "../../../lib/evaluation/protocol.js";
import { hierarchicalSpace } from "../../../lib/genotype/space.js";
import { createRandom } from "../../../lib/random.js";
import type { Proposal } from "../../../lib/search/individual.js";
import { tournamentSearch } from "../../../lib/search/tournament-search.js";
import { createSettings } from "../../../lib/study/store/study-settings.js";
import type { StudyStore } from "../../../lib/study/store/study-store.js";
import { drawInitial } from "../../search/draw-proposal.js";
import type { StoreFactory } from "./store-suite.js";

const space = hierarchicalSpace;
const settings = createSettings({
  ...{ space, method: tournamentSearch(), steps: 1_000, initialCount: 1_000, seed: 1 },
  ...{ protocol: laptopProtocol, data: "sample" },
});
const proposals = new Map<number, Proposal>();
const proposalOf = (step: number): Proposal => {
  const random = createRandom(1).split("step", step);
  const made = proposals.get(step) ?? drawInitial({ space, step, initialCount: 1_000, mutationCount: 3, random });
  proposals.set(step, made);
  return made;
};
const evaluationOf = (step: number): Evaluation => {
  const costs = { trainings: [], parameterCount: 1, multiplyAdds: 1, evaluationMillis: 1 };
  return step % 5 === 0
    ? { status: "failed", reason: "timeLimit", message: "too long", ...costs }
    : { status: "scored", fitness: 1 / step, spread: 0, ...costs };
};
const place = { worker: 1, startedMillis: 1, finishedMillis: 2 };

/** What a study must hold: its steps, and those evaluated, by arrival. */
interface Model {
  proposed: number;
  readonly evaluated: number[];
  events: number;
}

/** One thing that a controller does; `pick` chooses among the steps that it may concern. */
type Command =
  | {
      readonly kind: "ask" | "tell" | "together" | "close in the middle";
      readonly count: number;
      readonly pick: number;
    }
  | { readonly kind: "ask again" | "tell again" | "tell unasked" | "read"; readonly pick: number }
  | { readonly kind: "resume" };

const count = fc.integer({ min: 1, max: 4 });
const pick = fc.nat();
const command: fc.Arbitrary<Command> = fc.oneof(
  fc.record({ kind: fc.constantFrom("ask" as const, "tell", "together", "close in the middle"), count, pick }),
  fc.record({ kind: fc.constantFrom("ask again" as const, "tell again", "tell unasked", "read"), pick }),
  fc.record({ kind: fc.constant("resume" as const) }),
);

/**
 * Tests stores from `factory` against the model: asks, tells, several at once, mistakes, resumes, and ends in the middle
 * of records, in random order.
 */
export function testStoreModel(name: string, factory: () => StoreFactory, numRuns = 20): void {
  describe(`a study in ${name}, asked, told, stopped and resumed in random order`, function () {
    this.timeout(120_000);

    it("holds what its model holds", async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(command, { minLength: 5, maxLength: 25 }), async (commands) => {
          const stores = factory();
          let store = await stores.create(settings);
          const model: Model = { proposed: 0, evaluated: [], events: 0 };
          try {
            for (const each of commands) store = await perform(each, store, model, stores);
            await agree(store, model);
          } finally {
            await store.close();
            await stores.remove();
          }
        }),
        { numRuns },
      );
    });
  });
}

async function perform(command: Command, store: StudyStore, model: Model, stores: StoreFactory): Promise<StudyStore> {
  const pending = (): number[] => {
    const steps = Array.from({ length: model.proposed }, (_, index) => index + 1);
    return steps.filter((step) => !model.evaluated.includes(step));
  };
  const ask = (many: number) => Array.from({ length: many }, () => store.recordProposal(proposalOf(++model.proposed)));
  const tell = (many: number, from: number) =>
    rotated(pending(), from)
      .slice(0, many)
      .map((step) => {
        const arrival = model.evaluated.push(step);
        return store.recordEvaluation({ ...proposalOf(step), arrival, evaluation: evaluationOf(step) }, place);
      });
  const told = async (records: readonly Promise<void>[]): Promise<void> => {
    await Promise.all(records);
    model.events += records.length;
  };
  switch (command.kind) {
    case "ask":
      for (const each of ask(command.count)) await told([each]);
      return store;
    case "tell":
      for (const each of tell(command.count, command.pick)) await told([each]);
      return store;
    case "together":
      await told([...tell(command.count, command.pick), ...ask(command.count)]);
      return store;
    case "ask again":
      if (model.proposed > 0) await refused(store.recordProposal(proposalOf(1 + (command.pick % model.proposed))));
      return store;
    case "tell again": {
      const [step] = rotated(model.evaluated, command.pick);
      const individual = { ...proposalOf(step ?? 1), arrival: model.evaluated.length + 1, evaluation: evaluationOf(1) };
      if (step !== undefined) await refused(store.recordEvaluation(individual, place));
      return store;
    }
    case "tell unasked": {
      const step = model.proposed + 1 + (command.pick % 3);
      const individual = { ...proposalOf(step), arrival: model.evaluated.length + 1, evaluation: evaluationOf(step) };
      await refused(store.recordEvaluation(individual, place));
      return store;
    }
    case "read": {
      const reader = await stores.open();
      await agree(reader, model);
      await reader.close();
      return store;
    }
    case "close in the middle": {
      // Closed while it records: what it was not told may be there or not, but whole.
      const before = { proposed: model.proposed, evaluated: [...model.evaluated] };
      const records = [...tell(command.count, command.pick), ...ask(command.count)];
      const settled = Promise.allSettled(records);
      await store.close();
      const kept = (await settled).filter(({ status }) => status === "fulfilled").length;
      const again = await stores.open({ forRunning: true });
      const [there, arrived] = [await again.unfinished(), await again.individuals()];
      const proposed = there.length + arrived.length - before.proposed;
      const evaluated = arrived.length - before.evaluated.length;
      assert.ok(proposed + evaluated >= kept, `told ${kept}, kept ${proposed} and ${evaluated}`);
      model.evaluated.length = arrived.length;
      model.proposed = there.length + arrived.length;
      model.events += proposed + evaluated;
      await agree(again, model);
      return again;
    }
    case "resume":
      await store.close();
      return stores.open({ forRunning: true });
  }
}

async function refused(record: Promise<void>): Promise<void> {
  await assert.rejects(record);
}

async function agree(store: StudyStore, model: Model): Promise<void> {
  const individuals = await store.individuals();
  assert.deepEqual(
    individuals.map(({ step, arrival }) => [step, arrival]),
    model.evaluated.map((step, index) => [step, index + 1]),
  );
  for (const { step, hash, genotype, evaluation } of individuals) {
    assert.equal(hash, proposalOf(step).hash);
    assert.deepEqual(genotype, proposalOf(step).genotype);
    assert.deepEqual({ ...evaluation }, evaluationOf(step));
  }
  const steps = (await store.unfinished()).map(({ step }) => step);
  const left = Array.from({ length: model.proposed }, (_, index) => index + 1);
  assert.deepEqual(
    steps,
    left.filter((step) => !model.evaluated.includes(step)),
  );
  const events = await store.events();
  assert.deepEqual(
    events.map(({ number }) => number),
    Array.from({ length: model.events }, (_, index) => index + 1),
  );
}

function rotated<T>(list: readonly T[], by: number): readonly T[] {
  const at = list.length === 0 ? 0 : by % list.length;
  return [...list.slice(at), ...list.slice(0, at)];
}
