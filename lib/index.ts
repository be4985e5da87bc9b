/**
 * hiernas: *Hierarchical Representations for Efficient Architecture Search* (Liu et al., ICLR 2018) as plain functions.
 * This is the public list, in the order of the data's way: genotype → network → graph → dataset → evaluation → search →
 * study → figures → notebook, and the benchmarks beside it.
 */
export { InputError } from "./input/errors.js";
export { createRandom, type Random } from "./random.js";
export {
  bootstrapInterval,
  type Clusters,
  excludesZero,
  fewestClusters,
  type Interval,
  type MeanDifference,
  meanDifference,
  rankCorrelation,
} from "./statistics/intervals.js";

// genotype
export { type Canonical, canonicalize, phenotypeHash } from "./genotype/canonical.js";
export {
  checkInSpace,
  createGenotype,
  type Genotype,
  levelCount,
  motifsOf,
  operationCount,
  operationName,
} from "./genotype/genotype.js";
export { genotypeFromText } from "./genotype/genotype-from-text.js";
export { genotypeToJson, parseGenotype } from "./genotype/genotype-file.js";
export { INITIALIZATION_MUTATIONS, initialize, type Initialized, trivialGenotype } from "./genotype/initialize.js";
export { findLive, isConnected, type LiveMotif } from "./genotype/liveness.js";
export { createMotif, type Edge, edgesOf, type Motif, NONE, withOperation } from "./genotype/motif.js";
export { applyMutation, mutate, type Mutated, type Mutation, sampleMutation } from "./genotype/mutate.js";
export {
  averagePool,
  conv1,
  depthwise,
  identity,
  type Layer,
  maxPool,
  paperPrimitives,
  type Primitive,
  separable,
} from "./genotype/primitive.js";
export { conv3, conv5, type KnownModule, knownModules, moduleByName } from "./genotype/known-modules.js";
export { publishedCell } from "./genotype/published.js";
export {
  createSpace,
  flatSpace,
  hierarchicalSpace,
  type Space,
  spaceByName,
  type SpaceLevel,
} from "./genotype/space.js";

// network
export {
  imagenetNetwork,
  largeNetwork,
  networkByName,
  type NetworkConfig,
  smallNetwork,
} from "./network/network-config.js";
export type { AveragePiece, Plan, PlanLayer, PlanOperation, WeightPiece } from "./network/plan.js";
export { planNetwork } from "./network/plan-network.js";

// graph
export type { Batch } from "./graph/session/batch.js";
export { initialWeights } from "./graph/session/initial-weights.js";
export { learningRateAt, type Schedule } from "./graph/session/learning-rate.js";
export { type RewriteName, rewriteNames } from "./graph/rewrites/table.js";
export { type TrainingGraphConfig, trainingGraphDefaults } from "./graph/training-graph.js";
export { selfTest, type SelfTest } from "./graph/session/self-test.js";
export { openTrainingSession, type TrainingSession } from "./graph/session/training-session.js";

// dataset
export { type Augmentation, laptopAugmentation, noAugmentation, paperAugmentation } from "./dataset/augment.js";
export {
  scoringBatches,
  type ScoringBatchConfig,
  type TrainingBatchConfig,
  trainingBatches,
} from "./dataset/batches.js";
export { cifar10ClassNames, type Cifar10Config, loadCifar10 } from "./dataset/cifar-10.js";
export { countByClass, type Dataset, type Images, limitImages, makeImages, takeImages } from "./dataset/images.js";
export { dataName } from "./dataset/data-name.js";
export { type DataConfig, type DataSource, loadData } from "./dataset/load-data.js";
export { computeNormalization, type Normalization } from "./dataset/normalize.js";
export { resizeImages, type Size } from "./dataset/resize.js";
export { loadSample } from "./dataset/sample.js";
export { makeSyntheticData, type SyntheticConfig, syntheticDefaults } from "./dataset/synthetic.js";

// evaluation
export type { CurvePoint } from "./evaluation/curve.js";
export {
  evaluateGenotype,
  type EvaluateGenotypeConfig,
  evaluateGenotypeDefaults,
} from "./evaluation/evaluate-genotype.js";
export {
  type Evaluation,
  type EvaluationProgress,
  type FailedEvaluation,
  type FailureReason,
  meanAndSpread,
  type ScoredEvaluation,
  type Training,
} from "./evaluation/evaluation.js";
export { checkProtocol } from "./evaluation/check-protocol.js";
export type { ScoreOn } from "./evaluation/messages.js";
export { measureThreads, type MeasureThreadsConfig } from "./evaluation/measure-threads.js";
export { predictMemory } from "./evaluation/predict-memory.js";
export { protocolData, protocolFromData, sameProtocol } from "./evaluation/protocol-data.js";
export {
  type EvaluationLimits,
  laptopProtocol,
  paperProtocol,
  type Protocol,
  protocolByName,
  type ProtocolData,
  smokeProtocol,
} from "./evaluation/protocol.js";
export { recycleDefaults, type RecycleRule } from "./evaluation/recycle.js";
export { defaultThreads, defaultWorkers, type MeasuredThreads, readMeasuredThreads } from "./evaluation/threads.js";
export {
  type EvaluateConfig,
  openWorkerPool,
  type WorkerPool,
  type WorkerPoolConfig,
} from "./evaluation/worker-pool.js";

// search
export {
  fitnessOf,
  type Individual,
  type Phase,
  type Proposal,
  type Scored,
  type SearchEvent,
} from "./search/individual.js";
export { type ProposalContext, proposeChild, proposeInitial, type SearchMethod } from "./search/method.js";
export { randomSearch } from "./search/random-search.js";
export { type Replay, type ReplayConfig, replaySearch } from "./search/replay-search.js";
export { type PastSteps, runSearch, type SearchConfig, type SearchEvaluateConfig } from "./search/run-search.js";
export {
  evaluationSeed,
  type KnownPhenotype,
  knownPhenotypeByName,
  knownPhenotypes,
  type SearchSettings,
} from "./search/search-settings.js";
export { methodByName } from "./search/method-by-name.js";
export { type EvolutionRow, evolutionRows } from "./search/evolution-rows.js";
export { type StepSearch, stepSearch, type StepSearchConfig } from "./search/step-search.js";
export {
  sampleTournament,
  type Tournament,
  type TournamentConfig,
  tournamentDefaults,
  tournamentSearch,
  tournamentSize,
} from "./search/tournament-search.js";
export { type ToyFitness, toyFitness, type ToyFitnessConfig, toyFitnessDefaults } from "./search/toy-fitness.js";

// study
export { type Candidate, type FinalTestConfig, compareOnTest } from "./study/final-test/compare-on-test.js";
export { type FinalTestSummary, compareSentence, summarizeFinalTest } from "./study/final-test/final-test-summary.js";
export type { FinalTestRow } from "./rows/final-test-row.js";
export { curveRows, type LossQuantiles, type StudyCurves } from "./rows/curve-rows.js";
export { diversityDefaults, type DiversityRow, diversityRows } from "./rows/diversity-rows.js";
export { type Constraint, parameterLimit } from "./study/constraint.js";
export { type FigureRows, figureRows } from "./study/figure-rows.js";
export type { KnownNetworkRow } from "./rows/known-network-row.js";
export { knownNetworks } from "./literature/known-networks.js";
export { type MutationKind, type MutationRow, mutationRows } from "./rows/mutation-rows.js";
export {
  type PublishedCifar,
  publishedCifar,
  type PublishedError,
  type PublishedImagenet,
  publishedImagenet,
  type PublishedMethod,
  publishedMethods,
} from "./literature/published-results.js";
export { type FinalTest, readFinalTest } from "./study/final-test/read-final-test.js";
export {
  recordedFinalTest,
  recordedSearch,
  type RecordedSearch,
  recordedSearches,
} from "./literature/recorded-searches.js";
export { type Reproduction, reproduction } from "./instruments/reproduction/reproduction.js";
export { reproductionFinalTest } from "./instruments/reproduction/reproduction-final-test.js";
export type { ResultRow, ResultsTable } from "./rows/results-table.js";
export { resultsTables } from "./literature/results-tables.js";
export type { NetworkMean, SeedNoise, TrainedNetwork, TrainedRow } from "./rows/network-mean.js";
export { fitnessWords, meanWords, type MeanWordsConfig } from "./rows/network-words.js";
export { type BestNetwork, type StudyRow } from "./rows/study-row.js";
export { bestByStep, bestNetwork, seedNoise, trainedNetworks } from "./rows/trained-networks.js";
export type { ProtocolRank } from "./rows/protocol-rank.js";
export { readProtocolRanks } from "./literature/protocol-ranks.js";
export {
  type OwnEvaluate,
  runStudy,
  type RunStudyConfig,
  runStudyDefaults,
  type StudyResult,
} from "./study/run-study.js";
export { replayStudy } from "./study/replay-study.js";
export { type BestIndividual, bestOf, createStudy, openStudy, readStudy, type Study } from "./study/study.js";
export { type RunningEvaluation, type StudyProgress } from "./study/study-progress.js";
export { studyName } from "./study/study-name.js";
export {
  differenceSentence,
  familySample,
  type FitnessSample,
  initialRows,
  lastEvolved,
  networkSample,
  scoredFitnesses,
  type SearchSummary,
  summarizeSearch,
  type SummaryConfig,
  summaryDefaults,
} from "./study/search-summary.js";
export { createSettings, type StudySettings } from "./study/store/study-settings.js";
export { type StudyEvent, type StudyHolder, type StudyIndividual, type StudyStore } from "./study/store/study-store.js";
export type { EvaluationPlace, StudyRecord } from "./rows/study-record.js";
export { type EngineCount } from "./study/store/engine-count.js";
export { type StudySummary, type WorkerPace } from "./study/summary.js";
export { type Pause, type Work, type WorkRow, workRows } from "./rows/work-rows.js";

// figures
export { fitnessByCost, type CostStepRow, paretoFront } from "./figures/charts/fitness-by-cost.js";
export { type AccuracyConfig, accuracyBySeed } from "./figures/charts/accuracy-by-seed.js";
export { type BandwidthPoint, bandwidthBySize, type CacheMark } from "./figures/charts/bandwidth-by-size.js";
export { bestSoFar, type Searches } from "./figures/charts/best-so-far.js";
export { type ChartConfig, type StepRow } from "./figures/charts/chart-parts.js";
export { compareCosts, type CompareCostsConfig, type CostSearches } from "./figures/charts/compare-costs.js";
export { compareSearches } from "./figures/charts/compare-searches.js";
export { type DiversityConfig, diversityByStep } from "./figures/charts/diversity-by-step.js";
export type { CostConfig, CostKind } from "./figures/architectures/cost-tree.js";
export { drawIcicle, drawTreemap } from "./figures/architectures/draw-costs.js";
export { drawFamilyTree, type FamilyTreeConfig } from "./figures/evolution/draw-family-tree.js";
export { drawGenotype } from "./figures/architectures/draw-genotype.js";
export { drawLineage, type LineageConfig } from "./figures/evolution/draw-lineage.js";
export { drawMatrix, type MatrixConfig } from "./figures/architectures/draw-matrix.js";
export { drawCell, drawMotif, type MotifConfig } from "./figures/architectures/draw-motif.js";
export type { DrawingConfig } from "./figures/architectures/drawing-config.js";
export type { MotifPlace } from "./figures/architectures/pick-motif.js";
export { drawModules } from "./figures/architectures/draw-modules.js";
export { drawMutation } from "./figures/architectures/draw-mutation.js";
export { drawNetwork } from "./figures/architectures/draw-network.js";
export { drawPrimitives } from "./figures/architectures/draw-primitives.js";
export { drawReplay, type ReplayDrawingConfig } from "./figures/evolution/draw-replay.js";
export { drawStep, type StepPictureConfig } from "./figures/evolution/draw-step.js";
export type { StepPictureRow } from "./figures/evolution/step-lanes.js";
export { drawTree } from "./figures/architectures/draw-tree.js";
export { drawUnfolded, type UnfoldConfig } from "./figures/architectures/draw-unfolded.js";
export { exploreGenotype } from "./figures/architectures/explore-genotype.js";
export type { Figure, Json, NamedFigure, Spec } from "./figures/output/figure.js";
export { fitnessByStep } from "./figures/charts/fitness-by-step.js";
export { type DistributionConfig, fitnessDistribution } from "./figures/charts/fitness-distribution.js";
export { growingComplexity } from "./figures/charts/growing-complexity.js";
export { operationsByAccuracy } from "./figures/charts/known-networks.js";
export { type FamilyRow, lineageOf, type LineageRow } from "./figures/evolution/lineage.js";
export { networkTrainings, type NetworkTrainingsConfig } from "./figures/charts/network-trainings.js";
export { matrixLatex, type LatexConfig } from "./figures/architectures/matrix-latex.js";
export { type LearningCurve, learningCurves, type LearningCurvesConfig } from "./figures/charts/learning-curves.js";
export { lossBands } from "./figures/charts/loss-bands.js";
export { mutationsByOperation } from "./figures/charts/mutations-by-operation.js";
export { mutationsOverTime } from "./figures/charts/mutations-over-time.js";
export { parametersByStep } from "./figures/charts/parameters-by-step.js";
export { toPdf } from "./figures/output/pdf.js";
export { type PngConfig, pngDefaults, toPng } from "./figures/output/png.js";
export { type CostRow, populationCosts } from "./figures/charts/population-costs.js";
export {
  type PrintConfig,
  printDefaults,
  type PrintFigure,
  printFigure,
  type PrintSize,
} from "./figures/output/print-size.js";
export { resultsTable } from "./figures/charts/results-table.js";
export {
  finalTestFigures,
  comparisonFigures,
  networkFigures,
  type StudyFigureRows,
  studyFigures,
} from "./figures/charts/study-figures.js";
export { rankByCost, type RankConfig } from "./figures/charts/rank-by-cost.js";
export { roofline, type RooflinePoint, type RooflineRoofs } from "./figures/charts/roofline.js";
export {
  type TrainingStepBound,
  trainingStepByPart,
  type TrainingStepPart,
} from "./figures/charts/training-step-by-part.js";
export { toSvg } from "./figures/output/svg.js";
export { workerTime, type WorkerTimeConfig } from "./figures/charts/worker-time.js";
export { toJson, writeFigure } from "./figures/output/write-figure.js";

// notebook
export { interruptible } from "./notebook/interruptible.js";
export { type LiveFigure, liveFigure } from "./notebook/live-figure.js";
export { type Progress, progress } from "./notebook/progress.js";
export { show } from "./notebook/show.js";
export { showTable, type TableConfig, tableDefaults, type TableRow } from "./notebook/show-table.js";

// bench
export {
  benchProtocol,
  type ProtocolBench,
  type ProtocolBenchConfig,
  protocolBenchDefaults,
} from "./instruments/bench/bench-protocol.js";
export {
  benchRewrites,
  rewritesBenchDefaults,
  type RewritesBench,
  type RewritesBenchConfig,
} from "./instruments/bench/bench-rewrites.js";
export {
  benchTraining,
  trainingBenchDefaults,
  type TrainingBench,
  type TrainingBenchConfig,
} from "./instruments/bench/bench-training.js";
export { laptopScale, publishedScale, type BenchScale } from "./instruments/bench/scale.js";
export {
  benchOperations,
  type OperationBenchConfig,
  operationBenchDefaults,
  type OperationRow,
} from "./instruments/bench/bench-operations.js";
export {
  benchRoofline,
  type MachineRoofline,
  type RooflineConfig,
  rooflineDefaults,
} from "./instruments/bench/bench-roofline.js";
export {
  benchTrainingSteps,
  costOfTrainingStep,
  type TrainingStepBenchConfig,
  trainingStepBenchDefaults,
  type TrainingStepTimes,
} from "./instruments/bench/bench-training-steps.js";
export { groupOfOperation, type OperationGroup, operationGroups } from "./instruments/bench/operation-group.js";
export type { TrainingStepCost } from "./instruments/bench/program-cost.js";
export {
  profileSettings,
  profileTraining,
  rooflinePoints,
  trainingStepBounds,
  trainingStepParts,
  type TrainingProfile,
  totalOf,
} from "./instruments/bench/training-profile.js";
