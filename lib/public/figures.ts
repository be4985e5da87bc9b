/** `hiernas/figures`: every chart and drawing beyond the main list, their settings, and figures at a print size. */
export { fitnessByCost, type CostStepRow, paretoFront } from "../figures/charts/fitness-by-cost.js";
export { type AccuracyConfig, accuracyBySeed } from "../figures/charts/accuracy-by-seed.js";
export { type BandwidthPoint, bandwidthBySize, type CacheMark } from "../figures/charts/bandwidth-by-size.js";
export { type AgainstRandomConfig, bestAgainstRandom } from "../figures/charts/best-against-random.js";
export type { Searches } from "../figures/charts/best-so-far.js";
export type { ChartConfig, StepRow } from "../figures/charts/chart-parts.js";
export { compareCosts, type CompareCostsConfig, type CostSearches } from "../figures/charts/compare-costs.js";
export { compareSearches } from "../figures/charts/compare-searches.js";
export { confirmedFinalists, type ConfirmedFinalistsConfig } from "../figures/charts/confirmed-finalists.js";
export { type ConfusionConfig, confusionMatrix } from "../figures/charts/confusion-matrix.js";
export { type DiversityConfig, diversityByStep } from "../figures/charts/diversity-by-step.js";
export type { CostConfig, CostKind } from "../figures/architectures/cost-tree.js";
export { drawDifference, type DifferenceConfig } from "../figures/architectures/draw-difference.js";
export { drawIcicle } from "../figures/architectures/draw-costs.js";
export { errorByClass, type ErrorByClassConfig } from "../figures/charts/error-by-class.js";
export type { FamilyTreeConfig } from "../figures/evolution/draw-family-tree.js";
export type { LineageConfig } from "../figures/evolution/draw-lineage.js";
export type { MatrixConfig } from "../figures/architectures/draw-matrix.js";
export type { MotifConfig } from "../figures/architectures/draw-motif.js";
export type { DrawingConfig } from "../figures/architectures/drawing-config.js";
export type { MotifPlace } from "../figures/architectures/pick-motif.js";
export { drawModules } from "../figures/architectures/draw-modules.js";
export type { ReplayDrawingConfig } from "../figures/evolution/draw-replay.js";
export type { StepPictureConfig } from "../figures/evolution/draw-step.js";
export type { StepPictureRow } from "../figures/evolution/step-lanes.js";
export type { UnfoldConfig } from "../figures/architectures/draw-unfolded.js";
export type { AnimationReport, FigureFileConfig } from "../figures/output/figure-file.js";
export { figurePage, type PageConfig } from "../figures/output/page/figure-page.js";
export { type Look, lookDefaults, restyle } from "../figures/output/restyle.js";
export type { Json, NamedFigure, Spec } from "../figures/output/figure.js";
export { featureDifferences, type FeatureDifferencesConfig } from "../figures/charts/feature-differences.js";
export { fitnessAtEqualSize } from "../figures/charts/fitness-at-equal-size.js";
export { type DistributionConfig, fitnessDistribution } from "../figures/charts/fitness-distribution.js";
export { utilization } from "../figures/charts/utilization.js";
export type { UtilizationRow } from "../rows/utilization-row.js";
export { knownByStep, type KnownSearches } from "../figures/charts/known-by-step.js";
export { growingComplexity } from "../figures/charts/growing-complexity.js";
export { operationsByAccuracy } from "../figures/charts/known-networks.js";
export type { FamilyRow, LineageRow } from "../figures/evolution/lineage.js";
export type { NetworkTrainingsConfig } from "../figures/charts/network-trainings.js";
export { matrixLatex, type LatexConfig } from "../figures/architectures/matrix-latex.js";
export type { LearningCurve, LearningCurvesConfig } from "../figures/charts/learning-curves.js";
export { lossBands } from "../figures/charts/loss-bands.js";
export { mutationsByOperation } from "../figures/charts/mutations-by-operation.js";
export { mutationsOverTime } from "../figures/charts/mutations-over-time.js";
export { type PngConfig, pngDefaults } from "../figures/output/png.js";
export { type CostRow, populationCosts } from "../figures/charts/population-costs.js";
export {
  type PrintConfig,
  printDefaults,
  type PrintFigure,
  printFigure,
  type PrintSize,
  slidePrint,
} from "../figures/output/print-size.js";
export { predictedPictures, type PredictedPicturesConfig } from "../figures/charts/predicted-pictures.js";
export { resultsTable } from "../figures/charts/results-table.js";
export {
  finalTestFigures,
  comparisonFigures,
  networkFigures,
  type StudyFigureRows,
  studyFigures,
} from "../figures/charts/study-figures.js";
export { runFigures } from "../figures/charts/run-figures.js";
export { type TrainingCurve, trainingCurves, type TrainingCurvesConfig } from "../figures/charts/training-curves.js";
export { shortAgainstLong } from "../figures/charts/short-against-long.js";
export { rankByCost, type RankConfig } from "../figures/charts/rank-by-cost.js";
export { roofline, type RooflinePoint, type RooflineRoofs } from "../figures/charts/roofline.js";
export {
  type TrainingStepBound,
  trainingStepByPart,
  type TrainingStepPart,
} from "../figures/charts/training-step-by-part.js";
export { tellingApart } from "../figures/charts/telling-apart.js";
export { wrongPictures, type WrongPicturesFigureConfig } from "../figures/charts/wrong-pictures.js";
export { workerTime, type WorkerTimeConfig } from "../figures/charts/worker-time.js";
export type { LiveFigure } from "../notebook/live-figure.js";
export type { Progress } from "../notebook/progress.js";
export { type TableConfig, tableDefaults, type TableRow } from "../notebook/show-table.js";
export { errorBars, type ErrorBar } from "../figures/talk/error-bars.js";
export { drawArcs } from "../figures/talk/draw-arcs.js";
export { drawAssembly, drawMatrixAndGraph } from "../figures/talk/draw-assembly.js";
export { drawClassicNetworks } from "../figures/talk/draw-classic-networks.js";
export { drawCover } from "../figures/talk/draw-cover.js";
export { drawFlatAndHierarchical } from "../figures/talk/draw-flat-and-hierarchical.js";
export { drawInceptionV3 } from "../figures/talk/draw-inception-v3.js";
export { drawInitialization } from "../figures/talk/draw-initialization.js";
export { drawMutationDraws } from "../figures/talk/draw-mutation-draws.js";
export { drawNetworkRow } from "../figures/talk/draw-network-row.js";
export { drawController } from "../figures/talk/draw-controller.js";
export { drawTournament } from "../figures/talk/draw-tournament.js";
export {
  drawSearchMethods,
  type SearchBranch,
  type SearchWay,
  searchWays,
} from "../figures/talk/draw-search-methods.js";
