// Measures the memory of child processes: how it grows over 200 evaluations of different genotypes in one child, its
// peak in a fresh child against what `predictMemory` says, and what a new child costs.
// After `npm run setup`, from the project's folder, on Linux: `node data/worker-memory/measure.mjs [EVALUATIONS]
// [FRESH]`, where FRESH is the number of random genotypes for fresh children (0: none at all).
// Some minutes of one core. HIERNAS_KERNELS=stock measures the engine `rewritten` instead of `fused`.
import { readFileSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { predictMemory } from "../../build/lib/evaluation/predict-memory.js";
import { laptopProtocol, paperProtocol, smokeProtocol } from "../../build/lib/evaluation/protocol.js";
import { openWorkerPool } from "../../build/lib/evaluation/worker-pool.js";
import { publishedCell } from "../../build/lib/genotype/published.js";
import { flatSpace, hierarchicalSpace } from "../../build/lib/genotype/space.js";
import { planNetwork } from "../../build/lib/network/plan-network.js";
import { createRandom } from "../../build/lib/random.js";
import { randomGenotypes } from "../random-genotypes.mjs";

const [evaluations, freshGenotypes] = process.argv.slice(2).map(Number).concat([200, 6].slice(process.argv.length - 2));
const spaces = [hierarchicalSpace, flatSpace];
const random = createRandom("worker-memory");
// Few training steps, since the first one already uses all memory. The published scale has the benchmark's batch size.
const brief = { trainingCount: 1, trainingSteps: 3, recalibrationBatches: 1, scoringImages: 100, limits: {} };
const protocols = {
  smoke: { ...smokeProtocol, ...brief },
  laptop: { ...laptopProtocol, ...brief },
  published: { ...paperProtocol, ...brief, batchSize: 64, scoringImages: 250 },
};

const mebibytes = (bytes) => Math.round(bytes / 2 ** 20);
const memoryOf = (pid, what) =>
  1024 * Number(readFileSync(`/proc/${pid}/status`, "utf8").match(new RegExp(`${what}:\\s+(\\d+)`))[1]);

/** Random genotypes of both spaces in turn, with their networks. */
function* drawGenotypes(network) {
  const drawAt = (draw) => ({ space: spaces[draw % 2], random: random.split("genotype", draw) });
  for (const genotype of randomGenotypes(drawAt)) yield { genotype, plan: planNetwork(genotype, network) };
}

/** Evaluates one genotype; returns its child's process id and the milliseconds within it and in total. */
async function evaluate(pool, genotype, seed) {
  let pid;
  const start = performance.now();
  const evaluation = await pool.evaluate(genotype, { seed: String(seed), onProgress: (each) => (pid = each.processId) });
  if (evaluation.status === "failed") throw new Error(evaluation.message);
  return { pid, insideMillis: evaluation.evaluationMillis, millis: performance.now() - start };
}

async function measureGrowth(name) {
  const protocol = protocols[name];
  const recycle = { evaluations: Number.MAX_SAFE_INTEGER, spareBytes: Infinity };
  const pool = openWorkerPool({ protocol, data: "sample", workers: 1, threadsPerWorker: 1, recycle });
  const genotypes = drawGenotypes(protocol.network);
  const { network: _, ...training } = protocol;
  const points = [];
  let predicted = 0;
  try {
    for (let count = 1; count <= evaluations; count++) {
      const { genotype, plan } = genotypes.next().value;
      predicted = Math.max(predicted, predictMemory(plan, training));
      const { pid } = await evaluate(pool, genotype, count);
      if (count !== 1 && count !== 2 && count % 25 !== 0) continue;
      const [resident, peak] = [memoryOf(pid, "VmRSS"), memoryOf(pid, "VmHWM")].map(mebibytes);
      points.push({ evaluations: count, residentMiB: resident, peakMiB: peak, predictedMiB: mebibytes(predicted) });
      console.log(name, JSON.stringify(points.at(-1)));
    }
  } finally {
    await pool.close();
  }
  return points;
}

async function measureFresh(name) {
  const protocol = protocols[name];
  const { network: _, ...training } = protocol;
  const genotypes = drawGenotypes(protocol.network);
  const drawn = [{ genotype: publishedCell, plan: planNetwork(publishedCell, protocol.network) }];
  while (drawn.length <= freshGenotypes) drawn.push(genotypes.next().value);
  const rows = [];
  for (const { genotype, plan } of drawn) {
    const pool = openWorkerPool({ protocol, data: "sample", workers: 1, threadsPerWorker: 1 });
    try {
      const first = await evaluate(pool, genotype, 1);
      const peak = memoryOf(first.pid, "VmHWM");
      const again = await evaluate(pool, genotype, 2);
      const predicted = predictMemory(plan, training);
      rows.push({
        parameterCount: plan.parameterCount,
        peakMiB: mebibytes(peak),
        predictedMiB: mebibytes(predicted),
        ratio: Number((predicted / peak).toFixed(2)),
        // Process and images, and the extra time of the first evaluation over a second one of the same genotype.
        startMillis: Math.round(first.millis - first.insideMillis),
        warmUpMillis: Math.round(first.insideMillis - again.insideMillis),
      });
      console.log(name, JSON.stringify(rows.at(-1)));
    } finally {
      await pool.close();
    }
  }
  return rows;
}

const names = Object.keys(protocols);
const engine = process.env.HIERNAS_KERNELS === "stock" ? "rewritten" : "fused";
const report = {
  date: new Date().toISOString().slice(0, 10),
  processor: `${os.availableParallelism()} × ${os.cpus()[0].model.trim()}`,
  load: Number(os.loadavg()[0].toFixed(2)),
  engine,
  fresh: {},
  growth: {},
};
if (freshGenotypes > 0) for (const name of names) report.fresh[name] = await measureFresh(name);
for (const name of names.slice(0, 2)) report.growth[name] = await measureGrowth(name);
const file = path.join(path.dirname(fileURLToPath(import.meta.url)), `worker-memory-${engine}.json`);
writeFileSync(file, `${JSON.stringify(report, undefined, 1)}\n`);
