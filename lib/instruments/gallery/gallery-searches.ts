/** The gallery's pictures of the recorded searches. */
import { fitnessByCost } from "../../figures/charts/fitness-by-cost.js";
import { accuracyBySeed } from "../../figures/charts/accuracy-by-seed.js";
import { bestSoFar } from "../../figures/charts/best-so-far.js";
import { compareSearches } from "../../figures/charts/compare-searches.js";
import { diversityByStep } from "../../figures/charts/diversity-by-step.js";
import { drawFamilyTree } from "../../figures/evolution/draw-family-tree.js";
import { drawLineage } from "../../figures/evolution/draw-lineage.js";
import { drawReplay } from "../../figures/evolution/draw-replay.js";
import { fitnessByStep } from "../../figures/charts/fitness-by-step.js";
import { fitnessDistribution } from "../../figures/charts/fitness-distribution.js";
import { lossBands } from "../../figures/charts/loss-bands.js";
import { mutationsByOperation } from "../../figures/charts/mutations-by-operation.js";
import { mutationsOverTime } from "../../figures/charts/mutations-over-time.js";
import { parametersByStep } from "../../figures/charts/parameters-by-step.js";
import { resultsTable } from "../../figures/charts/results-table.js";
import { workerTime } from "../../figures/charts/worker-time.js";
import { readFinalTest } from "../../study/final-test/read-final-test.js";
import { resultsTables } from "../../literature/results-tables.js";
import { networkTrainings } from "../../figures/charts/network-trainings.js";
import { bestNetwork } from "../../rows/trained-networks.js";
import type { EvolutionRow } from "../../search/evolution-rows.js";
import { compareCosts } from "../../figures/charts/compare-costs.js";
import { drawStep } from "../../figures/evolution/draw-step.js";
import { recordedFinalTest } from "../../literature/recorded-searches.js";
import type { GalleryPicture, RecordedStudies } from "./gallery-picture.js";

const evolved = ({ evolution }: RecordedStudies) => evolution;
const READ = 'const study = await recordedExperiment("study", "hierarchical-evolution");';
const FILE = "data/experiments/study/hierarchical-evolution-1.sqlite";

const family = (studies: RecordedStudies) => evolved(studies).population;
const bestChanged = (rows: readonly EvolutionRow[]) =>
  bestNetwork(rows.filter(({ mutation }) => mutation !== null && mutation.before !== mutation.after))?.step;

const searches = (studies: RecordedStudies) =>
  Object.fromEntries(Object.values(studies.searches).map(({ name, rows }) => [name, rows]));
const READ_ALL =
  "const searches = {};\nfor (const each of recordedSearches) {\n  const { name, rows } = await recorded(each);\n  searches[name] = rows;\n}";

const READ_FINAL_TEST = "readFinalTest(recordedFinalTest)";
const finalTest = () => readFinalTest(recordedFinalTest);
const table = (index: number) => {
  const { rows, measuredBy } = finalTest();
  return resultsTable(resultsTables(rows, measuredBy)[index]);
};
const tableCode = (index: number) =>
  `const { rows, measuredBy } = ${READ_FINAL_TEST};\nshow(resultsTable(resultsTables(rows, measuredBy)[${index}]));`;

/** Pictures of evolution and of experiments. */
export const searchPictures: readonly GalleryPicture[] = Object.freeze([
  {
    name: "step",
    group: "Mutation and evolution",
    title: "One step of an evolution",
    sentence:
      "Who was there, who competed and won, what was mutated, and where the child stands; here the child that first was the best network of those whose edge really changed.",
    code: `const { population } = await recordedExperiment("study", "hierarchical-evolution");
const changed = population.filter(({ mutation }) => mutation !== null && mutation.before !== mutation.after);
show(drawStep(population, { step: bestNetwork(changed).step }));`,
    figure: (studies) => {
      const rows = family(studies);
      return drawStep(rows, { step: bestChanged(rows) });
    },
  },
  {
    name: "lineage",
    group: "Mutation and evolution",
    title: "The lineage of the best network",
    sentence:
      "From an individual of the initialization to the best network, one mutation at a time; unchanged parts do not move.",
    code: `npx hiernas draw ${FILE} --form lineage --out lineage.png`,
    figure: (studies) => drawLineage(family(studies)),
  },
  {
    name: "family",
    group: "Mutation and evolution",
    title: "The family tree of the population",
    sentence:
      "Every individual at its step, joined to its parent and coloured by the mean of its network. No individual is removed; the ancestors of the best network are emphasized.",
    code: `npx hiernas draw ${FILE} --form family --out family.png`,
    figure: (studies) => drawFamilyTree(family(studies)),
  },
  {
    name: "replay",
    group: "Mutation and evolution",
    title: "A replay of the evolution",
    sentence:
      "In a notebook, a slider steps through the search: the population's fitness, and the cell of the best network so far.",
    code: `npx hiernas draw ${FILE} --form replay --out replay.png`,
    figure: (studies) => drawReplay(family(studies)),
  },
  {
    name: "searches-compared",
    group: "The experiments' figures",
    title: "Flat, parameter-limited and hierarchical together",
    sentence:
      "Fitness, the expected fitness of the best network so far, and parameters by step: a line for each recorded search.",
    code: `${READ_ALL}\nshow(compareSearches(searches));`,
    figure: (studies) => compareSearches(searches(studies)),
  },
  {
    name: "searches-by-parameters",
    group: "The experiments' figures",
    title: "Several searches by cost",
    sentence:
      "Fitness against parameters; the steps join the networks that no cheaper one of the same search is expected to beat.",
    code: `${READ_ALL}\nshow(compareCosts(searches));`,
    figure: (studies) => compareCosts(searches(studies)),
  },
  {
    name: "fitness-by-step",
    group: "The experiments' figures",
    title: "Fitness by step",
    sentence:
      "Every individual, with the median and quartiles of its neighbours, which show the effect of selection; the expected fitness of the best network so far; and, hollow, the highest single evaluation with its network's mean.",
    code: `${READ}\nshow(fitnessByStep(study.rows));`,
    figure: (studies) => fitnessByStep(evolved(studies).rows),
  },
  {
    name: "network-trainings",
    group: "The experiments' figures",
    title: "One network, many trainings",
    sentence:
      "A row for each of the networks with the most evaluations: the spread between trainings of one network, and the mean behind the highest single evaluation.",
    code: `${READ}\nshow(networkTrainings(study.rows));`,
    figure: (studies) => networkTrainings(evolved(studies).rows),
  },
  {
    name: "best-so-far",
    group: "The experiments' figures",
    title: "The best so far",
    sentence:
      "The result of a search stopped at each step: the expected fitness of a new training of the best network, below the highest single evaluation, which is luck.",
    code: `${READ}\nshow(bestSoFar(study.rows));`,
    figure: (studies) => bestSoFar(evolved(studies).rows),
  },
  {
    name: "parameters-by-step",
    group: "The experiments' figures",
    title: "Parameters by step",
    sentence: "The size of every network, which selection ignores.",
    code: `${READ}\nshow(parametersByStep(study.rows));`,
    figure: (studies) => parametersByStep(evolved(studies).rows),
  },
  {
    name: "fitness-distribution",
    group: "The experiments' figures",
    title: "The distribution of fitness",
    sentence: "Individuals of initialization and of evolution by fitness, with the accuracy of guessing.",
    code: `${READ}\nshow(fitnessDistribution(study.rows, { chance: study.chance }));`,
    figure: (studies) => {
      const { rows, chance } = evolved(studies);
      return fitnessDistribution(rows, { chance: chance ?? undefined });
    },
  },
  {
    name: "fitness-by-cost",
    group: "The experiments' figures",
    title: "Fitness by cost",
    sentence: "Against parameters; the line joins the networks that no cheaper one is expected to beat.",
    code: `${READ}\nshow(fitnessByCost(study.rows));`,
    figure: (studies) => fitnessByCost(evolved(studies).rows),
  },
  {
    name: "mutations-over-time",
    group: "The experiments' figures",
    title: "Mutations over time",
    sentence:
      "What mutations did to the network, and how many children were fitter than their parents, beside those that stayed their parent's network.",
    code: `${READ}\nshow(mutationsOverTime(study.mutations));`,
    figure: (studies) => mutationsOverTime(evolved(studies).mutations),
  },
  {
    name: "mutations-by-operation",
    group: "The experiments' figures",
    title: "Mutations by operation",
    sentence:
      "The gain of children over their parents, beside that of the same network trained once more, which is luck.",
    code: `${READ}\nshow(mutationsByOperation(study.mutations));`,
    figure: (studies) => mutationsByOperation(evolved(studies).mutations),
  },
  {
    name: "diversity-by-step",
    group: "The experiments' figures",
    title: "Diversity",
    sentence: "The number of different networks, and the distance between genotypes.",
    code: `${READ}\nconst firstEvolved = study.rows.find(({ phase }) => phase === "evolution").step;\nshow(diversityByStep(study.diversity, { firstEvolved }));`,
    figure: (studies) => {
      const { rows, diversity } = evolved(studies);
      return diversityByStep(diversity, { firstEvolved: rows.find(({ phase }) => phase === "evolution")?.step });
    },
  },
  {
    name: "learning-curves",
    group: "The experiments' figures",
    title: "Learning curves",
    sentence: "Training losses of the whole population as quantile bands, with those of the two best networks on top.",
    code: `${READ}\nshow(lossBands(study.curves.quantiles, study.curves.fittest, { chance: study.chance }));`,
    figure: (studies) => {
      const { chance, curves } = evolved(studies);
      return lossBands(curves.quantiles, curves.fittest, { chance: chance ?? undefined });
    },
  },
  {
    name: "worker-time",
    group: "The experiments' figures",
    title: "What the workers did",
    sentence: "A bar for each evaluation, a row for each worker; gaps are waiting.",
    code: `${READ}\nshow(workerTime(study.work.rows, { pauses: study.work.pauses }));`,
    figure: (studies) => {
      const { rows, pauses } = evolved(studies).work;
      return workerTime(rows, { pauses });
    },
  },
  {
    name: "accuracy-by-seed",
    group: "The experiments' figures",
    title: "The final test",
    sentence:
      "The best found and others, trained again with new seeds and scored on test images that played no part in any choice.",
    code: `const { rows, chance } = ${READ_FINAL_TEST};\nshow(accuracyBySeed(rows, { chance }));`,
    figure: () => {
      const { rows, chance } = finalTest();
      return accuracyBySeed(rows, { chance });
    },
  },
  {
    name: "results-search-methods",
    group: "The experiments' figures",
    title: "The deck's table of search methods",
    sentence: "Published rows as in the deck, and below them the results measured here, at a different scale.",
    code: tableCode(0),
    figure: () => table(0),
  },
  {
    name: "results-cifar-10",
    group: "The experiments' figures",
    title: "The deck's table of CIFAR-10 models",
    sentence: "Published models, and below them the results measured here.",
    code: tableCode(1),
    figure: () => table(1),
  },
  {
    name: "results-imagenet",
    group: "The experiments' figures",
    title: "The deck's table of ImageNet models",
    sentence: "Published rows only: nothing was trained on ImageNet here.",
    code: tableCode(2),
    figure: () => table(2),
  },
] satisfies readonly GalleryPicture[]);
