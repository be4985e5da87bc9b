/** Charts and drawings of studies, and those of the literature. */
import { greatest } from "d3-array";
import { comparisonFigures, networkFigures, studyFigures } from "../../figures/charts/study-figures.js";
import { runningMedian } from "../../figures/charts/running-median.js";
import { meanings } from "../../figures/output/theme.js";
import { resultsTable } from "../../figures/charts/results-table.js";
import { drawFamilyTree } from "../../figures/evolution/draw-family-tree.js";
import { drawLineage } from "../../figures/evolution/draw-lineage.js";
import { drawReplay } from "../../figures/evolution/draw-replay.js";
import type { NamedFigure } from "../../figures/output/figure.js";
import { InputError } from "../../input/errors.js";
import { knownNetworks } from "../../literature/known-networks.js";
import { resultsTables } from "../../literature/results-tables.js";
import { bestByStep } from "../../rows/trained-networks.js";
import type { KnownNetworkRow } from "../../rows/known-network-row.js";
import { readRun } from "../../training/read-run.js";
import { wrongPictureRows } from "../../training/wrong-pictures.js";
import { wrongPictures } from "../../figures/charts/wrong-pictures.js";
import { comparableStudies } from "../../study/comparable-studies.js";
import type { WholeStudy } from "../../study/whole-study.js";
import { type DeckData, pickStudy } from "../deck-data.js";
import type { FigureCall } from "../outline/outline.js";
import type { DeckFigure } from "./deck-figure.js";
import { NOTHING_SCORED, numberOf } from "./figure-call.js";
import { still } from "./architecture-figures.js";
import type { ChartSeries, NativeChart, Picture } from "./picture.js";

function scored(call: FigureCall, data: DeckData): WholeStudy {
  const { study } = pickStudy(data, call.settings.study);
  if (study.best === undefined) throw new InputError(NOTHING_SCORED);
  return study;
}

function ofStudy(name: string, words: string): DeckFigure {
  return {
    ...{ name, words, settings: [] },
    draw: (call, data) => chart(named(studyFigures(scored(call, data)), name)),
  };
}

function named(figures: readonly NamedFigure[], name: string): NamedFigure {
  const found = figures.find((each) => each.name === name);
  if (found === undefined) throw new InputError(`the data have no ${name}`);
  return found;
}

const chart = (figure: NamedFigure): Picture => ({ kind: "chart", named: figure });

function ofSearches(name: string, words: string): DeckFigure {
  return {
    ...{ name, words, settings: [] },
    draw: (_call, { studies }) => {
      const scored = studies.map(({ study }) => study).filter(({ best }) => best !== undefined);
      const alike = comparableStudies(scored).map(({ searches }) => Object.values(searches).flat());
      const most = greatest(alike, (one, other) => one.length - other.length) ?? [];
      if (most.length < 2) throw new InputError("comparing takes two studies with the same protocol and images");
      return chart(named(comparisonFigures(most), name));
    },
  };
}

function ofNetworks(name: string, words: string): DeckFigure {
  return {
    ...{ name, words, settings: ["until"] },
    draw: (call, data) => {
      const until = numberOf(call, "until", 1980, 2100) ?? 2100;
      const found = data.studies.slice(0, 1).flatMap(({ study }) => study.fittest);
      const rows = knownNetworks(found).filter((row) => isUntil(row, until));
      return chart(named(networkFigures(rows), name));
    },
  };
}

const isUntil = ({ year, top1 }: KnownNetworkRow, until: number): boolean =>
  year !== null && year <= until && top1 !== null;

function ofResults(name: string, index: number, words: string): DeckFigure {
  const table = resultsTables()[index];
  return {
    ...{ name, words, settings: [] },
    draw: () => chart({ name, draw: (size) => resultsTable(table, { ...size }) }),
  };
}

/** Fitness by step as points, with the median of the neighbours, for programs that draw charts. */
function fitnessPoints({ rows, chance }: WholeStudy): NativeChart {
  const share = chance === null ? 1 : 100;
  const points = (phase: string, colour: string): ChartSeries => {
    const own = rows.filter((row) => row.phase === phase && row.fitness !== null);
    return {
      ...{ name: phase, colour, labels: own.map(({ step }) => String(step)) },
      values: own.map(({ fitness }) => round((fitness ?? 0) * share)),
    };
  };
  const median = runningMedian(rows);
  const best = bestByStep(rows).flatMap((network, index) =>
    network === null ? [] : [{ step: rows[index].step, network }],
  );
  const all = rows.flatMap(({ fitness }) => (fitness === null ? [] : [fitness * share]));
  const [low, high] = [Math.min(...all), Math.max(...all)];
  return {
    kind: "scatter",
    series: [
      points("initialization", meanings.initialization),
      points("evolution", meanings.evolution),
      {
        ...{ name: "median of neighbours", colour: meanings.text, labels: median.map(({ step }) => String(step)) },
        values: median.map((row) => round(row.median * share)),
      },
      {
        ...{ name: "best so far, expected", colour: meanings.best, labels: best.map(({ step }) => String(step)) },
        values: best.map(({ network }) => round(network.expected * share)),
      },
    ],
    ...{ xTitle: "step", yTitle: chance === null ? "fitness" : "fitness (accuracy, %)" },
    domain: chance === null ? [low, high] : [Math.floor(low / 5) * 5, Math.ceil(high / 5) * 5],
  };
}

const round = (value: number): number => Math.round(value * 1e4) / 1e4;

/** The figures of studies and of published results. */
export const studyFigureTable: readonly DeckFigure[] = Object.freeze([
  {
    ...{ name: "fitness-by-step", words: "fitness of each genotype by step", settings: [] },
    draw: (call, data) => {
      const study = scored(call, data);
      return { kind: "chart", named: named(studyFigures(study), "fitness-by-step"), native: fitnessPoints(study) };
    },
  },
  ofStudy("network-trainings", "one network, many trainings: the noise of a seed"),
  ofStudy("best-so-far", "the best network so far"),
  ofStudy("parameters-by-step", "parameters of each genotype by step"),
  ofStudy("fitness-distribution", "how fitness is distributed in initialization and evolution"),
  ofStudy("fitness-by-cost", "fitness against parameters and multiply-adds"),
  ofStudy("mutations-over-time", "the kinds of mutations over time"),
  ofStudy("mutations-by-operation", "what each operation gains"),
  ofStudy("diversity-by-step", "how different the genotypes are"),
  ofStudy("worker-time", "what the workers did"),
  ofStudy("learning-curves", "training losses of the population"),
  {
    ...{ name: "replay", words: "an evolution with a slider", settings: [] },
    draw: (call, data) => still(drawReplay(scored(call, data).population)),
  },
  {
    ...{ name: "lineage", words: "how the best network came about", settings: ["step"] },
    draw: (call, data) => still(drawLineage(scored(call, data).population, { step: numberOf(call, "step", 1) })),
  },
  {
    ...{ name: "family", words: "who descends from whom", settings: [] },
    draw: (call, data) => still(drawFamilyTree(scored(call, data).population)),
  },
  ofSearches("searches-compared", "several searches: fitness and parameters by step"),
  ofSearches("searches-by-parameters", "several searches: fitness against parameters"),
  ofSearches("searches-best-so-far", "several searches: the best so far"),
  {
    ...{
      name: "wrong-pictures",
      words: "test images that a trained network takes for others",
      settings: ["run", "count", "data"],
    },
    draw: (call) => {
      const { run, data } = call.settings;
      if (run === undefined) throw new InputError("wrong-pictures needs run=FOLDER, a run of hiernas train");
      const rows = wrongPictureRows(readRun(run), { count: numberOf(call, "count", 1, 100) ?? 10, data });
      return chart({ name: "wrong-pictures", draw: () => wrongPictures(rows) });
    },
  },
  ofNetworks("operations-by-accuracy", "known networks: multiply-adds against accuracy"),
  ofNetworks("growing-complexity", "known networks by year"),
  ofResults("results-search-methods", 0, "the deck's table of search methods"),
  ofResults("results-cifar-10", 1, "the deck's table of CIFAR-10 models"),
  ofResults("results-imagenet", 2, "the deck's table of ImageNet models"),
] satisfies readonly DeckFigure[]);
