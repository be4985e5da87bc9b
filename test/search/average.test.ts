import assert from "node:assert/strict";
import fc from "fast-check";
import { meanAndSpread } from "../../lib/evaluation/evaluation.js";
import type { Genotype } from "../../lib/genotype/genotype.js";
import { initialize, trivialGenotype } from "../../lib/genotype/initialize.js";
import { hierarchicalSpace } from "../../lib/genotype/space.js";
import { competitorsOf } from "../../lib/search/competitors.js";
import { createRandom } from "../../lib/random.js";
import type { Individual, Proposal, SearchEvent } from "../../lib/search/individual.js";
import { createNetworkMeans, recallTrainingCounts } from "../../lib/search/network-means.js";
import { randomSearch } from "../../lib/search/random-search.js";
import { replaySearch } from "../../lib/search/replay-search.js";
import { runSearch, type SearchEvaluateConfig } from "../../lib/search/run-search.js";
import { createProposer } from "../../lib/search/search-settings.js";
import { toyFitness } from "../../lib/search/toy-fitness.js";
import { tournamentSearch } from "../../lib/search/tournament-search.js";
import { scramble } from "./latches.js";

const space = hierarchicalSpace;
const noisy = toyFitness(space, { noise: 0.1 });
/** The parts of an evaluation that do not matter to the search. */
const TRAININGS = 3;

/** A noisy evaluation with the requested number of trainings; about one in eight fails. */
async function evaluate(genotype: Genotype, { seed, trainingCount = TRAININGS }: SearchEvaluateConfig) {
  const random = createRandom(seed);
  if (random.split("fails").integer(8) === 0) return { status: "failed" as const };
  const trainings = await Promise.all(
    Array.from({ length: trainingCount }, async (_, index) => {
      const { fitness } = await noisy.evaluate(genotype, { seed: random.split("training", index).path });
      return { accuracy: fitness };
    }),
  );
  const { mean: fitness } = meanAndSpread(trainings.map(({ accuracy }) => accuracy));
  return { status: "scored" as const, fitness, trainings };
}
type Noisy = Awaited<ReturnType<typeof evaluate>>;

const settings = {
  ...{ space, method: tournamentSearch({ share: 0.3 }), initialCount: 6, seed: 1, mutationCount: 12 },
  knownPhenotype: "average" as const,
};

/** Runs a search whose evaluations return in an order drawn from `order`, and records its event log. */
async function record(order: number, workers: number, steps: number) {
  const events: SearchEvent[] = [];
  const proposals: Proposal[] = [];
  const held = scramble<Noisy>({ evaluate }, workers, steps, createRandom(order));
  const population = await runSearch<Noisy>({
    ...{ ...settings, steps, workers, evaluate: held.evaluate },
    onProposal: (proposal) => {
      events.push({ kind: "proposed", step: proposal.step });
      proposals.push(proposal);
    },
    onEvaluation: ({ step }) => {
      events.push({ kind: "evaluated", step });
      held.letOneGo();
    },
  });
  return { events, proposals, population };
}

/** The mean of all trainings of a network, computed from scratch. */
function meanOf(hash: string, population: readonly Individual<Noisy>[]): number | undefined {
  const accuracies = population
    .filter((each) => each.hash === hash)
    .flatMap(({ evaluation }) => (evaluation.status === "scored" ? evaluation.trainings : []))
    .map(({ accuracy }) => accuracy);
  return accuracies.length === 0 ? undefined : meanAndSpread(accuracies).mean;
}

describe("a search that averages", () => {
  /** Three individuals of one network, whose first training was lucky, and one of another. */
  const population = ((): readonly Individual[] => {
    const [one, other] = [trivialGenotype(space), initialize(space, createRandom(3), 50).genotype];
    return ([0.9, 0.3, 0.3, 0.6] as const).map((fitness, index) => ({
      ...{ step: index + 1, arrival: index + 1, phase: "initialization" as const, redraws: 0 },
      ...(index < 3 ? { genotype: one, hash: "one" } : { genotype: other, hash: "other" }),
      evaluation: { status: "scored" as const, fitness },
    }));
  })();

  it("selects the better mean, not the luckier training", async () => {
    const parentUnder = async (knownPhenotype: "average" | "evaluate") => {
      const method = tournamentSearch({ share: 1 });
      const proposer = createProposer({ ...settings, initialCount: 1, method, knownPhenotype });
      return (await proposer.propose(5, population)).parent;
    };
    assert.equal(await parentUnder("evaluate"), 1);
    assert.equal(await parentUnder("average"), 4);
  });

  it("weighs an evaluation by its trainings, and leaves failed ones out", () => {
    const means = createNetworkMeans();
    const add = (evaluation: Individual["evaluation"]) => means.add({ hash: "network", evaluation });
    add({ status: "failed" });
    assert.equal(means.mean("network"), undefined);
    add({ status: "scored", fitness: 0.25, trainings: [1, 2, 3] });
    add({ status: "failed", trainings: [1] });
    add({ status: "scored", fitness: 0.75 });
    assert.equal(means.mean("network"), (3 * 0.25 + 0.75) / 4);
    assert.equal(means.mean("another"), undefined);
  });

  it("lets a failed individual win by its network's other evaluations, but no network that only failed", async () => {
    const failed = (index: number): Individual => ({ ...population[index], evaluation: { status: "failed" } });
    const parentOf = async (individuals: readonly Individual[]) => {
      const method = tournamentSearch({ share: 1 });
      const proposer = createProposer({ ...settings, initialCount: 1, method });
      return (await proposer.propose(individuals.length + 1, individuals)).parent;
    };
    assert.ok([1, 2, 3].includes((await parentOf([population[0], failed(1), failed(2), population[3]])) ?? 0));
    assert.equal(await parentOf([failed(0), failed(1), failed(2), population[3]]), 4);
  });

  it("trains a known network once and any other with the protocol's number of trainings", async () => {
    const told = new Map<number, number | undefined>();
    const arrived: Individual<Noisy>[] = [];
    await runSearch<Noisy>({
      ...{ ...settings, steps: 80, workers: 1 },
      evaluate: (genotype, config) => {
        told.set(config.step, config.trainingCount);
        return evaluate(genotype, config);
      },
      onEvaluation: (individual) => {
        const isKnown = arrived.some(
          ({ hash, evaluation }) => hash === individual.hash && evaluation.status === "scored",
        );
        assert.equal(told.get(individual.step), isKnown ? 1 : undefined);
        assert.equal(individual.trainingCount, isKnown ? 1 : undefined);
        arrived.push(individual);
      },
    });
    const counts = [...told.values()];
    assert.ok(counts.includes(1) && counts.includes(undefined));
  });

  it("selects by the evaluations that have arrived, and replays from their order", async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(), fc.integer({ min: 1, max: 4 }), async (order, workers) => {
        const { events, proposals, population } = await record(order, workers, 40);
        const arrived: Individual<Noisy>[] = [];
        for (const { kind, step } of events) {
          if (kind === "evaluated") {
            arrived.push(population[arrived.length]);
            continue;
          }
          const { hash, parent, competitors, trainingCount } = proposals[step - 1];
          assert.equal(trainingCount, meanOf(hash, arrived) === undefined ? undefined : 1);
          if (parent === undefined || competitors === undefined) continue;
          const fitness = new Map(arrived.map((each) => [each.step, meanOf(each.hash, arrived)]));
          const best = Math.max(
            ...competitorsOf(arrived, proposals[step - 1]).map((each) => fitness.get(each) ?? -Infinity),
          );
          assert.ok(Math.abs((fitness.get(parent) ?? -Infinity) - best) < 1e-12);
        }
        const replay = await replaySearch<Noisy>({ ...settings, events, individuals: population });
        assert.deepEqual(replay.differences, []);
        assert.deepEqual(replay.population, population);
      }),
      { numRuns: 12 },
    );
  });

  it("resumes from any point as if never stopped, without a record of the training counts", async () => {
    const whole = await record(1, 1, 40);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 39 }), fc.boolean(), async (count, hasUnfinished) => {
        const individuals = whole.population.slice(0, count);
        const left = whole.proposals.slice(count, count + 1).map(({ trainingCount: _, ...proposal }) => proposal);
        const unfinished = hasUnfinished
          ? recallTrainingCounts(left, individuals, whole.events.slice(0, 2 * count + 1))
          : [];
        const past = { individuals, unfinished };
        const population = await runSearch<Noisy>({ ...settings, steps: 40, workers: 1, evaluate, past });
        assert.deepEqual(population, whole.population);
      }),
      { numRuns: 10 },
    );
  });

  it("restores the training counts of running evaluations, although others have arrived since", async () => {
    const { events, proposals, population } = await record(5, 4, 60);
    for (let end = 1; end <= events.length; end++) {
      const log = events.slice(0, end);
      const individuals = population.slice(0, log.filter(({ kind }) => kind === "evaluated").length);
      const evaluated = new Set(individuals.map(({ step }) => step));
      const running = proposals.filter(({ step }) => !evaluated.has(step) && log.some((event) => event.step === step));
      const stripped = running.map(({ trainingCount: _, ...proposal }) => proposal);
      assert.deepEqual(recallTrainingCounts(stripped, individuals, log), running);
    }
    assert.ok(proposals.some(({ trainingCount }) => trainingCount === 1));
  });

  it("is reproducible, and differs from the paper's search", async () => {
    const run = (knownPhenotype: "average" | "evaluate") =>
      runSearch<Noisy>({ ...settings, knownPhenotype, steps: 60, workers: 1, evaluate });
    assert.deepEqual(await run("average"), await run("average"));
    const hashes = async (policy: "average" | "evaluate") => (await run(policy)).map(({ hash }) => hash);
    assert.notDeepEqual(await hashes("average"), await hashes("evaluate"));
  });

  it("reports in a replay an evaluation whose number of trainings differs from the decision", async () => {
    const { events, population } = await record(1, 1, 40);
    const place = population.findIndex(
      ({ trainingCount, evaluation }) => trainingCount === 1 && evaluation.status === "scored",
    );
    const individuals = population.map((each, index) =>
      index === place && each.evaluation.status === "scored"
        ? {
            ...each,
            evaluation: { ...each.evaluation, trainings: [...each.evaluation.trainings, ...each.evaluation.trainings] },
          }
        : each,
    );
    const { differences } = await replaySearch<Noisy>({ ...settings, events, individuals });
    assert.equal(differences[0], `step ${population[place].step}: trainings: replayed 1, recorded 2`);
  });

  it("works for random search too, which meets known networks", async () => {
    const method = randomSearch();
    const population = await runSearch<Noisy>({
      ...settings,
      method,
      mutationCount: 2,
      steps: 30,
      workers: 1,
      evaluate,
    });
    assert.ok(population.some(({ trainingCount }) => trainingCount === 1));
  });
});
