/** One study whose controllers are killed again and again, and what must be true of it afterwards. */
import assert from "node:assert/strict";
import { copyFileSync, rmSync } from "node:fs";
import { setTimeout } from "node:timers/promises";
import { createRandom } from "../../lib/random.js";
import { readStudy } from "../../lib/study/study.js";
import { verifyStudy } from "../../lib/study/verify-study.js";
import { startElsewhere } from "./elsewhere.js";
import { leftBeside, toyStudy } from "./toy-study.js";

/** What happened to a study. */
export interface KilledStudy {
  readonly kills: number;
  /** Controllers that ended by themselves before they were killed, because all was done. */
  readonly finished: number;
  /** Files that were copied while a controller recorded: whole studies, and those refused as damaged. */
  readonly copies: { readonly whole: number; readonly refused: number };
}

/**
 * Runs a study of `steps` instant evaluations in the file at `path`, killing (SIGKILL) its controller `kills` times at
 * moments drawn from `seed`. Then it must agree with itself, and hold every evaluation that a controller was told is
 * recorded, each once.
 */
export async function killStudy(path: string, kills: number, steps: number, seed: number): Promise<KilledStudy> {
  const random = createRandom(seed).split("kills");
  const told = new Set<number>();
  const copies = { whole: 0, refused: 0 };
  let killed = 0;
  let finished = 0;
  while (killed < kills && finished === 0) {
    const controller = startElsewhere(path, steps);
    // With more, the study would often be finished before its last kill.
    const most = Math.floor((0.7 * (steps - told.size)) / (kills - killed));
    const after = random.integer(Math.max(1, most));
    const isEarly = random.integer(8) === 0;
    if (isEarly) await Promise.race([setTimeout(random.integer(700)), controller.ended]);
    else await controller.recorded(after).catch(() => undefined);
    if (!isEarly) await Promise.race([setTimeout(random.integer(20)), controller.ended]);
    if (random.integer(4) === 0) await checkCopy(path, copies);
    await controller.kill();
    if (controller.child.exitCode === 0) finished++;
    else {
      assert.equal(controller.child.signalCode, "SIGKILL", controller.lines.join("\n"));
      killed++;
    }
    for (const line of controller.lines) told.add(Number(/^evaluated (\d+)$/.exec(line)?.[1]));
  }
  const last = startElsewhere(path, steps);
  await last.ended;
  assert.equal(last.child.exitCode, 0, last.lines.join("\n"));
  await checkWhole(path, steps, told);
  assert.deepEqual(leftBeside(path), []);
  return { kills: killed, finished, copies };
}

/**
 * Asserts that the toy study agrees with itself, holds each of its steps once with that step's fitness, and everything
 * that a controller was `told` is recorded.
 */
export async function checkWhole(path: string, steps: number, told: Iterable<number>): Promise<void> {
  await readStudy(path, async (study) => {
    for (const { name, problems } of await verifyStudy(study)) assert.deepEqual([name, ...problems], [name]);
    const individuals = await study.individuals();
    const all = Array.from({ length: steps }, (_, index) => index + 1);
    const sorted = individuals.map(({ step }) => step).sort((one, other) => one - other);
    assert.deepEqual(sorted, all, "each step once");
    const recorded = new Set(sorted);
    assert.deepEqual(
      [...told].filter((step) => !recorded.has(step)),
      [],
      "told as recorded, and lost",
    );
    for (const { step, genotype, evaluation } of individuals) {
      const { fitness } = await toyStudy.evaluate(genotype, { seed: "any" });
      assert.equal(evaluation.status === "scored" && evaluation.fitness, fitness, `step ${step}`);
    }
  });
}

/** Copies the file as it is, maybe in the middle of a record: the copy is whole, or refused in one line. */
async function checkCopy(path: string, copies: { whole: number; refused: number }): Promise<void> {
  const copy = `${path}.copy`;
  try {
    copyFileSync(path, copy);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return;
    throw error;
  }
  try {
    const checks = await readStudy(copy, (study) => verifyStudy(study));
    if (checks.every(({ problems }) => problems.length === 0)) copies.whole++;
    else copies.refused++;
  } catch (error) {
    assert.equal((error as Error).name, "InputError", (error as Error).stack);
    assert.ok(!(error as Error).message.includes("\n"));
    copies.refused++;
  } finally {
    rmSync(copy, { force: true });
  }
}
