/**
 * Refuses networks whose predicted cost is out of bounds before they start. Flat genotypes reach four times the cost of
 * hierarchical ones.
 */
import { mebibyteWords } from "../input/quantity.js";
import type { Plan } from "../network/plan.js";
import type { FailedEvaluation } from "./evaluation.js";
import type { TrainingProtocol } from "./messages.js";
import { machineMemory } from "./machine-memory.js";
import { predictMemory } from "./predict-memory.js";

/**
 * The failed evaluation of a network that exceeds one of the protocol's limits, or whose predicted memory
 * (`predictedBytes`) exceeds the machine's (`memoryBytes`), with number and bound in its message; undefined when it
 * exceeds none.
 */
export function refuseTooLarge(
  plan: Plan,
  protocol: TrainingProtocol,
  memoryBytes: number = machineMemory(),
  predictedBytes: number = predictMemory(plan, protocol),
): FailedEvaluation | undefined {
  const { limits } = protocol;
  const count = (value: number) => value.toLocaleString("en-US");
  type Cost = readonly [what: string, cost: number, limit: number | undefined, show: typeof count, whose: string];
  const whose = "the protocol's limit of";
  const costs: readonly Cost[] = [
    ["parameters", plan.parameterCount, limits.parameterCount, count, whose],
    ["multiply-adds an image", plan.multiplyAdds, limits.multiplyAdds, count, whose],
    ["predicted memory", predictedBytes, limits.memoryBytes, mebibyteWords, whose],
    ["predicted memory", predictedBytes, memoryBytes, mebibyteWords, "this machine's"],
  ];
  const broken = costs.find(([, cost, limit]) => limit !== undefined && cost > limit);
  if (broken === undefined) return undefined;
  const [what, cost, limit, show, bound] = broken;
  return Object.freeze({
    status: "failed",
    reason: "tooLarge",
    message: `${what}: ${show(cost)}, more than ${bound} ${show(limit as number)}`,
    trainings: Object.freeze([]),
    parameterCount: plan.parameterCount,
    multiplyAdds: plan.multiplyAdds,
    evaluationMillis: 0,
  });
}
