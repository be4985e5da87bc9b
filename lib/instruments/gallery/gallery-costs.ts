/** The gallery's pictures of the costs of networks and training steps. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import {
  rooflinePoints,
  trainingStepBounds,
  type TrainingProfile,
  trainingStepParts,
} from "../bench/training-profile.js";
import type { MachineRoofline } from "../bench/bench-roofline.js";
import { bandwidthBySize } from "../../figures/charts/bandwidth-by-size.js";
import { growingComplexity } from "../../figures/charts/growing-complexity.js";
import { operationsByAccuracy } from "../../figures/charts/known-networks.js";
import { populationCosts } from "../../figures/charts/population-costs.js";
import { rankByCost } from "../../figures/charts/rank-by-cost.js";
import { roofline } from "../../figures/charts/roofline.js";
import { trainingStepByPart } from "../../figures/charts/training-step-by-part.js";
import { utilization } from "../../figures/charts/utilization.js";
import type { UtilizationRow } from "../../rows/utilization-row.js";
import { knownNetworks } from "../../literature/known-networks.js";
import { readProtocolRanks } from "../../literature/protocol-ranks.js";
import { hierarchicalSpace, flatSpace } from "../../genotype/space.js";
import { initialize } from "../../genotype/initialize.js";
import { isConnected } from "../../genotype/liveness.js";
import { planNetwork } from "../../network/plan-network.js";
import { createRandom } from "../../random.js";
import type { GalleryPicture, RecordedStudies } from "./gallery-picture.js";
import { projectFolder } from "../../files/project-folder.js";

const evolved = ({ evolution }: RecordedStudies) => evolution;
const READ = 'const study = await recordedExperiment("study", "hierarchical-evolution");';
const PROFILE = "data/training-profile/training-profile.json";
const profile = () =>
  JSON.parse(readFileSync(join(projectFolder, PROFILE), "utf8")) as {
    readonly machine: MachineRoofline;
    readonly profiles: readonly TrainingProfile[];
  };
const readProfile = (names: string) => `const { ${names} } = JSON.parse(readFileSync("${PROFILE}", "utf8"));`;

const randomCosts = () =>
  [hierarchicalSpace, flatSpace].flatMap((space) =>
    Array.from({ length: 30 }, (_, seed) => initialize(space, createRandom(seed)).genotype)
      .filter(isConnected)
      .map((genotype) => {
        const { parameterCount, multiplyAdds } = planNetwork(genotype);
        return { space: space.name, parameterCount, multiplyAdds };
      }),
  );

const UTILIZATION = "data/simulated-search/utilization.json";
const utilizationRows = () =>
  JSON.parse(readFileSync(join(projectFolder, UTILIZATION), "utf8")) as readonly UtilizationRow[];

/** Pictures of counted, measured or simulated costs. */
export const costPictures: readonly GalleryPicture[] = Object.freeze([
  {
    name: "operations-by-accuracy",
    group: "Networks and costs",
    title: "Computation cost versus accuracy",
    sentence:
      "Known networks on ImageNet, the published cell among them. The fittest cell of the recorded search is shown at its cost, without an accuracy, because it was not trained there.",
    code: `${READ}\nshow(operationsByAccuracy(knownNetworks(study.fittest)));`,
    figure: (studies) => operationsByAccuracy(knownNetworks(evolved(studies).fittest)),
  },
  {
    name: "growing-complexity",
    group: "Networks and costs",
    title: "Increasing complexity",
    sentence: "The same networks by year of publication.",
    code: `${READ}\nshow(growingComplexity(knownNetworks(study.fittest)));`,
    figure: (studies) => growingComplexity(knownNetworks(evolved(studies).fittest)),
  },
  {
    name: "population-costs",
    group: "Networks and costs",
    title: "What random genotypes cost",
    sentence:
      "Hierarchical and flat genotypes in the small network. Flat ones cost more because nothing reduces the channels of their nested concatenations.",
    code: `const costs = [hierarchicalSpace, flatSpace].flatMap((space) =>
  Array.from({ length: 30 }, (_, seed) => initialize(space, createRandom(seed)).genotype)
    .filter(isConnected)
    .map((genotype) => ({ space: space.name, ...planNetwork(genotype) })),
);
show(populationCosts(costs));`,
    figure: () => populationCosts(randomCosts()),
  },
  {
    name: "rank-by-cost",
    group: "Networks and costs",
    title: "Which short training ranks best",
    sentence:
      "How well short trainings agree on the ranking of random genotypes under two seeds, and with a longer training ([measured](../../data/protocol-study)).",
    code: 'show(rankByCost(readProtocolRanks(), { aim: 0.6, chosen: "rate 0.03", interval: "95 % bootstrap interval" }));',
    figure: () =>
      rankByCost(readProtocolRanks(), { aim: 0.6, chosen: "rate 0.03", interval: "95 % bootstrap interval" }),
  },
  {
    name: "training-step-by-part",
    group: "Networks and costs",
    title: "Where the time of a training step goes",
    sentence:
      "Three ways to compute the same training step on one core, beside the machine's limits ([measured](../../data/training-profile)).",
    code: `${readProfile("machine, profiles")}\nshow(trainingStepByPart(trainingStepParts(profiles), trainingStepBounds(profiles, machine)));`,
    figure: () => {
      const { machine, profiles } = profile();
      return trainingStepByPart(trainingStepParts(profiles), trainingStepBounds(profiles, machine));
    },
  },
  {
    name: "roofline",
    group: "Networks and costs",
    title: "Under the roofline",
    sentence:
      "Operations of a training step by arithmetic intensity: the slopes are the limits of caches and memory, the level line that of the core.",
    code: `${readProfile("machine, profiles")}\nconst title = \`Operations under the roofline of one core, \${profiles[0].scale}\`;\nshow(roofline(rooflinePoints(profiles[0]), machine, { title }));`,
    figure: () => {
      const {
        machine,
        profiles: [first],
      } = profile();
      return roofline(rooflinePoints(first), machine, {
        title: `Operations under the roofline of one core, ${first.scale}`,
      });
    },
  },
  {
    name: "bandwidth",
    group: "Networks and costs",
    title: "How fast a core reads",
    sentence: "By working-set size: reading slows down at each cache that no longer holds the data.",
    code: `${readProfile("machine")}\nshow(bandwidthBySize(machine.bandwidths, machine.caches));`,
    figure: () => {
      const { machine } = profile();
      return bandwidthBySize(machine.bandwidths, machine.caches);
    },
  },
  {
    name: "utilization",
    group: "Networks and costs",
    title: "Busy workers",
    sentence:
      "The controller, simulated with the paper's 200 workers and 7,000 steps (`npx hiernas simulate --json`), evaluation times as in the recorded search; beside it a search that waits for the last of each generation.",
    code: `show(utilization(JSON.parse(readFileSync("${UTILIZATION}", "utf8"))));`,
    figure: () => utilization(utilizationRows()),
  },
] satisfies readonly GalleryPicture[]);
