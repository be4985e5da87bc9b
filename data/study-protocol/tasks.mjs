// The trainings of the protocol study, most informative first, protocol by protocol, so that most protocols are
// complete whenever it is stopped.
import { planNetwork } from "../../build/lib/network/plan-network.js";
import { readCandidates } from "../long-trainings/candidates.mjs";
import { candidates, EQUAL_CHANNELS } from "./protocols.mjs";

const genotypes = readCandidates();
const spaceOf = (space) => genotypes.filter((each) => each.space === space);

/** The shares of a training at which to score it. */
const LOOKS = [1 / 3, 2 / 3, 1];

const costAt = (genotype, network, channels) => planNetwork(genotype, { ...network, channels }).multiplyAdds;

/** The median multiply-adds of the hierarchical genotypes. */
function medianCost(network) {
  const costs = spaceOf("hierarchical").map(({ genotype }) => costAt(genotype, network, network.channels));
  return costs.sort((one, other) => one - other)[Math.floor(costs.length / 2)];
}

function channelsOf({ equal, protocol: { network } }, genotype) {
  if (!equal) return network.channels;
  const target = medianCost(network);
  const error = (channels) => Math.abs(Math.log(costAt(genotype, network, channels) / target));
  return EQUAL_CHANNELS.reduce((one, other) => (error(other) < error(one) ? other : one));
}

/** Seeds have distinct names, so that a short training shares no initial weights with a long one. */
function task(candidate, { name, hash, genotype }, seed, tier) {
  const channels = channelsOf(candidate, genotype);
  const network = { ...candidate.protocol.network, channels };
  const { multiplyAdds } = planNetwork(genotype, network);
  const extra = { looks: LOOKS, warmUp: candidate.warmUp };
  const protocol = { ...candidate.protocol, network };
  return {
    name,
    hash,
    genotype,
    protocol,
    channels,
    seed: `short ${seed}`,
    tier,
    scoreOn: "validation",
    multiplyAdds,
    extra,
  };
}

const group = (name) => candidates.filter((each) => each.group === name);

/** Protocols in the outer loop, genotypes in the inner one, cheap ones first. */
function tier(number, space, list, seeds) {
  return list.flatMap((candidate) =>
    seeds.flatMap((seed) =>
      spaceOf(space)
        .map((genotype) => task(candidate, genotype, seed, number))
        .sort((one, other) => one.multiplyAdds - other.multiplyAdds),
    ),
  );
}

/** All trainings, in order. */
export const tasks = [
  ...tier(1, "hierarchical", group("minute"), [1]),
  ...tier(2, "hierarchical", group("third"), [1, 2, 3]),
  ...tier(3, "hierarchical", group("three"), [1]),
  ...tier(4, "hierarchical", group("minute"), [2]),
  ...tier(5, "hierarchical", group("equal"), [1, 2]),
  ...tier(6, "flat", [...group("third"), ...group("minute")], [1]),
  ...tier(7, "hierarchical", group("minute"), [3]),
  ...tier(8, "hierarchical", group("three"), [2]),
  ...tier(9, "flat", group("three"), [1]),
];
