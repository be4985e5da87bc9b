// Measures how well `laptopProtocol` ranks genotypes: 24 random ones evaluated under two seeds and compared by
// Spearman's rank correlation. After `npm run setup`, from the project's folder: `node
// data/rank-correlation/measure.mjs`. If stopped, it resumes.
import { createHash } from "node:crypto";
import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { max, mean, median, min, sampleRankCorrelation, sampleVariance } from "simple-statistics";
import { protocolData } from "../../build/lib/evaluation/protocol-data.js";
import { laptopProtocol } from "../../build/lib/evaluation/protocol.js";
import { openWorkerPool } from "../../build/lib/evaluation/worker-pool.js";
import { INITIALIZATION_MUTATIONS } from "../../build/lib/genotype/initialize.js";
import { hierarchicalSpace } from "../../build/lib/genotype/space.js";
import { createRandom } from "../../build/lib/random.js";
import { rankCorrelation } from "../../build/lib/statistics/intervals.js";
import { differentGenotypes } from "../random-genotypes.mjs";

const genotypeCount = 24;
const seeds = ["one", "two"];
const workers = 2;
const resamples = 10_000;
const random = createRandom("rank-correlation");

// Limits only refuse or stop trainings; they do not change accuracies.
const { limits: _limits, ...protocol } = protocolData(laptopProtocol);
const folder = path.dirname(fileURLToPath(import.meta.url));
// Keeps results of other protocols apart.
const stamp = createHash("sha256").update(JSON.stringify(protocol)).digest("hex").slice(0, 12);
const journal = path.join(folder, "..", "..", "out", "rank-correlation", `${protocol.name}-${stamp}.jsonl`);

const space = hierarchicalSpace;
const genotypes = differentGenotypes(genotypeCount, (draw) => ({ space, random: random.split("genotype", draw) }));
const results = await evaluateAll();
const report = summarize();
writeFileSync(path.join(folder, "laptop-protocol.json"), `${JSON.stringify(report, undefined, 2)}\n`);
const { estimate, interval95 } = report.spearman.accuracy;
console.log(`Spearman, seed to seed: ${estimate} (95 %: ${interval95.join(" to ")}), ${report.secondsPerEvaluation.median} s per evaluation`);

async function evaluateAll() {
  mkdirSync(path.dirname(journal), { recursive: true });
  const lines = existsSync(journal) ? readFileSync(journal, "utf8").split("\n").slice(0, -1) : [];
  const done = lines.map((line) => JSON.parse(line));
  const waiting = seeds
    .flatMap((seed) => [...genotypes.keys()].map((hash) => ({ hash, seed })))
    .filter(({ hash, seed }) => !done.some((result) => result.hash === hash && result.seed === seed));
  if (waiting.length === 0) return done;
  const pool = openWorkerPool({ protocol: laptopProtocol, data: "sample", workers });
  const takeOne = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const { hash, seed } = next;
      const evaluation = await pool.evaluate(genotypes.get(hash), { seed: random.split("evaluation", seed, hash).path });
      const result = {
        hash,
        seed,
        status: evaluation.status,
        accuracy: evaluation.fitness ?? null,
        scoringLoss: evaluation.status === "scored" ? mean(evaluation.trainings.map((each) => each.scoringLoss)) : null,
        parameterCount: evaluation.parameterCount,
        multiplyAdds: evaluation.multiplyAdds,
        seconds: evaluation.evaluationMillis / 1000,
      };
      appendFileSync(journal, `${JSON.stringify(result)}\n`);
      done.push(result);
      if (process.stderr.isTTY) process.stderr.write(`\r${done.length} of ${genotypeCount * seeds.length} evaluations`);
    }
  };
  try {
    await Promise.all(Array.from({ length: workers }, takeOne));
  } finally {
    await pool.close();
  }
  if (process.stderr.isTTY) process.stderr.write("\n");
  return done;
}

function summarize() {
  const table = [...genotypes.keys()].map((hash) => {
    const pair = seeds.map((seed) => results.find((result) => result.hash === hash && result.seed === seed));
    return {
      hash,
      parameterCount: pair[0].parameterCount,
      multiplyAdds: pair[0].multiplyAdds,
      accuracy: pair.map(({ accuracy }) => accuracy),
      scoringLoss: pair.map(({ scoringLoss }) => (scoringLoss === null ? null : round(scoringLoss))),
    };
  });
  const scored = table.filter(({ accuracy }) => accuracy.every((each) => each !== null));
  const accuracies = scored.map(({ accuracy }) => accuracy);
  const seconds = results.map((result) => result.seconds);
  // With two seeds, half the mean squared difference is the variance of one training. The genotypes' own variance is
  // that of their means beyond half of it.
  const noise = mean(accuracies.map(([one, two]) => (one - two) ** 2 / 2));
  const between = sampleVariance(accuracies.map(mean)) - noise / 2;
  return {
    what: `Ranks of ${genotypeCount} random hierarchical genotypes (${INITIALIZATION_MUTATIONS} mutations) under two seeds of one protocol; see README.md`,
    spearman: {
      accuracy: correlate(accuracies),
      scoringLoss: correlate(scored.map(({ scoringLoss }) => scoringLoss)),
      accuracyToParameterCount: round(
        sampleRankCorrelation(scored.map(({ accuracy }) => mean(accuracy)), scored.map((each) => each.parameterCount)),
      ),
      interval: `95 %, percentiles of ${resamples} bootstrap resamples of the genotypes`,
    },
    spread: { betweenGenotypes: round(Math.sqrt(Math.max(0, between))), betweenSeeds: round(Math.sqrt(noise)) },
    genotypesScored: scored.length,
    genotypesFailed: table.length - scored.length,
    // Wall time, so other work on the machine counts: README.md says how busy it was.
    secondsPerEvaluation: { median: round(median(seconds)), least: round(min(seconds)), most: round(max(seconds)) },
    machine: `${os.cpus().length} cores ${os.cpus()[0].model.trim()}, no GPU; ${workers} workers`,
    data: "sample, scored on its validation images",
    seeds,
    genotypes: table,
    protocol,
  };
}

function correlate(pairs) {
  const { estimate, lower, upper } = rankCorrelation(pairs, random.split("bootstrap"), resamples);
  return { estimate: round(estimate), interval95: [round(lower), round(upper)] };
}

function round(value) {
  return Number(value.toPrecision(4));
}
