/** What workers of a simulation do: how long each evaluation takes them, and what becomes of it. */
import * as v from "valibot";
import { InputError } from "../input/errors.js";
import { finiteNumber, parseWith } from "../input/schema.js";
import type { Random } from "../random.js";
import type { Scored } from "./individual.js";

/** How the workers of a simulation work. */
export interface WorkSettings {
  /** Evaluations take one of these times, each equally likely; above 0. */
  readonly evaluationMillis: readonly number[];
  /** The share of evaluations that fail, at a time drawn evenly, 0 to 1. */
  readonly failedShare: number;
  /** The share of evaluations whose machine is lost meanwhile, at a time drawn evenly, below 1. */
  readonly lostShare: number;
  /** From a machine's loss until another one (in a simulation, in its place) begins its evaluation again. */
  readonly leaseMillis: number;
  /** The share of workers on slow machines, 0 to 1. */
  readonly slowShare: number;
  /** How many times as long a slow machine takes, at least 1. */
  readonly slowFactor: number;
}

/** Two evaluations in a hundred fail, one machine in a thousand is lost, one in twenty takes twice as long. */
export const workDefaults = Object.freeze({
  failedShare: 0.02,
  lostShare: 0.001,
  leaseMillis: 30_000,
  slowShare: 0.05,
  slowFactor: 2,
});

/** One evaluation: when it was worked on, in milliseconds from its start, and its result. */
export interface SimulatedWork {
  /** One part, or more if machines were lost. */
  readonly parts: readonly (readonly [from: number, to: number])[];
  readonly evaluation: Scored;
}

/** When a worker was busy, in virtual milliseconds. */
export interface BusyTime {
  readonly step: number;
  readonly worker: number;
  readonly from: number;
  readonly to: number;
}

const share = finiteNumber(0, 1);
const settingsSchema = v.object({
  evaluationMillis: v.pipe(v.array(finiteNumber(1)), v.minLength(1, "must have at least one time")),
  failedShare: share,
  lostShare: finiteNumber(0, 0.9),
  leaseMillis: finiteNumber(0),
  slowShare: share,
  slowFactor: finiteNumber(1),
});

/** The work of each step on each worker, drawn from `random`. Throws InputError for shares and times that nobody has. */
export function drawWork(settings: WorkSettings, random: Random): (step: number, worker: number) => SimulatedWork {
  const { evaluationMillis, failedShare, lostShare, leaseMillis, slowShare, slowFactor } = parseWith(
    settingsSchema,
    { ...settings, evaluationMillis: [...settings.evaluationMillis] },
    "simulation",
  );
  if (evaluationMillis.length === 0)
    throw new InputError("simulation: evaluation times: got none, must be at least one");
  const factors = new Map<number, number>();
  const factorOf = (worker: number): number => {
    const known = factors.get(worker);
    if (known !== undefined) return known;
    const factor = random.split("worker", worker).uniform() < slowShare ? slowFactor : 1;
    factors.set(worker, factor);
    return factor;
  };
  return (step, worker) => {
    const own = random.split("step", step);
    const millis = own.pick(evaluationMillis) * factorOf(worker);
    const fitness = own.uniform();
    const isFailed = own.uniform() < failedShare;
    const length = isFailed ? millis * own.uniform() : millis;
    const parts: [number, number][] = [];
    let from = 0;
    while (own.uniform() < lostShare) {
      const to = from + length * own.uniform();
      parts.push([from, to]);
      from = to + leaseMillis;
    }
    parts.push([from, from + length]);
    return { parts, evaluation: isFailed ? { status: "failed" } : { status: "scored", fitness } };
  };
}

/** The share of `workers`' time until `endMillis` in which they were busy, 0 to 1; 0 for no time. */
export function busyShare(busy: readonly BusyTime[], workers: number, endMillis: number): number {
  const total = busy.reduce((sum, { from, to }) => sum + Math.max(0, Math.min(to, endMillis) - from), 0);
  return endMillis === 0 ? 0 : total / (workers * endMillis);
}
