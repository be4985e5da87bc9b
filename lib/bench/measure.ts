/** Times contenders in turn, so that whatever else the machine does meets all of them alike. Ours. */
import { setTimeout as delay } from "node:timers/promises";
import type { Contender } from "./contender.js";
import type { Evaluated, Stepped } from "./contender-messages.js";

/** Processes of one contender that work at the same time. Ours. */
export type Team = readonly Contender[];

/** Threads that wait for the next operation spin for some milliseconds after a step: let them sleep before the next contender's. */
const REST_MILLIS = 10;

/** Settings of {@link measureSteps}. Ours. */
export interface StepPlan {
  readonly batchSize: number;
  /** Rounds that count. */
  readonly steps: number;
  /** Rounds before them that do not. */
  readonly warmUp: number;
  /** Called after each step of a team. */
  readonly onStep?: (team: Team) => void;
}

/** Single training steps of one team after the other, round by round; gives each team's, those of all of its processes. Ours. */
export async function measureSteps(teams: readonly Team[], plan: StepPlan): Promise<readonly (readonly Stepped[])[]> {
  const { batchSize, steps, warmUp, onStep } = plan;
  return takeTurns(teams, warmUp, steps, (team) => Promise.all(team.map((each) => each.step(batchSize))), onStep);
}

/** Settings of {@link measureEvaluations}. Ours. */
export interface EvaluationPlan {
  readonly evaluations: number;
  readonly warmUp: number;
  readonly onEvaluation?: (team: Team) => void;
}

/** Whole evaluations, like {@link measureSteps}; every process of a team from a seed of its own. Ours. */
export async function measureEvaluations(
  teams: readonly Team[],
  { evaluations, warmUp, onEvaluation }: EvaluationPlan,
): Promise<readonly (readonly Evaluated[])[]> {
  let seed = 0;
  const evaluate = (team: Team) => Promise.all(team.map((each) => each.evaluate(String(++seed))));
  return takeTurns(teams, warmUp, evaluations, evaluate, onEvaluation);
}

async function takeTurns<Result>(
  teams: readonly Team[],
  warmUp: number,
  rounds: number,
  work: (team: Team) => Promise<readonly Result[]>,
  onDone: ((team: Team) => void) | undefined,
): Promise<readonly (readonly Result[])[]> {
  const results = teams.map((): Result[] => []);
  for (let round = 0; round < warmUp + rounds; round++) {
    for (const [index, team] of teams.entries()) {
      const done = await work(team);
      if (round >= warmUp) results[index].push(...done);
      onDone?.(team);
      await delay(REST_MILLIS);
    }
  }
  return results;
}
