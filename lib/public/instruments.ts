/** `hiernas/instruments`: the project's own benchmarks and profiles of a training step, and what `reproduce` makes. */
export { type Reproduction, reproduction } from "../instruments/reproduction/reproduction.js";
export { reproductionFinalTest } from "../instruments/reproduction/reproduction-final-test.js";
export {
  benchProtocol,
  type ProtocolBench,
  type ProtocolBenchConfig,
  protocolBenchDefaults,
} from "../instruments/bench/bench-protocol.js";
export {
  benchRewrites,
  rewritesBenchDefaults,
  type RewritesBench,
  type RewritesBenchConfig,
} from "../instruments/bench/bench-rewrites.js";
export {
  benchTraining,
  trainingBenchDefaults,
  type TrainingBench,
  type TrainingBenchConfig,
} from "../instruments/bench/bench-training.js";
export { laptopScale, largeScales, publishedScale, type BenchScale } from "../instruments/bench/scale.js";
export {
  benchOperations,
  type OperationBenchConfig,
  operationBenchDefaults,
  type OperationRow,
} from "../instruments/bench/bench-operations.js";
export {
  benchRoofline,
  type MachineRoofline,
  type RooflineConfig,
  rooflineDefaults,
} from "../instruments/bench/bench-roofline.js";
export {
  benchTrainingSteps,
  costOfTrainingStep,
  type TrainingStepBenchConfig,
  trainingStepBenchDefaults,
  type TrainingStepTimes,
} from "../instruments/bench/bench-training-steps.js";
export { groupOfOperation, type OperationGroup, operationGroups } from "../instruments/bench/operation-group.js";
export type { TrainingStepCost } from "../instruments/bench/program-cost.js";
export {
  profileSettings,
  profileTraining,
  rooflinePoints,
  trainingStepBounds,
  trainingStepParts,
  type TrainingProfile,
  totalOf,
} from "../instruments/bench/training-profile.js";
