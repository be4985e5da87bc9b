/** `hiernas/studies`: a search's parts, a study's rows and records, statistics with intervals, and the final test. */
export {
  bootstrapInterval,
  type Clusters,
  excludesZero,
  fewestClusters,
  type Interval,
  type MeanDifference,
  meanDifference,
  meanInterval,
  partialRankCorrelation,
  rankCorrelation,
  shareInterval,
} from "../statistics/intervals.js";
export { type BestOfDraws, bestOfDraws } from "../statistics/best-of-draws.js";
export { type PermutationTest, permutationTests } from "../statistics/permutation-tests.js";
export type { Phase, Scored, SearchEvent } from "../search/individual.js";
export type { Replay, ReplayConfig } from "../search/replay-search.js";
export type { PastSteps, SearchConfig, SearchEvaluateConfig } from "../search/run-search.js";
export type { SearchSettings } from "../search/search-settings.js";
export { methodByName } from "../search/method-by-name.js";
export type { EvolutionRow } from "../search/evolution-rows.js";
export type { StepSearch, StepSearchConfig } from "../search/step-search.js";
export {
  type Tournament,
  type TournamentConfig,
  tournamentDefaults,
  tournamentSize,
} from "../search/tournament-search.js";
export { type ToyFitness, type ToyFitnessConfig, toyFitnessDefaults } from "../search/toy-fitness.js";
export type { Candidate, FinalTestConfig } from "../study/final-test/compare-on-test.js";
export { type FinalTestSummary, compareSentence, summarizeFinalTest } from "../study/final-test/final-test-summary.js";
export type { FinalTestRow } from "../rows/final-test-row.js";
export { curveRows, type LossQuantiles, type StudyCurves } from "../rows/curve-rows.js";
export { diversityDefaults, type DiversityRow, diversityRows } from "../rows/diversity-rows.js";
export {
  bestByEffort,
  type BestByEffort,
  type BestByEffortConfig,
  type Effort,
  type EffortRow,
  type SearchBest,
} from "../rows/best-by-effort.js";
export type { RandomPoint, RunPoint } from "../rows/random-urn.js";
export { type CellFeature, cellFeatures, type FeatureGroup } from "../rows/cell-features.js";
export {
  type EnrichedConfig,
  type EnrichedFeature,
  enrichedFeatures,
  type EnrichedFeatures,
  type FeatureSearch,
  type FeatureSource,
} from "../rows/enriched-features.js";
export { type FinalistRow, finalistRows, type Finalists, winnersLuck, type WinnersLuck } from "../rows/winner-rows.js";
export { type KnownRow, knownRows, type KnownShare, knownShare, type KnownSource } from "../rows/known-rows.js";
export { featuresSentence } from "../study/answers/features-sentence.js";
export {
  protocolsSentence,
  type ProtocolsSentenceConfig,
  shortAndLongSentence,
} from "../study/answers/protocols-sentence.js";
export {
  searchedAndLong,
  type ShortAndLong,
  type ShortAndLongRank,
  shortAndLongRanks,
} from "../rows/short-and-long.js";
export { knownSentence } from "../study/answers/known-sentence.js";
export { randomSearchSentence } from "../study/answers/random-search-sentence.js";
export { recordSentence, winnerSentence } from "../study/answers/winner-sentence.js";
export { type RecordLuck, recordLuck } from "../rows/record-luck.js";
export {
  compareAtEqualSize,
  drawnSizes,
  type EqualSize,
  type SizedNetwork,
  type SizedNetworks,
  type SizedRow,
} from "../rows/equal-size.js";
export { equalSizeSentence } from "../study/answers/equal-size-sentence.js";
export { longKind, searchKind, type TimedRow, type TrainingKind, trainingsToTell } from "../rows/telling-apart.js";
export { longSizes } from "../rows/long-network.js";
export { paperTimeSentence, tellingApartSentence } from "../study/answers/telling-apart-sentence.js";
export {
  changedLineEnd,
  type DescentRow,
  type LineageChange,
  lineageChanges,
  skipNeutral,
} from "../rows/lineage-changes.js";
export { changeSentence, changesSentence } from "../study/answers/lineage-sentence.js";
export {
  type AgainstRandom,
  againstRandom,
  type ComparableStudies,
  comparableStudies,
  drawnBySpace,
  measuredWords,
  type SharedSettings,
} from "../study/comparable-studies.js";
export { type MutationKind, type MutationRow, mutationRows } from "../rows/mutation-rows.js";
export { type FinalTest, readFinalTest } from "../study/final-test/read-final-test.js";
export type { NetworkMean, SeedNoise, TrainedNetwork, TrainedRow } from "../rows/network-mean.js";
export { fitnessWords, meanWords, type MeanWordsConfig } from "../rows/network-words.js";
export type { BestNetwork } from "../rows/study-row.js";
export { bestByStep, seedNoise, trainedNetworks } from "../rows/trained-networks.js";
export { type OwnEvaluate, runStudyDefaults } from "../study/run-study-config.js";
export type { OwnEvaluation } from "../study/own-evaluation.js";
export { bestGenotypes, type BestIndividual, createStudy } from "../study/study.js";
export type { RunningEvaluation } from "../study/study-progress.js";
export {
  differenceSentence,
  familySample,
  type FitnessSample,
  initialRows,
  lastEvolved,
  networkSample,
} from "../study/fitness-samples.js";
export type { StudySettings } from "../study/store/study-settings.js";
export type { Confirmation, StopReason, StudyEvent, StudyIndividual, StudyStop } from "../study/store/study-store.js";
export type { Stopped, StopRules } from "../study/stop-rules.js";
export type { StudyTables } from "../study/study-tables.js";
export type { FigureRows } from "../study/figure-rows.js";
export type { WholeStudy } from "../study/whole-study.js";
export type { StudySummary, WorkerPace } from "../study/summary.js";
export { type Pause, type Work, type WorkRow, workRows } from "../rows/work-rows.js";
export { type Experiment, experiments } from "../study/experiments/experiments.js";
export {
  type ExperimentLength,
  type ExperimentScale,
  experimentScaleByName,
  experimentScales,
} from "../study/experiments/scales.js";
export { runWorker, type RunWorkerConfig, type WorkerResult } from "../study/remote/run-worker.js";
export { runExperiment, type RunExperimentConfig } from "../study/experiments/run-experiment.js";
export { type FinalistsTest, testFinalists, type TestFinalistsConfig } from "../study/experiments/finalists.js";
export { type ExperimentRow, type ExperimentTable, experimentTable } from "../literature/experiment-table.js";
export type { BothTests, MeasuredSearch, TestedNetworks } from "../literature/measured-experiment.js";
export { experimentResults } from "../literature/experiment-results.js";
export {
  type ExperimentTableFormat,
  experimentTableFormats,
  experimentTableText,
} from "../literature/experiment-table-text.js";
