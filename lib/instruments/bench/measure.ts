/** Times contenders in turn, so that whatever else the machine does meets all of them alike. */
import { setTimeout as delay } from "node:timers/promises";
import type { Contender } from "./contender.js";
import type { Evaluated, Trained } from "./contender-messages.js";

/** Processes of one contender that work at the same time. */
export type Team = readonly Contender[];

/**
 * Threads that wait for the next operation spin for some milliseconds after a training step: let them sleep before the next
 * contender's.
 */
const REST_MILLIS = 10;

/** What takes turns: a team with its batch size. */
export interface TrainingTurn {
  readonly team: Team;
  readonly batchSize: number;
}

/** Settings of {@link measureTrainingSteps}. */
export interface TrainingTurnsConfig {
  /** Rounds that count: each gives a training step or more of every turn. */
  readonly trainingSteps: number;
  /** Rounds before them that do not. */
  readonly warmUp: number;
  /** Called after each turn of a team. */
  readonly onTrainingStep?: (turn: TrainingTurn) => void;
}

/**
 * A turn lasts about so long: whoever comes after another finds the caches cold and the threads asleep, which a search
 * never does.
 */
const TURN_MILLIS = 200;
const MOST_TRAINING_STEPS = 15;

/**
 * Training steps, one turn after the other, round by round; gives each turn's, those of all processes of its team. In
 * every turn a first one is not counted, then as many are as make some 200 ms: at least one, at most 15.
 */
export async function measureTrainingSteps(
  turns: readonly TrainingTurn[],
  { trainingSteps, warmUp, onTrainingStep }: TrainingTurnsConfig,
): Promise<readonly (readonly Trained[])[]> {
  const last = new Map<TrainingTurn, number>();
  const train = ({ team, batchSize }: TrainingTurn) => Promise.all(team.map((each) => each.train(batchSize)));
  const take = async (turn: TrainingTurn): Promise<readonly Trained[]> => {
    await train(turn);
    const count = Math.min(MOST_TRAINING_STEPS, Math.max(1, Math.floor(TURN_MILLIS / (last.get(turn) ?? TURN_MILLIS))));
    const trained: Trained[] = [];
    for (let each = 0; each < count; each++) trained.push(...(await train(turn)));
    last.set(turn, Math.min(...trained.map(({ millis }) => millis)));
    return trained;
  };
  return takeTurns(turns, warmUp, trainingSteps, take, onTrainingStep);
}

/** Settings of {@link measureEvaluations}. */
export interface EvaluationPlan {
  readonly evaluations: number;
  readonly warmUp: number;
  readonly onEvaluation?: (team: Team) => void;
}

/** Whole evaluations, like {@link measureTrainingSteps}; every process of a team from a seed of its own. */
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
