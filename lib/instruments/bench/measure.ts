/** Times contenders in turn, so that other work on the machine affects all of them alike. */
import { setTimeout as delay } from "node:timers/promises";
import type { Contender } from "./contender.js";
import type { Evaluated, Trained } from "./contender-messages.js";

/** The concurrent processes of one contender. */
export type Team = readonly Contender[];

/**
 * Idle threads spin for some milliseconds after a training step: let them go to sleep before the next contender runs.
 */
const REST_MILLIS = 10;

/** A turn: a team with its batch size. */
export interface TrainingTurn {
  readonly team: Team;
  readonly batchSize: number;
}

/** Settings of {@link measureTrainingSteps}. */
export interface TrainingTurnsConfig {
  /** Measured rounds; each gives at least one training step of every turn. */
  readonly trainingSteps: number;
  /** Warm-up rounds before them. */
  readonly warmUp: number;
  /** Called after each turn of a team. */
  readonly onTrainingStep?: (turn: TrainingTurn) => void;
}

/**
 * The approximate length of a turn: a contender's first steps meet cold caches and sleeping threads, unlike in a
 * search.
 */
const TURN_MILLIS = 200;
/** Training steps that take longer do not notice a cold start. */
const LONG_MILLIS = 1_000;
const MOST_TRAINING_STEPS = 15;

/**
 * Runs training steps turn by turn, round by round, and returns those of each turn, over all processes of its team. The
 * first step of every turn is not counted unless steps take longer than a second; then come as many as take about 200
 * ms, at least one and at most 15.
 */
export async function measureTrainingSteps(
  turns: readonly TrainingTurn[],
  { trainingSteps, warmUp, onTrainingStep }: TrainingTurnsConfig,
): Promise<readonly (readonly Trained[])[]> {
  const last = new Map<TrainingTurn, number>();
  const train = ({ team, batchSize }: TrainingTurn) => Promise.all(team.map((each) => each.train(batchSize)));
  const take = async (turn: TrainingTurn): Promise<readonly Trained[]> => {
    if ((last.get(turn) ?? 0) <= LONG_MILLIS) await train(turn);
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

/** Runs whole evaluations in the manner of {@link measureTrainingSteps}; each process of a team gets its own seed. */
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
