/** Refuses networks whose predicted cost is out of bounds, before they start. Ours: flat genotypes reach four times the hierarchical ones' cost. */
import type { Plan } from "../network/plan.js";
import type { FailedEvaluation } from "./evaluation.js";
import type { TrainingProtocol } from "./messages.js";
import { predictMemory } from "./predict-memory.js";

/** The failed evaluation of a network that breaks a bound of the protocol's limits, with number and bound in its message; undefined when it breaks none. Ours. */
export function refuseTooLarge(plan: Plan, protocol: TrainingProtocol): FailedEvaluation | undefined {
  const { limits } = protocol;
  const megabytes = (bytes: number) => `${Math.ceil(bytes / 2 ** 20).toLocaleString("en-US")} MiB`;
  const count = (value: number) => value.toLocaleString("en-US");
  const costs: readonly (readonly [what: string, cost: number, limit: number | undefined, show: typeof count])[] = [
    ["parameters", plan.parameterCount, limits.parameterCount, count],
    ["multiply-adds an image", plan.multiplyAdds, limits.multiplyAdds, count],
    ["predicted memory", predictMemory(plan, protocol), limits.memoryBytes, megabytes],
  ];
  const broken = costs.find(([, cost, limit]) => limit !== undefined && cost > limit);
  if (broken === undefined) return undefined;
  const [what, cost, limit, show] = broken;
  return Object.freeze({
    status: "failed",
    reason: "tooLarge",
    message: `${what}: ${show(cost)}, more than the protocol's limit of ${show(limit as number)}`,
    trainings: Object.freeze([]),
    parameterCount: plan.parameterCount,
    multiplyAdds: plan.multiplyAdds,
    evaluationMillis: 0,
  });
}
