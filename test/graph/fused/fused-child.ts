/**
 * A process for processes.test.ts and exactness.test.ts, whose environment sets the threads and kernels: `operations`
 * sends the worst difference from the plain graph over all cases and the engine, `some operations` over every eighth
 * case, `gradients` the plain graph's gradients, `train` hashes of the weights after ten training steps, `open` the
 * result of opening a training session.
 */
import { createHash } from "node:crypto";
import { publishedCell } from "../../../lib/genotype/published.js";
import { hierarchicalSpace } from "../../../lib/genotype/space.js";
import { openTrainingSession } from "../../../lib/graph/session/training-session.js";
import { InputError } from "../../../lib/input/errors.js";
import type { Plan } from "../../../lib/network/plan.js";
import { batchOf, connectedGenotype, nudgedWeights, observe, smallPlan } from "../rewrites/observe-graph.js";
import { genotypes } from "../rewrites/nine-genotypes.js";
import {
  channelCounts,
  compareOperation,
  type Difference,
  differenceOf,
  givenSizes,
  takeTurns,
} from "./compare-operation.js";
import { operationCases } from "./operation-cases.js";
import { wideCases } from "./wide-cases.js";

async function worstDifference(every: number): Promise<Difference & { readonly engine: string }> {
  const differences: Difference[] = [];
  for (const [index, each] of operationCases.entries()) {
    if (index % every !== 0) continue;
    const sizes = takeTurns(givenSizes, 2 * index, 2);
    differences.push(...(await compareOperation(each, channelCounts[(2 * index) % channelCounts.length], 3, sizes)));
  }
  for (const [index, { operation, channels, sizes }] of wideCases.entries())
    if (index % every === 0)
      differences.push(...(await compareOperation(operation, channels, 3, [sizes[index % sizes.length]])));
  for (const [name, genotype] of genotypes.filter((_, index) => index % (4 * every) === 1)) {
    const plan = smallPlan(genotype());
    const standIns = "smooth" as const;
    const want = await observe(plan, { standIns, graph: "plain" });
    const { what, error } = differenceOf(plan, await observe(plan, { standIns, graph: "fused" }), want);
    differences.push({ what: `${name}: ${what}`, error });
  }
  const worst = differences.reduce((one, other) => (other.error <= one.error ? one : other));
  const session = await openTrainingSession(smallPlan(publishedCell), 4, { graph: "fused" });
  const { engine } = session;
  session.dispose();
  return { ...worst, engine };
}

async function plainGradients(): Promise<readonly Float32Array[]> {
  const gradients: Float32Array[] = [];
  for (const [, genotype] of genotypes)
    gradients.push((await observe(smallPlan(genotype()), { graph: "plain" })).gradient);
  return gradients;
}

/** For a batch that does not divide evenly into shards and one that leaves shards empty, twice each. */
async function trainedHashes(): Promise<readonly (readonly string[])[]> {
  const hashes: string[][] = [];
  for (const genotype of [publishedCell, connectedGenotype(hierarchicalSpace, "threads")])
    for (const batch of [7, 3]) {
      const plan = smallPlan(genotype);
      hashes.push([await trainedHash(plan, batch), await trainedHash(plan, batch)]);
    }
  return hashes;
}

async function trainedHash(plan: Plan, batch: number): Promise<string> {
  const session = await openTrainingSession(plan, batch, { graph: "fused" });
  try {
    session.setWeights(nudgedWeights(plan));
    for (let step = 0; step < 10; step++)
      session.train(batchOf(plan, `${step}`, { batch, height: 12, width: 11 }), 0.05);
    return createHash("sha256").update(session.weights()).digest("hex");
  } finally {
    session.dispose();
  }
}

async function opened(): Promise<readonly string[]> {
  const answers: string[] = [];
  for (const graph of ["fastest", "fused"] as const) {
    try {
      const session = await openTrainingSession(smallPlan(publishedCell), 4, { graph });
      answers.push(session.engineName);
      session.dispose();
    } catch (error) {
      answers.push(error instanceof InputError ? error.message : `a bug: ${String(error)}`);
    }
  }
  return answers;
}

const answers: Readonly<Record<string, () => Promise<unknown>>> = {
  operations: () => worstDifference(1),
  "some operations": () => worstDifference(8),
  gradients: plainGradients,
  train: trainedHashes,
  open: opened,
};

async function main(what: string): Promise<void> {
  const answer = await answers[what]();
  process.send?.(answer, () => process.disconnect());
}

void main(process.argv[2]);
