/** Programs of plans, shared by tests. */
import { compileProgram } from "../../../lib/graph/fused/compile-program.js";
import type { Program } from "../../../lib/graph/fused/program.js";
import { lowerPlan } from "../../../lib/graph/lower-plan.js";
import { trainingGraphDefaults } from "../../../lib/graph/training-graph.js";
import type { Plan } from "../../../lib/network/plan.js";
import { smallPlan } from "../rewrites/observe-graph.js";
import { genotypes } from "../rewrites/nine-genotypes.js";
import { operationCases, planOfCase } from "./operation-cases.js";

export const programOf = (plan: Plan, standIns: "none" | "smooth" = "none"): Program =>
  compileProgram(lowerPlan(plan, { ...trainingGraphDefaults, standIns, batchSize: 64 }));

/** The programs of the nine genotypes and of every single operation. */
export const samplePrograms = (): readonly (readonly [name: string, program: Program])[] => [
  ...genotypes.map(([name, genotype]) => [name, programOf(smallPlan(genotype()))] as const),
  ...operationCases.map((each) => [each.name, programOf(planOfCase(each, 9, 3))] as const),
];
