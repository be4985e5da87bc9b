/** The networks of a study with all their trainings: which is best, and how certain that is. */
import type { NetworkMean, SeedNoise, TrainedNetwork, TrainedRow } from "./network-mean.js";
import { poolNoise } from "../statistics/pooled-noise.js";
import { createStandings, type Standings } from "./standings.js";

/**
 * The networks that were scored, the best first.
 *
 * One training may be lucky, and the highest of hundreds certainly is. Networks are therefore compared by the expected
 * accuracy of a new training: their mean, shrunk towards the mean m of all networks, m + (mean − m) · τ² / (τ² + σ² /
 * n). Here n is the number of the network's trainings, and σ² the variance of one training, pooled over the networks
 * that were trained more than once; m and the variance τ² between networks maximize the likelihood. This is the
 * empirical Bayes estimate: one lucky training counts for little beside a mean of seven. If all networks have equally
 * many trainings, the order is that of their means. Without noise, or until a network has been trained twice, nothing
 * is shrunk. To compare several searches, pass the standard deviation of a training over all of them as `noise`. Of
 * equals the one with the lowest step comes first.
 */
export function trainedNetworks(rows: readonly TrainedRow[], noise: number | null = null): readonly TrainedNetwork[] {
  return Object.freeze(standingsOf(rows, noise).networks());
}

/** The first of {@link trainedNetworks}; undefined while nothing is scored. */
export function bestNetwork(rows: readonly TrainedRow[]): TrainedNetwork | undefined {
  return standingsOf(rows).bestTrained();
}

/** `rows` as the search left them: without the trainings that confirm its finalists, which came after it. */
export function searchedRows<R extends TrainedRow>(rows: readonly R[]): readonly R[] {
  return rows.map((row) => ({ ...row, confirmed: [] }));
}

/** The best network of the search alone: the last of {@link bestByStep}, with the same `noise`. */
export function searchedBest(
  rows: readonly TrainedRow[],
  noise: number | null = seedNoise(rows).spread,
): TrainedNetwork | undefined {
  return trainedNetworks(searchedRows(rows), noise)[0];
}

/**
 * The best network with what confirmed the finalists after the search; undefined where nothing did. `noise` as in
 * {@link trainedNetworks}.
 */
export function confirmedBest(rows: readonly TrainedRow[], noise: number | null = null): TrainedNetwork | undefined {
  return rows.some(({ confirmed = [] }) => confirmed.length > 0) ? trainedNetworks(rows, noise)[0] : undefined;
}

/**
 * The best network so far at each of `rows`, by step: that of all rows up to and including it, null until one is
 * scored. Only the noise of a training is known from the start: it is that of all `rows`, or the standard deviation
 * `noise`, to compare several searches. Confirming trainings came after the search, so they are left out. The expected
 * accuracy of the best network may fall, since its next training may be worse.
 */
export function bestByStep(
  rows: readonly TrainedRow[],
  noise: number | null = seedNoise(rows).spread,
): readonly (NetworkMean | null)[] {
  const standings = createStandings(noise);
  return Object.freeze(
    byStep(searchedRows(rows)).map((row) => {
      standings.add(row);
      return standings.best() ?? null;
    }),
  );
}

/** Finds the network of a row among `rows`; undefined if none of its evaluations is scored. */
export function networkFinder(rows: readonly TrainedRow[]): (row: TrainedRow) => TrainedNetwork | undefined {
  const networks = trainedNetworks(rows);
  const byHash = new Map(networks.map((network) => [network.hash, network]));
  const byFirstStep = new Map(networks.map((network) => [network.step, network]));
  return ({ hash, step }) => (hash === undefined ? byFirstStep.get(step) : byHash.get(hash));
}

/** The highest single evaluation of the search, the first of equals, with its network; undefined if none is scored. */
export function highestEvaluation(
  networks: readonly TrainedNetwork[],
): (TrainedNetwork["evaluations"][number] & { readonly network: TrainedNetwork }) | undefined {
  const evaluations = networks.flatMap((network) => network.evaluations.map((each) => ({ ...each, network })));
  return evaluations.sort((one, other) => other.fitness - one.fitness || one.step - other.step)[0];
}

/** How often a network was evaluated: in the search, and to confirm it. */
export function timesEvaluated({ evaluations, confirmed }: TrainedNetwork): number {
  return evaluations.length + confirmed.length;
}

/**
 * The noise of one training, measured on networks that a search met again with other seeds. Slightly too large, because
 * selection favours networks whose first training was lucky.
 */
export function seedNoise(rows: readonly TrainedRow[]): SeedNoise {
  return standingsOf(rows).noise();
}

/** The noise of one training over several searches. */
export function pooledNoise(searches: readonly (readonly TrainedRow[])[]): SeedNoise {
  const noises = searches.map(seedNoise);
  const total = (of: (noise: SeedNoise) => number): number => noises.reduce((sum, noise) => sum + of(noise), 0);
  return Object.freeze({
    ...poolNoise(noises),
    networks: total(({ networks }) => networks),
    trainings: total(({ trainings }) => trainings),
  });
}

/** The standard deviation of one training over several searches; null if none of them trained a network twice. */
export function pooledSpread(searches: readonly (readonly TrainedRow[])[]): number | null {
  return pooledNoise(searches).spread;
}

function byStep(rows: readonly TrainedRow[]): readonly TrainedRow[] {
  return [...rows].sort((one, other) => one.step - other.step);
}

function standingsOf(rows: readonly TrainedRow[], noise: number | null = null): Standings {
  const standings = createStandings(noise);
  for (const row of byStep(rows)) standings.add(row);
  return standings;
}
