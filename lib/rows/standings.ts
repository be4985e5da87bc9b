/** Counts trainings by network and ranks the networks incrementally: the arithmetic of `trainedNetworks`. */
import { fitMeans, type MeansGroup } from "./fit-means.js";
import type { NetworkMean, SeedNoise, TrainedNetwork, TrainedRow } from "./network-mean.js";

/** Networks with the trainings added so far. */
export interface Standings {
  /** Adds a row. Takes constant time. */
  add(row: TrainedRow): void;
  /** The first of `trainedNetworks`. */
  best(): NetworkMean | undefined;
  /** That network with its trainings. */
  bestTrained(): TrainedNetwork | undefined;
  /** The result of `trainedNetworks`. */
  networks(): readonly TrainedNetwork[];
  /** The result of `seedNoise`. */
  noise(): SeedNoise;
}

interface Network {
  readonly hash: string | null;
  step: number;
  readonly evaluations: { readonly step: number; readonly fitness: number }[];
  readonly confirmed: number[];
  count: number;
  mean: number;
  /** The sum of squared deviations of its trainings from their mean. */
  squares: number;
}

/** A variance below this comes from rounding alone. */
const ROUNDING = 1e-24;

/** How networks compare at one moment. */
interface Ranking {
  /**
   * Higher is better: how far the expected accuracy lies above the mean of all networks, divided by τ², so that there
   * is still an order when τ² is 0.
   */
  readonly score: (network: Network) => number;
  readonly meanOf: (network: Network) => NetworkMean;
}

/**
 * Standings without any networks. `knownSpread` is the standard deviation of one training if it is known better than
 * the rows tell, otherwise null.
 */
export function createStandings(knownSpread: number | null = null): Standings {
  const byHash = new Map<string, Network>();
  const all: Network[] = [];
  // By number of trainings, over the means minus the first network's, so that sums of squares do not cancel.
  const groups = new Map<number, MeansGroup>();
  let origin = 0;
  const trained = { squares: 0, freedom: 0, networks: 0, trainings: 0 };
  const count = ({ count: trainings, mean }: Network, sign: 1 | -1): void => {
    const group = groups.get(trainings) ?? { networks: 0, sum: 0, squares: 0 };
    const value = mean - origin;
    const networks = group.networks + sign;
    if (networks === 0) groups.delete(trainings);
    else groups.set(trainings, { networks, sum: group.sum + sign * value, squares: group.squares + sign * value ** 2 });
  };
  const addTrainings = (network: Network, mean: number, added: number, spread: number): void => {
    const before = { count: network.count, squares: network.squares };
    const difference = mean - network.mean;
    if (before.count > 0) count(network, -1);
    network.count += added;
    network.mean += (difference * added) / network.count;
    network.squares += (added - 1) * spread ** 2 + (difference ** 2 * before.count * added) / network.count;
    count(network, 1);
    trained.squares += network.squares - before.squares;
    trained.freedom += before.count === 0 ? added - 1 : added;
    if (network.count < 2) return;
    trained.networks += before.count < 2 ? 1 : 0;
    trained.trainings += before.count < 2 ? network.count : added;
  };
  const variance = (): number | null => {
    if (knownSpread !== null) return knownSpread ** 2;
    return trained.freedom === 0 ? null : trained.squares / trained.freedom;
  };
  const ranking = (): Ranking => {
    const known = variance();
    const noise = known === null || known < ROUNDING ? 0 : known;
    // Without noise nothing is shrunk.
    const { middle, between } = noise > 0 ? fitMeans(groups, noise) : { middle: 0, between: 0 };
    const center = origin + middle;
    return {
      score: ({ count: own, mean }) => {
        const spread = between + noise / own;
        return spread === 0 ? mean - center : (mean - center) / spread;
      },
      meanOf: ({ hash, step, count: own, mean }) => {
        const spread = between + noise / own;
        const expected = spread === 0 ? mean : center + ((mean - center) * between) / spread;
        const error = known === null ? null : Math.sqrt(noise / own);
        return Object.freeze({ hash, step, trainingCount: own, mean, error, expected });
      },
    };
  };
  /** The best network, of equals the one with the lowest step. */
  const first = ({ score }: Ranking): Network | undefined => {
    let best: Network | undefined;
    let top = -Infinity;
    for (const network of all) {
      const own = score(network);
      if (best !== undefined && (own < top || (own === top && network.step > best.step))) continue;
      best = network;
      top = own;
    }
    return best;
  };
  return {
    add: ({ step, hash, fitness, spread, trainingCount, reusedFrom, confirmed = [] }) => {
      if (fitness == null || reusedFrom != null) return;
      let network = hash === undefined ? undefined : byHash.get(hash);
      if (network === undefined) {
        network = { hash: hash ?? null, step, evaluations: [], confirmed: [], count: 0, mean: 0, squares: 0 };
        if (all.length === 0) origin = fitness;
        all.push(network);
        if (hash !== undefined) byHash.set(hash, network);
      }
      network.step = Math.min(network.step, step);
      network.evaluations.push(Object.freeze({ step, fitness }));
      network.confirmed.push(...confirmed);
      addTrainings(network, fitness, trainingCount || 1, spread ?? 0);
      for (const each of confirmed) addTrainings(network, each, 1, 0);
    },
    best: () => {
      const how = ranking();
      const best = first(how);
      return best && how.meanOf(best);
    },
    bestTrained: () => {
      const how = ranking();
      const best = first(how);
      return best && trainedOf(best, how);
    },
    networks: () => {
      const how = ranking();
      return [...all]
        .sort((one, other) => how.score(other) - how.score(one) || one.step - other.step)
        .map((network) => trainedOf(network, how));
    },
    noise: () => {
      const { squares, freedom, networks, trainings } = trained;
      return Object.freeze({
        spread: freedom === 0 ? null : Math.sqrt(squares / freedom),
        networks,
        trainings,
        freedom,
      });
    },
  };
}

function trainedOf(network: Network, { meanOf }: Ranking): TrainedNetwork {
  const spread = network.count < 2 ? 0 : Math.sqrt(network.squares / (network.count - 1));
  const evaluations = [...network.evaluations].sort((one, other) => one.step - other.step);
  const confirmed = Object.freeze([...network.confirmed]);
  return Object.freeze({ ...meanOf(network), spread, evaluations: Object.freeze(evaluations), confirmed });
}
