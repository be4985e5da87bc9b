// The long trainings: the yardstick for short protocols. After `npm run setup`, from the project's folder: `node
// data/long-trainings/measure.mjs CIFAR-10-FOLDER [--workers 2] [--tiers 1,2] [--space hierarchical|flat]
// [--estimate]`. Each finished training is one line of results/; if stopped, it resumes. `--estimate` times some
// training steps and estimates the cost of each tier.
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { linearRegression, linearRegressionLine } from "simple-statistics";
import { runTrainings, timeTrainingStep } from "./run-trainings.mjs";
import { tasks } from "./tasks.mjs";

const options = {
  workers: { type: "string", default: "2" },
  tiers: { type: "string", default: "1,2,3,4,5" },
  space: { type: "string" },
  estimate: { type: "boolean", default: false },
};
const { values, positionals } = parseArgs({ options, allowPositionals: true });
const [data] = positionals;
const workers = Number(values.workers);
if (data === undefined || !Number.isInteger(workers) || workers < 1) {
  console.error(
    "usage: node data/long-trainings/measure.mjs CIFAR-10-FOLDER [--workers 2] [--tiers 1,2] " +
      "[--space hierarchical|flat] [--estimate]\n(the official binary files)",
  );
  process.exit(2);
}
const tiers = values.tiers.split(",").map(Number);
const chosen = tasks.filter(
  ({ tier, space }) => tiers.includes(tier) && (values.space === undefined || space === values.space),
);

if (values.estimate) {
  await estimate();
} else {
  const journal = path.join(path.dirname(fileURLToPath(import.meta.url)), "results", "long.jsonl");
  process.exitCode = (await runTrainings({ tasks: chosen, journal, data, workers })) > 0 ? 1 : 0;
}

/** Fits a training step's time as a linear function of its multiply-adds, over networks of all sizes. */
async function estimate() {
  const bySize = [...new Map(chosen.map((each) => [each.hash, each])).values()].sort(
    (a, b) => a.multiplyAdds - b.multiplyAdds,
  );
  const samples = [0, 0.2, 0.4, 0.6, 0.8, 1].map((share) => bySize[Math.round(share * (bySize.length - 1))]);
  const points = [];
  for (const sample of samples) {
    const seconds = await timeTrainingStep(sample, data);
    points.push([sample.multiplyAdds, seconds]);
    console.log(
      `${sample.name}, c0 ${sample.channels}: ${sample.multiplyAdds} multiply-adds, ${seconds} s per training step`,
    );
  }
  const line = linearRegressionLine(linearRegression(points));
  const hours = (list) =>
    list.reduce((sum, each) => sum + line(each.multiplyAdds) * each.protocol.trainingSteps, 0) / 3600;
  for (const tier of tiers) {
    const list = chosen.filter((each) => each.tier === tier);
    console.log(`tier ${tier}: ${list.length} trainings, about ${hours(list).toFixed(1)} core-hours`);
  }
  console.log(`in total about ${hours(chosen).toFixed(1)} core-hours, without scoring`);
}
