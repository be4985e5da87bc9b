/**
 * `hiernas/training`: images and batches, the training graph and its sessions, protocols as data, worker pools; a
 * network trained in earnest (`runTraining`, `readRun`).
 */
export { networkByName } from "../network/network-config.js";
export type { AveragePiece, PlanLayer, PlanOperation, WeightPiece } from "../network/plan.js";
export type { Batch } from "../graph/session/batch.js";
export type { Schedule } from "../graph/session/learning-rate.js";
export type { RewriteName } from "../graph/rewrites/table.js";
export { type EngineName, type TrainingGraphConfig, trainingGraphDefaults } from "../graph/training-graph.js";
export { type Classifier, openClassifier, type TrainedWeights } from "../graph/session/classifier.js";
export { openTrainingSession, type TrainingSession } from "../graph/session/training-session.js";
export {
  type Augmentation,
  laptopAugmentation,
  noAugmentation,
  paperAugmentation,
  pictureAugmentation,
} from "../dataset/augment.js";
export { prepareSource } from "../dataset/data-source.js";
export type { PreparationConfig, PreparationProgress } from "../dataset/pictures/prepare-pictures.js";
export {
  scoringBatches,
  type ScoringBatchConfig,
  type TrainingBatchConfig,
  trainingBatches,
} from "../dataset/batches.js";
export { cifar10ClassNames, type Cifar10Config, loadCifar10 } from "../dataset/cifar-10.js";
export { type Dataset, type Images, makeImages } from "../dataset/images.js";
export type { DataSource } from "../dataset/data-source.js";
export { type DataConfig, loadData } from "../dataset/load-data.js";
export type { Normalization } from "../dataset/normalize.js";
export { resizeImages, type Size } from "../dataset/resize.js";
export { loadSample } from "../dataset/sample.js";
export { makeSyntheticData, type SyntheticConfig, syntheticDefaults } from "../dataset/synthetic.js";
export type { CurvePoint } from "../evaluation/curve.js";
export { type EvaluateGenotypeConfig, evaluateGenotypeDefaults } from "../evaluation/evaluate-genotype.js";
export {
  type EvaluationProgress,
  type FailedEvaluation,
  type FailureReason,
  type ScoredEvaluation,
  type Training,
} from "../evaluation/evaluation.js";
export { checkProtocol } from "../evaluation/check-protocol.js";
export type { ScoreOn } from "../evaluation/messages.js";
export { predictMemory, type PredictedEngine } from "../evaluation/predict-memory.js";
export { describeProtocol, type ProtocolRow } from "../evaluation/describe-protocol.js";
export { protocolData, protocolFromData } from "../evaluation/protocol-data.js";
export { type EvaluationLimits, longProtocol, protocolByName, type ProtocolData } from "../evaluation/protocol.js";
export { recycleDefaults, type RecycleRule } from "../evaluation/recycle.js";
export { defaultThreads, defaultWorkers } from "../evaluation/threads.js";
export type { EvaluateConfig, WorkerPoolConfig } from "../evaluation/worker-pool.js";
export { type RunDescription } from "../training/describe-run.js";
export {
  imagenetProtocol,
  largeProtocol,
  smallProtocol,
  withImageSide,
  withTrainingSteps,
} from "../training/large-protocol.js";
export { readRun, readRunTest, readTrainedWeights, type Run } from "../training/read-run.js";
export { runFigureRows } from "../training/run-figure-rows.js";
export type { RunHolder } from "../training/run-lock.js";
export {
  type RunCheckpoint,
  type RunEnd,
  runStatus,
  type RunStatus,
  runTime,
  type RunTime,
} from "../training/run-status.js";
export type { RunOrigin } from "../training/run-folder.js";
export type { RunEvent } from "../training/run-log.js";
export type { RunProgress } from "../training/run-messages.js";
export type { RunResult, RunTraining } from "../training/run-result.js";
export type { LayerData, PrimitiveData } from "../genotype/primitive-data.js";
export type { RunSettings } from "../training/run-settings.js";
export { runTraining } from "../training/run-training.js";
export { type RunState, type RunTrainingConfig, runTrainingDefaults } from "../training/run-training-config.js";
export { wrongPictureRows, type WrongPicturesConfig } from "../training/wrong-pictures.js";
export {
  classErrorRows,
  type ClassErrorRow,
  confusionRows,
  type ConfusionRow,
  mostWrong,
  type TestPredictions,
  type WrongImage,
  type WrongPictureRow,
} from "../rows/prediction-rows.js";
export { type RunCurvePoint, type RunLine, runLines } from "../rows/run-curve.js";
export type { RunRows } from "../rows/run-rows.js";
