/** `hiernas/literature`: published results, known networks and modules, recorded searches and measurements. */
export { conv3, conv5, type KnownModule, knownModules, moduleByName } from "../genotype/known-modules.js";
export type { KnownNetworkRow } from "../rows/known-network-row.js";
export { knownNetworks } from "../literature/known-networks.js";
export {
  type PublishedCifar,
  publishedCifar,
  type PublishedError,
  type PublishedImagenet,
  publishedImagenet,
  type PublishedMethod,
  publishedMethods,
} from "../literature/published-results.js";
export { recordedExperiment, recordedExperiments } from "../literature/recorded-experiments.js";
export { recordedFinalTest, type RecordedSearch, recordedSearches } from "../literature/recorded-searches.js";
export { type MeasuredImagenet, measuredImagenet } from "../literature/measured-imagenet.js";
export { type LargeRunCell, largeRunResults, largeRuns, type LargeRuns } from "../literature/large-runs.js";
export {
  type CellFitness,
  type LargeRun,
  type TransferError,
  type TransferRow,
  transferSentence,
} from "../rows/transfer-rows.js";
export type { ResultRow, ResultsTable } from "../rows/results-table.js";
export { resultsTables } from "../literature/results-tables.js";
export type { ProtocolRank } from "../rows/protocol-rank.js";
export { readProtocolRanks } from "../literature/protocol-ranks.js";
export type { LongNetwork, LongTrainings } from "../rows/long-network.js";
export { readLongTrainings } from "../literature/long-trainings.js";
export {
  readStudyProtocol,
  studyProtocolAim,
  type StudyProtocolData,
  type StudyRank,
  studyProtocolName,
} from "../literature/study-protocol.js";
export { hasSampleRun, readSampleRun, type SampleRun } from "../literature/sample-run.js";
