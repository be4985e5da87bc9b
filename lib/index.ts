/**
 * hiernas: *Hierarchical Representations for Efficient Architecture Search* (Liu et al., ICLR 2018) as plain functions.
 * This list is the paper's nouns and verbs, in the order of the data's way: genotype → network → evaluation → search →
 * study → drawings and charts → notebook. What goes deeper has lists of its own: `hiernas/training` (images, training
 * graph, protocols), `hiernas/export` (networks for other frameworks, predictions), `hiernas/studies` (rows, statistics,
 * the final test), `hiernas/figures` (all charts, print sizes), `hiernas/literature` (published numbers, recorded
 * searches) and `hiernas/instruments` (benchmarks).
 */
export { InputError } from "./input/errors.js";
export { createRandom, type Random } from "./random.js";

// genotype
export { phenotypeHash } from "./genotype/canonical.js";
export { createGenotype, type Genotype, motifsOf, operationName } from "./genotype/genotype.js";
export { genotypeFromText } from "./genotype/genotype-from-text.js";
export { genotypeToJson, parseGenotype } from "./genotype/genotype-file.js";
export { initialize, type Initialized, trivialGenotype } from "./genotype/initialize.js";
export { isConnected } from "./genotype/liveness.js";
export { createMotif, type Edge, edgesOf, type Motif } from "./genotype/motif.js";
export { applyMutation, mutate, type Mutated, type Mutation } from "./genotype/mutate.js";
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
export { imagenetNetwork, largeNetwork, type NetworkConfig, smallNetwork } from "./network/network-config.js";
export type { Plan } from "./network/plan.js";
export { planNetwork } from "./network/plan-network.js";

// evaluation
export { evaluateGenotype } from "./evaluation/evaluate-genotype.js";
export type { Evaluation } from "./evaluation/evaluation.js";
export { laptopProtocol, paperProtocol, type Protocol, smokeProtocol, studyProtocol } from "./evaluation/protocol.js";
export { openWorkerPool, type WorkerPool } from "./evaluation/worker-pool.js";

// search
export { competitorsOf } from "./search/competitors.js";
export { fitnessOf, type Individual, type Proposal } from "./search/individual.js";
export { type ProposalContext, proposeChild, proposeInitial, type SearchMethod } from "./search/method.js";
export { randomSearch } from "./search/random-search.js";
export { replaySearch } from "./search/replay-search.js";
export { runSearch } from "./search/run-search.js";
export type { KnownPhenotype } from "./search/search-settings.js";
export { evolutionRows } from "./search/evolution-rows.js";
export { stepSearch } from "./search/step-search.js";
export { sampleTournament, tournamentSearch } from "./search/tournament-search.js";
export { toyFitness } from "./search/toy-fitness.js";

// study
export { runStudy, type StudyResult } from "./study/run-study.js";
export type { RunStudyConfig } from "./study/run-study-config.js";
export type { StudyProgress } from "./study/study-progress.js";
export { type Constraint, costLimit, type CostLimits } from "./study/constraint.js";
export { bestOf, openStudy, readStudy, type Study } from "./study/study.js";
export { replayStudy } from "./study/replay-study.js";
export { verifyStudy } from "./study/verify-study.js";
export type { StudyRow } from "./rows/study-row.js";
export { bestNetwork } from "./rows/trained-networks.js";
export { compareOnTest } from "./study/final-test/compare-on-test.js";
export { wholeStudy } from "./study/whole-study.js";
export { recorded } from "./literature/recorded-searches.js";

// drawings
export { drawPrimitives } from "./figures/architectures/draw-primitives.js";
export { drawCell, drawMotif } from "./figures/architectures/draw-motif.js";
export { drawMatrix } from "./figures/architectures/draw-matrix.js";
export { drawGenotype } from "./figures/architectures/draw-genotype.js";
export { exploreGenotype } from "./figures/architectures/explore-genotype.js";
export { drawUnfolded } from "./figures/architectures/draw-unfolded.js";
export { drawTree } from "./figures/architectures/draw-tree.js";
export { drawTreemap } from "./figures/architectures/draw-costs.js";
export { drawNetwork } from "./figures/architectures/draw-network.js";
export { drawMutation } from "./figures/architectures/draw-mutation.js";
export { drawStep } from "./figures/evolution/draw-step.js";
export { drawLineage } from "./figures/evolution/draw-lineage.js";
export { drawFamilyTree } from "./figures/evolution/draw-family-tree.js";
export { drawReplay } from "./figures/evolution/draw-replay.js";

// charts
export { fitnessByStep } from "./figures/charts/fitness-by-step.js";
export { bestSoFar } from "./figures/charts/best-so-far.js";
export { networkTrainings } from "./figures/charts/network-trainings.js";
export { parametersByStep } from "./figures/charts/parameters-by-step.js";
export { learningCurves } from "./figures/charts/learning-curves.js";
export { lineageOf } from "./figures/evolution/lineage.js";

// figures as files
export type { Figure } from "./figures/output/figure.js";
export { saveFigure } from "./figures/output/figure-file.js";
export { toSvg } from "./figures/output/svg.js";
export { toPng } from "./figures/output/png.js";
export { toPdf } from "./figures/output/pdf.js";
export { toJson } from "./figures/output/json.js";

// notebook
export { interruptible } from "./notebook/interruptible.js";
export { liveFigure } from "./notebook/live-figure.js";
export { progress } from "./notebook/progress.js";
export { show } from "./notebook/show.js";
export { showTable } from "./notebook/show-table.js";
