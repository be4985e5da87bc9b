/** Records for tests. */
import type { StudyRecord } from "../../lib/rows/study-record.js";

/** A record of `step`, by default scored 0.5; a fitness of null is a failure by time limit. */
export function recordOf(step: number, config: Partial<StudyRecord> = {}): StudyRecord {
  const { fitness = 0.5 } = config;
  return {
    ...{ step, phase: "initialization", hash: `${step}`, parent: null, mutation: null, competitors: null },
    ...{ redraws: 0, reusedFrom: null, arrival: step, parameterCount: 1, multiplyAdds: 1, worker: 1 },
    ...{ status: fitness === null ? "failed" : "scored", spread: fitness === null ? null : 0, trainingCount: 1 },
    ...{ reason: fitness === null ? "timeLimit" : null, startedMillis: 1000 * step, finishedMillis: 1000 * step + 100 },
    ...config,
    fitness,
  };
}
