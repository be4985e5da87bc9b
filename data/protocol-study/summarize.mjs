// The lines of results/ → study.json and the table of README.md: how well each protocol ranks, and what it costs.
// From the project's folder: `node data/protocol-study/summarize.mjs`.
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { mean, median, sampleRankCorrelation } from "simple-statistics";
import { protocolData } from "../../build/lib/evaluation/protocol-data.js";
import { createRandom } from "../../build/lib/random.js";
import { bootstrapInterval } from "../../build/lib/statistics/intervals.js";
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

/** What `of` makes of the genotypes, a list of values each, with its interval. */
function withInterval(genotypes, of) {
  const draw = random.split(genotypes.length, JSON.stringify(genotypes));
  const { estimate, lower, upper } = bootstrapInterval(genotypes, of, draw, RESAMPLES);
  return { estimate: round(estimate), interval95: [round(lower), round(upper)] };
}

/** Spearman's rank correlation of two of the values of each genotype. */
const spearman = (one, other) => (genotypes) =>
  sampleRankCorrelation(genotypes.map((values) => values[one]), genotypes.map((values) => values[other]));

function summarize(name, hashes) {
  const seeds = ["one", "two"].map((seed) => hashes.map((hash) => find(name, hash, seed)));
  const truth = hashes.map((hash) => find(reference.name, hash, "one").accuracy);
  const by = (of) => {
    const [one, two] = seeds.map((list) => list.map(of));
    return {
      seedToSeed: withInterval(one.map((value, index) => [value, two[index]]), spearman(0, 1)),
      // Each seed alone, averaged: what one evaluation is worth. Both share their genotypes, so a resample gives one mean.
      toReference: withInterval(
        one.map((value, index) => [value, two[index], truth[index]]),
        (genotypes) => mean([spearman(0, 2)(genotypes), spearman(1, 2)(genotypes)]),
      ),
      meanOfTwoToReference: withInterval(
        one.map((value, index) => [(value + two[index]) / 2, truth[index]]),
        spearman(0, 1),
      ),
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

const shown = (value) => value.toFixed(2);
const shownWithInterval = ({ estimate, interval95 }) => `${shown(estimate)} (${interval95.map(shown).join(" to ")})`;
const table = [
  "| space, protocol | s | seed to seed | to the reference | mean of two | by loss: seed to seed, to the reference, mean of two |",
  "|---|---|---|---|---|---|",
  ...rows.map(({ protocol, space, genotypes, accuracy, loss, processorSeconds }) => {
    const { seedToSeed, toReference, meanOfTwoToReference } = accuracy;
    const cells = [
      `${space} (${genotypes}), ${protocol}`,
      processorSeconds.toFixed(1),
      ...[seedToSeed, toReference, meanOfTwoToReference].map(shownWithInterval),
      [loss.seedToSeed, loss.toReference, loss.meanOfTwoToReference].map(({ estimate }) => shown(estimate)).join(", "),
    ];
    return `| ${cells.join(" | ")} |`;
  }),
].join("\n");
const readme = path.join(folder, "README.md");
const [before, after] = [/^[^]*<!-- measured -->\n/, /<!-- end -->[^]*$/].map(
  (part) => part.exec(readFileSync(readme, "utf8"))[0],
);
writeFileSync(readme, `${before}\n${table}\n\n${after}`);
console.log(table);
