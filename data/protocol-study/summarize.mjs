// Turns the lines of results/ into study.json: how well each protocol ranks, and its cost. From the project's folder:
// `node data/protocol-study/summarize.mjs`.
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { mean, median } from "simple-statistics";
import { protocolData } from "../../build/lib/evaluation/protocol-data.js";
import { createRandom } from "../../build/lib/random.js";
import { rankCorrelation } from "../../build/lib/statistics/intervals.js";
import { candidates, candidatesOf, reference } from "./candidates.mjs";

const RESAMPLES = 5_000;
const random = createRandom("protocol-study bootstrap");
const folder = path.dirname(fileURLToPath(import.meta.url));
const journals = path.join(folder, "results");
const results = readdirSync(journals)
  .filter((name) => name.endsWith(".jsonl"))
  .flatMap((name) => readFileSync(path.join(journals, name), "utf8").split("\n").slice(0, -1))
  .map((line) => JSON.parse(line));

const find = (protocol, hash, seed) =>
  results.find((each) => each.protocol === protocol && each.hash === hash && each.seed === seed && each.status === "scored");

/** Only genotypes scored by every protocol, so that all correlations are over the same ones. */
const complete = [...new Map(results.map(({ hash, space }) => [hash, space]))].filter(
  ([hash, space]) =>
    find(reference.name, hash, "one") !== undefined &&
    candidatesOf(space).every(({ name }) => ["one", "two"].every((seed) => find(name, hash, seed) !== undefined)),
);

/** Higher is better, so the loss is negated. */
const worth = { accuracy: ({ accuracy }) => accuracy, loss: ({ scoringLoss }) => -scoringLoss };

function correlate(pairs) {
  const { estimate, lower, upper } = rankCorrelation(pairs, random.split(pairs.length, JSON.stringify(pairs)), RESAMPLES);
  return { estimate: round(estimate), interval95: [round(lower), round(upper)] };
}

function summarize(name, hashes) {
  const seeds = ["one", "two"].map((seed) => hashes.map((hash) => find(name, hash, seed)));
  const truth = hashes.map((hash) => find(reference.name, hash, "one").accuracy);
  const by = (of) => {
    const [one, two] = seeds.map((list) => list.map(of));
    const to = (values) => correlate(values.map((value, index) => [value, truth[index]]));
    return {
      seedToSeed: correlate(one.map((value, index) => [value, two[index]])),
      // For one evaluation: the mean over single seeds.
      toReference: {
        estimate: round(mean([to(one).estimate, to(two).estimate])),
        interval95: [0, 1].map((end) => round(mean([to(one).interval95[end], to(two).interval95[end]]))),
      },
      meanOfTwoToReference: to(one.map((value, index) => (value + two[index]) / 2)),
    };
  };
  const accuracies = seeds.flat().map(({ accuracy }) => accuracy);
  return {
    accuracy: by(worth.accuracy),
    loss: by(worth.loss),
    processorSeconds: round(median(seeds.flat().map((each) => each.processorSeconds))),
    accuracies: [Math.min(...accuracies), median(accuracies), Math.max(...accuracies)].map(round),
  };
}

function round(value) {
  return Number(value.toPrecision(4));
}

/** The fewest genotypes for a rank correlation. */
const FEWEST = 8;
const spaces = [...new Set(complete.map(([, space]) => space))].filter(
  (space) => complete.filter(([, each]) => each === space).length >= FEWEST,
);
const rows = spaces.flatMap((space) => {
  const hashes = complete.filter(([, each]) => each === space).map(([hash]) => hash);
  return candidatesOf(space).map(({ name }) => ({ protocol: name, space, genotypes: hashes.length, ...summarize(name, hashes) }));
});
const referenceRows = spaces.map((space) => {
  const list = complete.filter(([, each]) => each === space).map(([hash]) => find(reference.name, hash, "one"));
  return {
    space,
    processorSeconds: round(median(list.map((each) => each.processorSeconds))),
    accuracies: [Math.min, median, Math.max].map((of) => {
      const values = list.map(({ accuracy }) => accuracy);
      return round(of === median ? median(values) : of(...values));
    }),
  };
});
const file = path.join(folder, "study.json");
// The machine of the measurement, which need not be this one.
const measured = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")).machine : undefined;
const report = {
  what: "How well short protocols agree on the ranking of random genotypes under two seeds, and with a longer training; see README.md",
  rows,
  reference: referenceRows,
  interval: `95 %, percentiles of ${RESAMPLES} bootstrap resamples of the genotypes`,
  machine: measured ?? `${os.availableParallelism()} cores ${os.cpus()[0].model.trim()}, no GPU; two processes of one thread`,
  data: "CIFAR-10: trained on 40,000 images, scored on images held out",
  protocols: Object.fromEntries([...candidates, reference].map((each) => [each.name, protocolData(each)])),
};
writeFileSync(file, `${JSON.stringify(report, undefined, 1)}\n`);
for (const { protocol, space, genotypes, accuracy, loss, processorSeconds } of rows)
  console.log(
    `${space}, ${genotypes} genotypes, ${protocol}: ${processorSeconds} s; seed to seed ${accuracy.seedToSeed.estimate} (loss ${loss.seedToSeed.estimate}), to the reference ${accuracy.toReference.estimate} (loss ${loss.toReference.estimate}), mean of two ${accuracy.meanOfTwoToReference.estimate} (loss ${loss.meanOfTwoToReference.estimate})`,
  );
