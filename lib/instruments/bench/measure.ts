/** Times contenders in turn, so that whatever else the machine does meets all of them alike. */
import { setTimeout as delay } from "node:timers/promises";
import type { Contender } from "./contender.js";
import type { Evaluated, Stepped } from "./contender-messages.js";

/** Processes of one contender that work at the same time. */
export type Team = readonly Contender[];

/**
 * Threads that wait for the next operation spin for some milliseconds after a step: let them sleep before the next
 * contender's.
 */
const REST_MILLIS = 10;

/** What takes turns: a team with its batch size. */
export interface StepTurn {
  readonly team: Team;
  readonly batchSize: number;
}

/** Settings of {@link measureSteps}. */
export interface StepPlan {
  /** Rounds that count: each gives a step or more of every turn. */
  readonly steps: number;
  /** Rounds before them that do not. */
  readonly warmUp: number;
  /** Called after each step of a team. */
  readonly onStep?: (turn: StepTurn) => void;
}

/**
 * A turn lasts about so long: whoever comes after another finds the caches cold and the threads asleep, which a search
 * never does.
 */
const TURN_MILLIS = 200;
const MOST_STEPS = 15;

/**
 * Training steps, one turn after the other, round by round; gives each turn's, those of all processes of its team. In
 * every turn a first step is not counted, then as many are as make some 200 ms: at least one, at most 15.
 */
export async function measureSteps(
  turns: readonly StepTurn[],
  { steps, warmUp, onStep }: StepPlan,
): Promise<readonly (readonly Stepped[])[]> {
  const last = new Map<StepTurn, number>();
  const step = ({ team, batchSize }: StepTurn) => Promise.all(team.map((each) => each.step(batchSize)));
  const take = async (turn: StepTurn): Promise<readonly Stepped[]> => {
    await step(turn);
    const count = Math.min(MOST_STEPS, Math.max(1, Math.floor(TURN_MILLIS / (last.get(turn) ?? TURN_MILLIS))));
    const stepped: Stepped[] = [];
    for (let each = 0; each < count; each++) stepped.push(...(await step(turn)));
    last.set(turn, Math.min(...stepped.map(({ millis }) => millis)));
    return stepped;
  };
  return takeTurns(turns, warmUp, steps, take, onStep);
}

/** Settings of {@link measureEvaluations}. */
export interface EvaluationPlan {
  readonly evaluations: number;
  readonly warmUp: number;
  readonly onEvaluation?: (team: Team) => void;
}

/** Whole evaluations, like {@link measureSteps}; every process of a team from a seed of its own. */
export async function measureEvaluations(
  teams: readonly Team[],
  { evaluations, warmUp, onEvaluation }: EvaluationPlan,
): Promise<readonly (readonly Evaluated[])[]> {
  let seed = 0;
  const evaluate = (team: Team) => Promise.all(team.map((each) => each.evaluate(String(++seed))));
  return takeTurns(teams, warmUp, evaluations, evaluate, onEvaluation);
}

async function takeTurns<Turn, Result>(
  turns: readonly Turn[],
  warmUp: number,
  rounds: number,
  work: (turn: Turn) => Promise<readonly Result[]>,
  onDone: ((turn: Turn) => void) | undefined,
): Promise<readonly (readonly Result[])[]> {
  const results = turns.map((): Result[] => []);
  for (let round = 0; round < warmUp + rounds; round++) {
    for (const [index, turn] of turns.entries()) {
      const done = await work(turn);
      if (round >= warmUp) results[index].push(...done);
      onDone?.(turn);
      await delay(REST_MILLIS);
    }
  }
  return results;
}
