import assert from "node:assert/strict";
import { createRandom, type Random } from "../../lib/random.js";
import type { TrainedRow } from "../../lib/rows/network-mean.js";
import { trainedNetworks } from "../../lib/rows/trained-networks.js";
import { finalistRows, winnersLuck } from "../../lib/rows/winner-rows.js";
import { winnerSentence } from "../../lib/study/answers/winner-sentence.js";

const [BETWEEN, NOISE] = [0.016, 0.018];

/** A search whose three best networks are confirmed by `fresh` trainings, with the true fitness of each network. */
function confirmedSearch(
  random: Random,
  fresh: number,
): { rows: readonly TrainedRow[]; truths: ReadonlyMap<number, number> } {
  const truths = new Map<number, number>();
  const rows = Array.from({ length: 60 }, (_, index): TrainedRow => {
    const truth = 0.25 + BETWEEN * random.normal();
    truths.set(index + 1, truth);
    const accuracies = [1, 2].map(() => truth + NOISE * random.normal());
    const [one, other] = accuracies;
    const fitness = (one + other) / 2;
    return { step: index + 1, hash: `${index}`, fitness, spread: Math.abs(one - other) / Math.SQRT2, trainingCount: 2 };
  });
  const best = new Set(
    trainedNetworks(rows)
      .slice(0, 3)
      .map(({ step }) => step),
  );
  const trained = rows.map((row) =>
    best.has(row.step)
      ? {
          ...row,
          confirmed: Array.from({ length: fresh }, () => (truths.get(row.step) ?? 0) + NOISE * random.normal()),
        }
      : row,
  );
  return { rows: trained, truths };
}

describe("finalistRows", () => {
  it("separates the trainings by which a network was chosen from its fresh ones", () => {
    const fitnesses = [0.3, 0.2, 0.28, 0.22];
    const rows = fitnesses.map((fitness, index): TrainedRow => ({
      ...{ step: index + 1, hash: `${index}`, fitness, spread: 0.02, trainingCount: 2 },
      ...(index === 0 ? { confirmed: [0.24, 0.26] } : index === 2 ? { confirmed: [0.29, 0.27] } : {}),
    }));
    const finalists = finalistRows("a search", rows);
    assert.ok(finalists !== undefined);
    assert.deepEqual(
      finalists.rows.map(({ rank, step, searchTrainings, searchMean, fresh }) => [
        rank,
        step,
        searchTrainings,
        searchMean,
        fresh,
      ]),
      [
        [1, 1, 2, 0.3, [0.24, 0.26]],
        [2, 3, 2, 0.28, [0.29, 0.27]],
      ],
    );
    assert.ok(Math.abs(finalists.typical - 0.25) < 1e-12);
    assert.equal(finalists.rows[0].freshMean.estimate, 0.25);
  });

  it("is undefined if nothing is confirmed", () => {
    assert.equal(finalistRows("a search", [{ step: 1, hash: "a", fitness: 0.2 }]), undefined);
    assert.match(winnerSentence([]), /^No search has a confirmed winner/);
  });
});

describe("winnersLuck", function () {
  this.timeout(60_000);

  it("contains the true remaining lead of the winners in 95 % of draws, for one search and for several", () => {
    const random = createRandom("coverage of luck");
    for (const count of [1, 3]) {
      let [held, luck] = [0, 0];
      for (let draw = 0; draw < 600; draw++) {
        const searches = Array.from({ length: count }, () => confirmedSearch(random, 4));
        const finalists = searches.flatMap(({ rows }) => finalistRows("s", rows) ?? []);
        const found = winnersLuck(finalists);
        assert.ok(found !== undefined);
        const left = finalists.map(
          ({ rows: [winner], typical }, index) => (searches[index].truths.get(winner.step) ?? NaN) - typical,
        );
        const truth = left.reduce((sum, each) => sum + each, 0) / count;
        if (found.better.lower <= truth && truth <= found.better.upper) held++;
        luck += found.luck.estimate / 600;
      }
      assert.ok(held / 600 >= 0.93 && held / 600 <= 0.975, `${held} of 600`);
      // The winner's curse.
      assert.ok(luck > 0.005, `${luck}`);
    }
  });

  it("has a sentence with its numbers", () => {
    const { rows } = confirmedSearch(createRandom("sentence"), 5);
    const finalists = finalistRows("s", rows);
    assert.ok(finalists !== undefined);
    assert.match(
      winnerSentence([finalists]),
      /^The best of 60 networks led their mean by [\d.]+ points when chosen; of that 5 fresh trainings leave [+−][\d.]+ points, 95 % interval .*; luck was −?[\d.]+ points \(95 % interval −?[\d.]+ to −?[\d.]+\)\.$/,
    );
  });
});
