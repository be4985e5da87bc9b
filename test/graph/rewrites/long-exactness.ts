/**
 * The exactness of the graphs on many random genotypes: `npm run test:long [-- COUNT]`. Compares each graph kind with
 * the plain graph at equal weights, fifty genotypes of each space: with smooth stand-ins within 1e-5, and with ReLU
 * relative to the distance between TensorFlow's two kernel libraries on the plain graph. Writes long-exactness.json
 * beside its source.
 */
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { max, quantile } from "simple-statistics";
import { flatSpace, hierarchicalSpace } from "../../../lib/genotype/space.js";
import type { TrainingGraphConfig } from "../../../lib/graph/training-graph.js";
import {
  comparedKeys,
  connectedGenotype,
  distance,
  joining,
  observe,
  type Observed,
  smallPlan,
} from "./observe-graph.js";

/** The graph kinds to compare with the plain one; to check another, add its config. */
const KINDS: Readonly<Record<string, Partial<TrainingGraphConfig>>> = {
  fused: { graph: "fused" },
  "rewritten, parts joined": { graph: "rewritten", batchSize: joining.small },
  "rewritten, by part": { graph: "rewritten", batchSize: joining.large },
  "rewritten, without fused operations": { graph: "rewritten", batchSize: joining.large, fusedOperations: false },
};

const TOLERANCE = 1e-5;
const COUNT = Number(process.argv[2] ?? 50);
const spaces = { hierarchical: hierarchicalSpace, flat: flatSpace } as const;

type SpaceName = keyof typeof spaces;

const planOf = (space: SpaceName, index: number) => smallPlan(connectedGenotype(spaces[space], `long ${index}`));

/** A process whose TensorFlow uses its own kernels instead of oneDNN's and sends the gradient of the plain graph. */
function startOtherLibrary() {
  const env = { ...process.env, TF_ENABLE_ONEDNN_OPTS: "0" };
  const child: ChildProcess = fork(__filename, ["other library"], { env, serialization: "advanced" });
  return {
    async gradient(space: SpaceName, index: number): Promise<ArrayLike<number>> {
      child.send([space, index]);
      const [answer] = (await once(child, "message")) as [ArrayLike<number>];
      return answer;
    },
    end: () => child.disconnect(),
  };
}

function answerAsOtherLibrary(): void {
  process.on("message", ([space, index]: [SpaceName, number]) => {
    void observe(planOf(space, index), { graph: "plain" }).then(({ gradient }) => process.send?.(gradient));
  });
}

function quantiles(values: readonly number[]) {
  const rounded = (value: number): number => Number(value.toPrecision(3));
  return {
    median: rounded(quantile([...values], 0.5)),
    ninetyPercent: rounded(quantile([...values], 0.9)),
    largest: rounded(max([...values])),
  };
}

async function main(): Promise<void> {
  const other = startOtherLibrary();
  const smooth = new Map<string, number[]>();
  const relu = new Map<string, number[]>();
  const note = (into: Map<string, number[]>, key: string, value: number) =>
    into.set(key, [...(into.get(key) ?? []), value]);
  let failures = 0;
  for (const space of Object.keys(spaces) as SpaceName[]) {
    for (let index = 0; index < COUNT; index++) {
      const plan = planOf(space, index);
      const plainSmooth = await observe(plan, { graph: "plain", standIns: "smooth" });
      const plain = await observe(plan, { graph: "plain" });
      note(relu, "TensorFlow's own kernels, plain", distance(await other.gradient(space, index), plain.gradient));
      for (const [kind, config] of Object.entries(KINDS)) {
        const got = await observe(plan, { ...config, standIns: "smooth" });
        const error = farthest(got, plainSmooth);
        note(smooth, kind, error);
        note(relu, kind, distance((await observe(plan, config)).gradient, plain.gradient));
        if (error <= TOLERANCE && got.correct === plainSmooth.correct) continue;
        failures++;
        process.stdout.write(`${space} genotype ${index}, ${kind}: differs by ${error}\n`);
      }
      if (process.stderr.isTTY) process.stderr.write(`\r${space}: ${index + 1} of ${COUNT}\x1b[K`);
    }
  }
  other.end();
  if (process.stderr.isTTY) process.stderr.write("\r\x1b[K");
  const told = (from: Map<string, number[]>) =>
    Object.fromEntries([...from].map(([kind, values]) => [kind, quantiles(values)]));
  const result = {
    what: "relative distance to the plain graph with oneDNN at equal weights, c0 = 8, two groups, 9×8 pixels, batch 4",
    genotypesOfEachSpace: COUNT,
    failures,
    "loss, gradient, averages and score, smooth stand-ins": told(smooth),
    "gradient, ReLU and maxima": told(relu),
  };
  const text = `${JSON.stringify(result, null, 2)}\n`;
  process.stdout.write(text);
  if (COUNT === 50) writeFileSync(path.join(sourceFolder, "long-exactness.json"), text);
  process.exitCode = failures === 0 ? 0 : 1;
}

const sourceFolder = path.join(__dirname, "..", "..", "..", "..", "test", "graph", "rewrites");

const farthest = (got: Observed, want: Observed): number =>
  Math.max(...comparedKeys.map((key) => distance(got[key], want[key])));

if (process.argv[2] === "other library") answerAsOtherLibrary();
else void main();
