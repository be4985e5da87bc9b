/** The public functions of the literature, each with valid arguments. */
import { publishedCell } from "../../lib/genotype/published.js";
import { knownNetworks } from "../../lib/literature/known-networks.js";
import { largeRunResults, largeRuns } from "../../lib/literature/large-runs.js";
import { readLongTrainings } from "../../lib/literature/long-trainings.js";
import { measuredImagenet } from "../../lib/literature/measured-imagenet.js";
import { readProtocolRanks } from "../../lib/literature/protocol-ranks.js";
import { recordedExperiment } from "../../lib/literature/recorded-experiments.js";
import { recorded, recordedFile } from "../../lib/literature/recorded-searches.js";
import { resultsTables } from "../../lib/literature/results-tables.js";
import { readStudyProtocol } from "../../lib/literature/study-protocol.js";

const found = { name: "own", genotype: publishedCell };
const tested = { name: "own", hash: "h", seed: "s", accuracy: 0.5, reason: null, parameterCount: 9 };

const largeRun = {
  ...{ name: "own", hash: "h", channels: 16, budget: "time", seed: 1, accuracy: 0.5, parameterCount: 9 },
};

/** Refused for its network, once the name is right. */
const smallRun = { path: "run", settings: { protocol: { network: { name: "small" } } }, result: { trainings: [] } };

/** Each function with valid arguments. */
export const literatureCalls: readonly (readonly [
  name: string,
  call: (...args: never[]) => unknown,
  args: readonly unknown[],
])[] = [
  ["knownNetworks", knownNetworks, [[found]]],
  ["knownNetworks of one", (each: never) => knownNetworks([each]), [found]],
  ["largeRuns", largeRuns, ["/nowhere"]],
  ["largeRunResults", largeRunResults, [{ runs: [largeRun] }, "time"]],
  ["largeRunResults of a run", (each: never) => largeRunResults({ runs: [each] }), [largeRun]],
  // A run is what readRun gives: whether it is one is all that is checked.
  ["measuredImagenet of no run", (run: never) => measuredImagenet(run), [[]]],
  ["measuredImagenet", (name: never) => measuredImagenet(smallRun as never, name), ["own"]],
  ["readLongTrainings", readLongTrainings, ["/nowhere"]],
  ["readProtocolRanks", readProtocolRanks, ["/nowhere"]],
  ["readStudyProtocol", readStudyProtocol, ["/nowhere"]],
  ["recorded", recorded, ["flat-evolution"]],
  ["recordedExperiment", recordedExperiment, ["study", "hierarchical-evolution"]],
  ["recordedFile", recordedFile, ["flat-evolution"]],
  ["resultsTables", resultsTables, [[tested], "laptop protocol"]],
  ["resultsTables of a row", (each: never) => resultsTables([each]), [tested]],
];
