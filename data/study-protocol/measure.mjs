// Trains the genotypes of data/long-trainings by short protocols. After `npm run setup`, from the project's folder:
// `node data/study-protocol/measure.mjs CIFAR-10-FOLDER [--workers 2] [--tiers 1,2] [--protocols 1,3] [--estimate]`
// (protocols by their number in protocols.mjs, from 1). Each finished training is one line of results/; if stopped, it
// resumes. `--estimate` times training steps and estimates the cost of the tiers.
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { runTrainings, timeTrainingStep } from "../long-trainings/run-trainings.mjs";
import { candidates } from "./protocols.mjs";
import { tasks } from "./tasks.mjs";

const options = {
  workers: { type: "string", default: "2" },
  tiers: { type: "string", default: "1,2,3,4,5,6,7,8,9" },
  protocols: { type: "string" },
  estimate: { type: "boolean", default: false },
};
const { values, positionals } = parseArgs({ options, allowPositionals: true });
const [data] = positionals;
const workers = Number(values.workers);
if (data === undefined || !Number.isInteger(workers) || workers < 1) {
  console.error(
    "usage: node data/study-protocol/measure.mjs CIFAR-10-FOLDER [--workers 2] [--tiers 1,2] [--protocols 1,3] [--estimate]\n" +
      "(the official binary files)",
  );
  process.exit(2);
}
const folder = path.dirname(fileURLToPath(import.meta.url));
const numbers = (text) => text.split(",").map(Number);
const names = values.protocols && numbers(values.protocols).map((number) => candidates[number - 1].protocol.name);
const chosen = tasks.filter(
  ({ tier, protocol }) =>
    numbers(values.tiers).includes(tier) && (names === undefined || names.includes(protocol.name)),
);

if (values.estimate) {
  await estimate();
} else {
  const [child, journal] = [path.join(folder, "train-and-look.mjs"), path.join(folder, "results", "short.jsonl")];
  process.exitCode = (await runTrainings({ tasks: chosen, journal, data, workers, child })) > 0 ? 1 : 0;
}

/** Times every protocol on a genotype of median cost; the others' costs follow from their multiply-adds. */
async function estimate() {
  const hours = new Map();
  for (const name of new Set(chosen.map(({ protocol }) => protocol.name))) {
    const list = chosen.filter(({ protocol }) => protocol.name === name);
    const bySize = list.toSorted((one, other) => one.multiplyAdds - other.multiplyAdds);
    const middle = bySize[Math.floor(bySize.length / 2)];
    const seconds = await timeTrainingStep(middle, data);
    const minutes = (seconds * middle.protocol.trainingSteps) / 60;
    console.log(`${name}: ${middle.name} takes ${seconds} s per training step, ${minutes.toFixed(2)} min in total`);
    for (const { tier, multiplyAdds } of list) {
      hours.set(tier, (hours.get(tier) ?? 0) + ((multiplyAdds / middle.multiplyAdds) * minutes) / 60);
    }
  }
  for (const [tier, each] of [...hours].sort(([one], [other]) => one - other)) {
    const count = chosen.filter((task) => task.tier === tier).length;
    console.log(`tier ${tier}: ${count} trainings, about ${each.toFixed(1)} core-hours, without scoring and looks`);
  }
}
