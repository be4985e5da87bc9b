import assert from "node:assert/strict";
import { createRandom } from "../../lib/random.js";
import type { LongNetwork } from "../../lib/rows/long-network.js";
import {
  longKind,
  searchKind,
  type TimedRow,
  type TrainingKind,
  trainingsToTell,
} from "../../lib/rows/telling-apart.js";
import { meanDifference } from "../../lib/statistics/intervals.js";
import { paperTimeSentence, tellingApartSentence } from "../../lib/study/answers/telling-apart-sentence.js";

const long = (given: Partial<LongNetwork>): LongNetwork => ({
  ...{ name: "n", space: "flat", kind: "random", hash: "h", channels: 16, accuracies: [0.7], accuracy: 0.7 },
  ...{ spread: null, parameterCount: 9, multiplyAdds: 9, processorSeconds: 360 },
  ...given,
});

describe("trainingsToTell", () => {
  it("finds the difference in about 80 % of cases", () => {
    const random = createRandom("power");
    const [noise, difference, draws] = [0.018, 0.015, 2_000];
    const count = trainingsToTell(noise, difference);
    const trained = (truth: number) => Array.from({ length: count }, () => [truth + noise * random.normal()]);
    let found = 0;
    for (let draw = 0; draw < draws; draw++) {
      const result = meanDifference(trained(difference), trained(0));
      if (result !== undefined && result.lower > 0) found++;
    }
    // Welch's t does not know the noise, so it finds slightly fewer.
    assert.ok(found / draws > 0.75 && found / draws < 0.84, `${count} trainings: ${found / draws}`);
  });

  it("takes four times as many for half the difference, and at least one", () => {
    assert.equal(trainingsToTell(1, 1), 16);
    assert.equal(trainingsToTell(2, 1), 63);
    assert.equal(trainingsToTell(0.001, 1), 1);
  });
});

describe("kinds of trainings", () => {
  it("have noise, spread of random networks without it, and time, from searches", () => {
    const random = createRandom("kinds");
    const rows = Array.from({ length: 400 }, (_, network) => {
      const truth = 0.3 + 0.03 * random.normal();
      return [1, 2].map((training): TimedRow => ({
        ...{ step: 2 * network + training, hash: `${network}`, fitness: truth + 0.02 * random.normal() },
        ...{ phase: training === 1 ? "initialization" : "evolution", startedMillis: 0, finishedMillis: 4_000 },
      }));
    }).flat();
    const kind = searchKind("short training", [rows]);
    assert.ok(kind !== undefined && kind.between !== null);
    assert.ok(kind.noise.lower < 0.02 && kind.noise.upper > 0.02);
    assert.ok(Math.abs(kind.between - 0.03) < 0.004, `${kind.between}`);
    assert.equal(kind.seconds, 4);
    assert.equal(searchKind("once", [rows.filter(({ phase }) => phase === "initialization")]), undefined);
  });

  it("leave other widths and the trivial genotype out of the long trainings", () => {
    const twice = { accuracies: [0.7, 0.72], accuracy: 0.71 };
    assert.equal(
      longKind([long({}), long({ ...twice, kind: "trivial" }), long({ ...twice, channels: 24 })]),
      undefined,
    );
    const kind = longKind([long(twice), long({ processorSeconds: 60 })]);
    assert.ok(kind !== undefined && Math.abs(kind.noise.estimate - 0.02 / Math.SQRT2) < 1e-12);
    assert.deepEqual([kind.between, kind.seconds], [null, 260]);
  });
});

describe("tellingApartSentence", () => {
  const kind: TrainingKind = {
    ...{ name: "laptop training", between: 0.021, seconds: 4 },
    noise: { estimate: 0.018, lower: 0.016, upper: 0.02 },
  };

  it("has noise, trainings and time with their intervals", () => {
    assert.equal(
      tellingApartSentence([kind]),
      "By one laptop training a network's accuracy varies by 1.8 points (95 % interval 1.6 to 2.0), networks drawn at random by 2.1 points; networks that differ by 1.0 points take 51 trainings (41 to 63) of each, 3.4 minutes of two cores.",
    );
    assert.match(
      tellingApartSentence([kind, { ...kind, name: "long training", between: null }]),
      /cores\. By one long/,
    );
    assert.equal(tellingApartSentence([]), "No network was trained twice: the noise of a training is not known.");
  });
});

describe("paperTimeSentence", () => {
  it("multiplies the time of long trainings by the images of the paper's", () => {
    assert.equal(
      paperTimeSentence([long({}), long({ processorSeconds: 180 }), long({ processorSeconds: 720 })]),
      "The paper's fitness, 4 trainings of 5,000 training steps of 256 images (from memory of the paper), has 27 times the images of a long training: 2.7 hours of a core for the median of 3 networks (80 minutes to 5.3 hours). Its 7,000 evaluations (deck) would take two cores 389 days.",
    );
    assert.match(paperTimeSentence([long({ channels: 8 })]), /^No long training is recorded/);
  });
});
