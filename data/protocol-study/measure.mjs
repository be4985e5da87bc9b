// Trains 24 random genotypes of each space by every candidate protocol under two seeds, and by the reference. After
// `npm run setup`, from the project's folder: `node data/protocol-study/measure.mjs CIFAR-10-FOLDER`. Two one-thread
// processes; each result is one line of results/; if stopped, it resumes. `node data/protocol-study/summarize.mjs`
// turns the lines into study.json.
import { fork } from "node:child_process";
import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { evaluatePlan } from "../../build/lib/evaluation/evaluate-plan.js";
import { prepareData } from "../../build/lib/evaluation/prepare-data.js";
import { flatSpace, hierarchicalSpace } from "../../build/lib/genotype/space.js";
import { planNetwork } from "../../build/lib/network/plan-network.js";
import { createRandom } from "../../build/lib/random.js";
import { differentGenotypes } from "../random-genotypes.mjs";
import { candidatesOf, reference } from "./candidates.mjs";

const PROCESSES = 2;
const PER_SPACE = 24;
const seeds = ["one", "two"];
const random = createRandom("protocol-study");
const journals = path.join(path.dirname(fileURLToPath(import.meta.url)), "results");

const [folder, part] = process.argv.slice(2);
if (folder === undefined) {
  console.error("usage: node data/protocol-study/measure.mjs CIFAR-10-FOLDER (the official binary files)");
  process.exit(2);
}
if (part === undefined) {
  const env = { ...process.env, TF_NUM_INTRAOP_THREADS: "1", TF_NUM_INTEROP_THREADS: "1" };
  for (let each = 0; each < PROCESSES; each++) fork(fileURLToPath(import.meta.url), [folder, String(each)], { env });
} else {
  await measurePart(Number(part));
}

/** Different random genotypes that have a network, the hierarchical ones first. */
function drawGenotypes() {
  return [hierarchicalSpace, flatSpace].flatMap((space) => {
    const drawn = differentGenotypes(PER_SPACE, (draw) => ({ space, random: random.split("genotype", space.name, draw) }));
    return [...drawn].map(([hash, genotype]) => ({ space: space.name, hash, genotype }));
  });
}

async function measurePart(each) {
  mkdirSync(journals, { recursive: true });
  const done = new Set(
    readdirSync(journals)
      .filter((name) => name.endsWith(".jsonl"))
      .flatMap((name) => readFileSync(path.join(journals, name), "utf8").split("\n").slice(0, -1))
      .map((line) => JSON.parse(line))
      .map(({ protocol, hash, seed }) => `${protocol} ${hash} ${seed}`),
  );
  const work = drawGenotypes().flatMap((drawn) => [
    ...candidatesOf(drawn.space).flatMap((protocol) => seeds.map((seed) => ({ ...drawn, protocol, seed }))),
    { ...drawn, protocol: reference, seed: "one" },
  ]);
  const journal = path.join(journals, `part-${each}.jsonl`);
  if (!existsSync(journal)) appendFileSync(journal, "");
  const prepared = new Map();
  for (const [index, { protocol, seed, space, hash, genotype }] of work.entries()) {
    if (index % PROCESSES !== each || done.has(`${protocol.name} ${hash} ${seed}`)) continue;
    const data = prepared.get(protocol.name) ?? prepareData({ protocol, data: folder, scoreOn: "validation" });
    prepared.set(protocol.name, data);
    const plan = planNetwork(genotype, protocol.network);
    const before = process.cpuUsage();
    const evaluation = await evaluatePlan({
      plan,
      protocol,
      data,
      seed: random.split("evaluation", seed, hash).path,
      onTrainingStep: () => {},
      signal: new AbortController().signal,
    });
    const { user, system } = process.cpuUsage(before);
    const result = {
      protocol: protocol.name,
      space,
      hash,
      seed,
      status: evaluation.status,
      accuracy: evaluation.fitness ?? null,
      scoringLoss: evaluation.trainings[0]?.scoringLoss ?? null,
      parameterCount: plan.parameterCount,
      multiplyAdds: plan.multiplyAdds,
      processorSeconds: (user + system) / 1e6,
    };
    appendFileSync(journal, `${JSON.stringify(result)}\n`);
  }
}
