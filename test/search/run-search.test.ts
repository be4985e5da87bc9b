import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import fc from "fast-check";
import { genotypeToJson } from "../../lib/genotype/genotype-file.js";
import { initialize } from "../../lib/genotype/initialize.js";
import { createSpace, flatSpace, hierarchicalSpace } from "../../lib/genotype/space.js";
import { InputError } from "../../lib/input/errors.js";
import { createRandom } from "../../lib/random.js";
import { type Individual, type Proposal, type Scored, type SearchEvent } from "../../lib/search/individual.js";
import { MAXIMUM_REDRAWS } from "../../lib/search/method.js";
import { randomSearch } from "../../lib/search/random-search.js";
import { replaySearch } from "../../lib/search/replay-search.js";
import { runSearch, type SearchConfig } from "../../lib/search/run-search.js";
import { evaluationSeed } from "../../lib/search/search-settings.js";
import { toyFitness } from "../../lib/search/toy-fitness.js";
import { tournamentSearch } from "../../lib/search/tournament-search.js";
import { createLatch, scramble } from "./latches.js";

const space = hierarchicalSpace;
const toy = toyFitness(space);
const common = { space, method: tournamentSearch(), seed: 1, mutationCount: 40, evaluate: toy.evaluate };
const tiny = createSpace("tiny", [{ motifCount: 1, nodeCount: 3 }]);

/** A population as one line: steps, networks, parents and fitnesses by arrival. */
function digest(population: readonly Individual[]): string {
  const parts = population.map(({ step, genotype, parent, evaluation }) => [
    ...[step, genotypeToJson(genotype), parent ?? null, evaluation.fitness ?? null],
  ]);
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex").slice(0, 16);
}

/** Runs a search and records its event log. */
async function record<E extends Scored>(config: SearchConfig<E>) {
  const events: SearchEvent[] = [];
  const proposals: Proposal[] = [];
  const population = await runSearch<E>({
    ...config,
    onProposal: async (proposal) => {
      events.push({ kind: "proposed", step: proposal.step });
      proposals.push(proposal);
      await config.onProposal?.(proposal);
    },
    onEvaluation: async (individual, worker) => {
      events.push({ kind: "evaluated", step: individual.step });
      await config.onEvaluation?.(individual, worker);
    },
  });
  return { population, events, proposals };
}

describe("what runSearch records", () => {
  it("is asked for at once for all workers, and is durable before any proposal of its turn is evaluated", async () => {
    const asked: string[] = [];
    const durable = new Set<string>();
    const turns: number[] = [];
    const note = (name: string) => async () => {
      asked.push(name);
      // All of a turn become durable together, after all were asked for.
      await new Promise((resolve) => setTimeout(resolve, 2));
      if (!durable.has(name)) turns.push(asked.filter((each) => !durable.has(each)).length);
      for (const each of asked) durable.add(each);
    };
    await runSearch({
      ...{ ...common, initialCount: 8, steps: 40, workers: 8 },
      onProposal: ({ step }) => note(`proposed ${step}`)(),
      onEvaluation: ({ step }) => note(`evaluated ${step}`)(),
      evaluate: async (genotype, { step, seed }) => {
        assert.ok(durable.has(`proposed ${step}`), `step ${step} is not recorded`);
        const missing = asked.filter((each) => each.startsWith("evaluated") && !durable.has(each));
        assert.deepEqual(missing, [], `at step ${step}`);
        return toy.evaluate(genotype, { seed });
      },
    });
    assert.equal(durable.size, 80);
    assert.ok(turns.length <= 20, `${turns.length} turns: ${turns.join()}`);
  });
});

describe("runSearch with one worker", () => {
  const config = { ...common, steps: 30, initialCount: 10, workers: 1 };

  it("gives the same population each time, with a known hash", async () => {
    assert.equal(digest(await runSearch(config)), digest(await runSearch(config)));
    assert.equal(digest(await runSearch(config)), "81cb15cfdf10ea97");
    assert.notEqual(digest(await runSearch({ ...config, seed: 2 })), "81cb15cfdf10ea97");
  });

  it("counts initialization among the steps", async () => {
    const phases = (await runSearch(config)).map(({ phase }) => phase);
    assert.deepEqual(phases, [...Array<string>(10).fill("initialization"), ...Array<string>(20).fill("evolution")]);
  });

  it("draws each individual of the initialization from the stream of its step", async () => {
    for (const { step, genotype, redraws } of (await runSearch(config)).slice(0, 10)) {
      if (redraws > 0) continue;
      assert.deepEqual(genotype, initialize(space, createRandom(1).split("step", step), 40).genotype);
    }
  });

  it("derives each evaluation's seed from the search's seed and the step", async () => {
    const seeds: string[] = [];
    const evaluate: typeof toy.evaluate = (genotype, { seed }) => {
      seeds.push(seed);
      return toy.evaluate(genotype, { seed });
    };
    await runSearch({ ...config, evaluate });
    assert.deepEqual(
      seeds,
      Array.from({ length: 30 }, (_, index) => evaluationSeed(1, index + 1)),
    );
    assert.equal(seeds[6], "1/step/7/evaluation");
    assert.equal(new Set(seeds).size, 30);
  });

  it("resumes as if it had never stopped", async () => {
    const whole = await runSearch(config);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 29 }), fc.boolean(), async (count, hasUnfinished) => {
        const individuals = whole.slice(0, count);
        const { evaluation: _evaluation, arrival: _arrival, ...next } = whole[count];
        const past = { individuals, unfinished: hasUnfinished ? [next] : [] };
        assert.deepEqual(await runSearch({ ...config, past }), whole);
      }),
      { numRuns: 10 },
    );
  });

  it("returns at once when nothing is left to do", async () => {
    const whole = await runSearch(config);
    const evaluate = () => assert.fail("evaluated again");
    assert.deepEqual(await runSearch({ ...config, evaluate, past: { individuals: whole, unfinished: [] } }), whole);
  });
});

describe("runSearch with two workers", () => {
  const config = { ...common, initialCount: 6, workers: 2 };

  it("replays from the recorded order of arrivals, however the latencies are scrambled", async () => {
    const orders = new Set<string>();
    for (const order of [1, 2, 3, 4]) {
      const steps = 24;
      const { evaluate, letOneGo } = scramble(toy, 2, steps, createRandom(order));
      const run = await record({ ...config, steps, evaluate, onEvaluation: letOneGo });
      const replay = await replaySearch({ ...config, events: run.events, individuals: run.population });
      assert.deepEqual(replay.differences, []);
      assert.deepEqual(replay.population, run.population);
      orders.add(run.population.map(({ step }) => step).join());
    }
    assert.equal(orders.size, 4);
  });

  it("never waits for a blocked worker: the other does all the rest", async () => {
    const latch = createLatch();
    const rest = createLatch();
    const workers = new Map<number, number>();
    const running = runSearch({
      ...config,
      steps: 20,
      evaluate: async (genotype, told) => {
        workers.set(told.step, told.worker);
        if (told.step === 3) await latch.opened;
        return toy.evaluate(genotype, told);
      },
      onEvaluation: ({ arrival }) => void (arrival === 19 && rest.open()),
    });
    await rest.opened;
    latch.open();
    const population = await running;
    assert.equal(population.length, 20);
    assert.equal(population[19].step, 3);
    const held = workers.get(3);
    assert.deepEqual(
      [...workers].filter(([step]) => step > 4 && workers.get(step) === held),
      [],
    );
  });

  it("runs as many evaluations at once as there are workers, and no more", async () => {
    let running = 0;
    let most = 0;
    const { evaluate, letOneGo } = scramble(toy, 3, 30, createRandom(1));
    await runSearch({
      ...{ ...config, workers: 3, steps: 30, onEvaluation: letOneGo },
      evaluate: async (genotype, told) => {
        most = Math.max(most, ++running);
        const evaluation = await evaluate(genotype, told);
        running--;
        return evaluation;
      },
    });
    assert.equal(most, 3);
  });

  it("delays a selection only while nothing is scored", async () => {
    const latch = createLatch();
    const proposed: number[] = [];
    const running = runSearch({
      ...{ ...config, initialCount: 1, steps: 4 },
      onProposal: ({ step }) => void proposed.push(step),
      evaluate: async (genotype, told) => {
        if (told.step === 1) await latch.opened;
        return toy.evaluate(genotype, told);
      },
    });
    await new Promise(setImmediate);
    assert.deepEqual(proposed, [1]);
    latch.open();
    assert.equal((await running)[1].parent, 1);
    assert.deepEqual(proposed, [1, 2, 3, 4]);
  });

  it("never delays a random search", async () => {
    const latches = [createLatch(), createLatch()];
    const bothBusy = createLatch();
    let busy = 0;
    const running = runSearch({
      ...{ ...config, method: randomSearch(), initialCount: 1, steps: 2 },
      evaluate: async (genotype, told) => {
        if (++busy === 2) bothBusy.open();
        await latches[told.step - 1].opened;
        return toy.evaluate(genotype, told);
      },
    });
    await bothBusy.opened;
    for (const { open } of latches) open();
    assert.equal((await running).length, 2);
  });
});

describe("a search in which evaluations fail", () => {
  const config = { ...common, workers: 1, initialCount: 4, steps: 30 };

  it("keeps failed individuals in the population, but never as parents", async () => {
    const fails = (step: number) => step % 3 === 0;
    const population = await runSearch<Scored>({
      ...config,
      evaluate: async (genotype, told) => (fails(told.step) ? { status: "failed" } : toy.evaluate(genotype, told)),
    });
    assert.equal(population.length, 30);
    assert.equal(population.filter(({ evaluation }) => evaluation.status === "failed").length, 10);
    assert.deepEqual(
      population.filter(({ parent }) => parent !== undefined && fails(parent)),
      [],
    );
  });

  it("runs to the end when all of them fail", async () => {
    const population = await runSearch<Scored>({ ...config, evaluate: async () => ({ status: "failed" }) });
    assert.deepEqual([...new Set(population.map(({ phase }) => phase))], ["initialization"]);
    assert.equal(population.length, 30);
  });

  for (const [what, given, message] of [
    [
      "a score that is not finite",
      { status: "scored", fitness: Number.NaN },
      /status scored with fitness NaN, must be/,
    ],
    ["nothing", undefined, /gave undefined, must give an evaluation/],
    ["a bare number", 0.5, /gave 0.5, must give an evaluation/],
    ["no status", {}, /status: gave undefined, must be scored or failed/],
    ["another status", { status: "fine", fitness: 1 }, /status: gave "fine", must be scored or failed/],
  ] as const) {
    it(`refuses ${what} as bad input, and records nothing`, async () => {
      const recorded: number[] = [];
      const evaluate = async (): Promise<Scored> => given as Scored;
      const search = runSearch({ ...config, evaluate, onEvaluation: ({ step }) => void recorded.push(step) });
      await assert.rejects(search, (error: Error) => error instanceof InputError && message.test(error.message));
      assert.deepEqual(recorded, []);
    });
  }
});

describe("a search that is stopped", () => {
  const config = { ...common, workers: 2, initialCount: 6, steps: 20 };

  it("by a bug rejects with it after aborting the others, and keeps their late results", async () => {
    const kept: number[] = [];
    const told: number[] = [];
    const bothBusy = createLatch();
    await assert.rejects(
      runSearch({
        ...config,
        onEvaluation: ({ step }) => void kept.push(step),
        evaluate: async (genotype, { seed, step, signal }) => {
          if (step === 5) {
            await bothBusy.opened;
            throw new RangeError("a bug");
          }
          if (step === 6 || (step > 6 && !signal.aborted)) {
            signal.addEventListener("abort", () => told.push(step));
            bothBusy.open();
            await new Promise((resolve) => signal.addEventListener("abort", resolve));
          }
          return toy.evaluate(genotype, { seed });
        },
      }),
      (error) => error instanceof RangeError && error.message === "a bug",
    );
    assert.deepEqual(told, [6]);
    assert.deepEqual([...kept].sort(), [1, 2, 3, 4, 6]);
  });

  it("by a bug in a callback rejects with that", async () => {
    const onEvaluation = () => {
      throw new RangeError("the disk");
    };
    await assert.rejects(runSearch({ ...config, onEvaluation }), /the disk/);
    await assert.rejects(runSearch({ ...config, onProposal: onEvaluation }), /the disk/);
  });

  it("by its signal passes the signal on, settles, and rejects with an AbortError", async () => {
    const controller = new AbortController();
    const kept: number[] = [];
    const proposed: number[] = [];
    let settled = 0;
    await assert.rejects(
      runSearch({
        ...{ ...config, signal: controller.signal },
        onProposal: ({ step }) => void proposed.push(step),
        onEvaluation: ({ step }) => void kept.push(step),
        evaluate: async (genotype, { seed, step, signal }) => {
          if (step < 7) return toy.evaluate(genotype, { seed });
          if (step === 8) controller.abort();
          if (!signal.aborted) await new Promise((resolve) => signal.addEventListener("abort", resolve));
          settled++;
          throw signal.reason;
        },
      }),
      { name: "AbortError" },
    );
    assert.deepEqual(kept, [1, 2, 3, 4, 5, 6]);
    assert.deepEqual(proposed, [1, 2, 3, 4, 5, 6, 7, 8]);
    assert.equal(settled, 2);
  });

  it("before it starts proposes nothing", async () => {
    const onProposal = () => assert.fail("proposed");
    await assert.rejects(runSearch({ ...config, signal: AbortSignal.abort(), onProposal }), { name: "AbortError" });
  });

  it("stops even if its evaluations are instant", async () => {
    const controller = new AbortController();
    setImmediate(() => controller.abort());
    let count = 0;
    const onEvaluation = () => void count++;
    const endless = { ...config, steps: 1_000_000, signal: controller.signal, onEvaluation };
    await assert.rejects(runSearch(endless), { name: "AbortError" });
    assert.ok(count < 10, `${count} evaluations`);
  });
});

describe("a known network", () => {
  const config = { ...common, space: tiny, evaluate: toyFitness(tiny, { noise: 0.1 }).evaluate };
  const run = { ...config, workers: 1, initialCount: 10, steps: 40 };

  it("is evaluated again by default, as in the paper", async () => {
    const population = await runSearch(run);
    assert.ok(new Set(population.map(({ hash }) => hash)).size < 40);
    assert.ok(population.every(({ reusedFrom }) => reusedFrom === undefined));
  });

  it("reuses the network's first evaluation if requested", async () => {
    const evaluated: number[] = [];
    const { population, events } = await record({
      ...{ ...run, knownPhenotype: "reuse" as const },
      evaluate: (genotype, told) => {
        evaluated.push(told.step);
        return config.evaluate(genotype, told);
      },
    });
    const first = new Map<string, Individual>();
    for (const each of population) {
      const known = first.get(each.hash);
      assert.equal(each.reusedFrom, known?.step);
      if (known === undefined) first.set(each.hash, each);
      else assert.deepEqual(each.evaluation, known.evaluation);
    }
    assert.equal(evaluated.length, first.size);
    assert.ok(first.size < 40);
    const replay = await replaySearch({ ...run, knownPhenotype: "reuse", events, individuals: population });
    assert.deepEqual(replay.differences, []);
  });

  it("is redrawn and counted if requested", async () => {
    const population = await runSearch({ ...run, knownPhenotype: "redraw", steps: 30 });
    assert.equal(new Set(population.map(({ hash }) => hash)).size, 30);
    assert.ok(population.some(({ redraws }) => redraws > 0));
  });
});

describe("drafts", () => {
  const config = { ...common, workers: 1, initialCount: 10, steps: 30 };

  it("without a network are redrawn and counted", async () => {
    const edge = createSpace("edge", [{ motifCount: 1, nodeCount: 2 }]);
    const population = await runSearch({ ...config, space: edge, evaluate: toyFitness(edge).evaluate });
    assert.ok(population.some(({ phase, redraws }) => phase === "initialization" && redraws > 0));
    assert.ok(population.some(({ phase, redraws }) => phase === "evolution" && redraws > 0));
  });

  it("that are not accepted are redrawn and counted", async () => {
    const edges = ({ levels }: Individual["genotype"]) =>
      levels.flatMap((motifs) => motifs.flatMap(({ matrix }) => matrix.flat())).filter((each) => each > 0).length;
    const free = await runSearch(config);
    const bound = await runSearch({ ...config, accept: (genotype) => edges(genotype) <= 28 });
    assert.ok(free.some(({ genotype }) => edges(genotype) > 28));
    assert.ok(bound.every(({ genotype }) => edges(genotype) <= 28));
    assert.ok(bound.some(({ redraws }) => redraws > 0));
  });

  it("that are never accepted end the search with advice", async () => {
    const impossible = { ...config, space: tiny, mutationCount: 1, accept: () => false };
    await assert.rejects(runSearch(impossible), /step 1: no draft was accepted: \d+ networks of the .* were refused/);
  });

  it("that are all new and never accepted end the search after 2,000", async () => {
    let drafts = 0;
    const accept = (): boolean => {
      drafts++;
      return false;
    };
    const impossible = runSearch({ ...config, space: flatSpace, mutationCount: 30, accept });
    await assert.rejects(impossible, /step 1: no draft was accepted/);
    assert.ok(drafts <= 2_000, `${drafts} drafts`);
  });

  it("do not block timers and an abort while they are redrawn in vain", async () => {
    const controller = new AbortController();
    let drafts = 0;
    const accept = (): boolean => {
      if (++drafts === 1) setImmediate(() => controller.abort("enough"));
      return false;
    };
    const search = runSearch({ ...config, space: flatSpace, mutationCount: 1000, accept, signal: controller.signal });
    await assert.rejects(search, (error: Error) => error.name === "AbortError" && error.cause === "enough");
    assert.ok(drafts < MAXIMUM_REDRAWS, `${drafts} drafts`);
  });
});

describe("runSearch refuses", () => {
  const config = { ...common, workers: 1, initialCount: 4, steps: 8 };
  for (const [field, value] of [
    ["steps", 0],
    ["steps", -1],
    ["steps", 1.5],
    ["steps", Number.NaN],
    ["workers", 0],
    ["workers", -1],
    ["initialCount", 0],
    ["mutationCount", -1],
    ["workers", 1e9],
    ["steps", 1e300],
    ["seed", undefined],
    ["knownPhenotype", "foo"],
    ["accept", "yes"],
    ["space", undefined],
    ["method", undefined],
  ] as const) {
    it(`${String(value)} ${field}`, async () => {
      const refused = await runSearch({ ...config, [field]: value }).then(
        () => undefined,
        (error: unknown) => error,
      );
      assert.ok(refused instanceof InputError, String(refused));
      assert.match(
        refused.message,
        typeof value === "number" ? /: got .*, must be a whole number / : /(seed|search: .*): /,
      );
    });
  }

  it("a custom method that proposes nothing or for another step, and an invalid signal", async () => {
    const own = (propose: unknown) =>
      runSearch({ ...config, method: { ...randomSearch(), name: "own", propose } as never });
    await assert.rejects(own(undefined), /^InputError: search: method: propose: got undefined, must be a function/);
    await assert.rejects(
      own(() => undefined),
      /^InputError: step 1: method own: gave undefined, must give a proposal for that step/,
    );
    await assert.rejects(
      own(() => ({ step: 2 })),
      /^InputError: step 1: method own: gave an object, must give a proposal/,
    );
    await assert.rejects(
      runSearch({ ...config, signal: {} as AbortSignal }),
      /^InputError: search: signal: got an object/,
    );
  });

  it("a seed that is not a number, and an empty one", async () => {
    await assert.rejects(runSearch(undefined as unknown as typeof config), /search: got undefined, must be an object/);
    await assert.rejects(runSearch({ ...config, seed: Number.NaN }), /seed: got NaN/);
    await assert.rejects(runSearch({ ...config, seed: "" }), /seed: got an empty string/);
  });

  it("fewer steps than recorded, and a record with gaps", async () => {
    const individuals = await runSearch(config);
    const shorter = { ...config, steps: 5, past: { individuals, unfinished: [] } };
    await assert.rejects(runSearch(shorter), /steps: got 5, 8 are done already: give at least 8/);
    const gap = { ...config, past: { individuals: individuals.filter(({ step }) => step !== 3), unfinished: [] } };
    await assert.rejects(runSearch(gap), /past steps: got 1, 2, 4.*without gaps/);
  });
});

describe("replaySearch", () => {
  const config = { ...common, workers: 1, initialCount: 4, steps: 12 };

  it("reports where a record differs", async () => {
    const { population, events } = await record(config);
    const tampered = population.map((each) => (each.step === 7 ? { ...each, parent: 99 } : each));
    const { differences } = await replaySearch({ ...config, events, individuals: tampered });
    assert.deepEqual(differences, [`step 7: parent: replayed ${population[6].parent}, recorded 99`]);
  });

  it("reports a different order of arrivals", async () => {
    const { population, events } = await record(config);
    const swapped = [...events.slice(0, 4), ...events.slice(6, 8), ...events.slice(4, 6), ...events.slice(8)];
    const { differences } = await replaySearch({ ...config, events: swapped, individuals: population });
    assert.notDeepEqual(differences, []);
  });

  it("reports missing records", async () => {
    const { population, events } = await record(config);
    const { differences } = await replaySearch({ ...config, events: events.slice(0, -1), individuals: population });
    assert.deepEqual(differences, ["step 12: evaluated, but no event"]);
    const without = await replaySearch({ ...config, events, individuals: population.slice(0, -1) });
    assert.ok(without.differences.includes("step 12: evaluated, but its evaluation is not recorded"));
  });
});
