// The trainings, most informative first: the yardstick's own noise, one seed of everything, second seeds, and genotypes
// at equal parameters. Cheap ones first within a tier.
import { planNetwork } from "../../build/lib/network/plan-network.js";
import { readCandidates } from "./candidates.mjs";
import { longProtocol, networkOf } from "./protocol.mjs";

/** Genotypes with three seeds, to measure luck: small and large, poor and good, both spaces. */
const noiseOf = [
  "hierarchical trivial",
  "hierarchical evolved 1",
  "hierarchical random 4",
  "hierarchical random 12",
  "published cell",
  "flat evolved 2",
];

/** The first genotypes at equal parameters; the others that can be made equal follow in the last tier. */
const equalOf = [
  "published cell",
  ...[1, 3, 5].map((index) => `hierarchical evolved ${index}`),
  ...[2, 4, 10, 14].map((index) => `hierarchical random ${index}`),
  "flat evolved 2",
  "flat evolved 3",
  "flat evolved 4",
  "flat random 1",
  "flat random 4",
  "flat random 7",
];
const TOLERANCE = 0.1;
const CHANNELS = 16;
const MOST_CHANNELS = 64;

const candidates = readCandidates();

const median = (values) => {
  const sorted = values.toSorted((one, other) => one - other);
  return (sorted[Math.floor((sorted.length - 1) / 2)] + sorted[Math.ceil((sorted.length - 1) / 2)]) / 2;
};

/** The parameter count to match: the median of the hierarchical genotypes at c0 = 16. */
export const equalParameters = median(
  candidates.filter(({ space }) => space === "hierarchical").map(({ parameterCount }) => parameterCount),
);

/** The c0 whose parameter count is closest to `equalParameters`; undefined unless it is within 10 %. */
function equalChannels(genotype) {
  const error = (channels) => Math.abs(planNetwork(genotype, networkOf(channels)).parameterCount / equalParameters - 1);
  const all = Array.from({ length: MOST_CHANNELS - 3 }, (_, index) => index + 4);
  const best = all.reduce((one, other) => (error(other) < error(one) ? other : one));
  return error(best) <= TOLERANCE ? best : undefined;
}

function task(candidate, seed, tier, channels = CHANNELS) {
  const { name, hash, genotype, space } = candidate;
  const network = networkOf(channels);
  const { parameterCount, multiplyAdds } = planNetwork(genotype, network);
  const protocol = { ...longProtocol, network };
  return { name, space, hash, genotype, protocol, channels, seed, tier, scoreOn: "test", parameterCount, multiplyAdds };
}

const isNoise = ({ name }) => noiseOf.includes(name);
const equal = candidates
  .map((candidate) => ({ candidate, channels: equalChannels(candidate.genotype) }))
  .filter(({ channels }) => channels !== undefined)
  // A genotype whose c0 stays 16 is trained in an earlier tier.
  .filter(({ channels }) => channels !== CHANNELS);
const isFirst = ({ candidate }) => equalOf.includes(candidate.name);

/** All trainings, in order. */
export const tasks = [
  ...[1, 2, 3].flatMap((seed) => candidates.filter(isNoise).map((each) => task(each, seed, 1))),
  ...candidates.filter((each) => !isNoise(each)).map((each) => task(each, 1, 2)),
  ...candidates.filter((each) => !isNoise(each)).map((each) => task(each, 2, 3)),
  ...equal.filter(isFirst).map(({ candidate, channels }) => task(candidate, 1, 4, channels)),
  ...equal.filter((each) => !isFirst(each)).map(({ candidate, channels }) => task(candidate, 1, 5, channels)),
].sort((one, other) => one.tier - other.tier || one.multiplyAdds - other.multiplyAdds || one.seed - other.seed);
