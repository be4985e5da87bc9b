/** Separates the variance between networks from the variance between trainings, so that means can be shrunk. */

/** The networks with one number of trainings; sums are over their means, less a common origin. */
export interface MeansGroup {
  /** The number of networks. */
  readonly networks: number;
  readonly sum: number;
  readonly squares: number;
}

/** A normal distribution of true means. */
export interface MeansFit {
  /** Their mean, less the common origin. */
  readonly middle: number;
  /** Their variance, at least 0. */
  readonly between: number;
}

/** Rounds of Fisher scoring, more than it ever needs. */
const ROUNDS = 100;

/**
 * The distribution of true means under which the measured ones are most likely, given the variance `noise` of one
 * training, above 0. `groups` are by number of trainings. By maximum likelihood, because lucky networks are trained
 * again more often than others: that biases plain averages but not the likelihood, since whether a network is trained
 * again depends only on the trainings it already has.
 */
export function fitMeans(groups: ReadonlyMap<number, MeansGroup>, noise: number): MeansFit {
  let fit = weightedFit(groups, noise, () => 1);
  for (let round = 0; round < ROUNDS; round++) {
    const { between } = fit;
    fit = weightedFit(groups, noise, (trainings) => 1 / (between + noise / trainings));
    if (Math.abs(fit.between - between) <= 1e-9 * noise) break;
  }
  return fit;
}

function weightedFit(
  groups: ReadonlyMap<number, MeansGroup>,
  noise: number,
  weightOf: (trainings: number) => number,
): MeansFit {
  let [weights, weighted] = [0, 0];
  for (const [trainings, { networks, sum }] of groups) {
    const weight = weightOf(trainings);
    weights += weight * networks;
    weighted += weight * sum;
  }
  const middle = weighted / weights;
  let [squares, total] = [0, 0];
  for (const [trainings, { networks, sum, squares: own }] of groups) {
    const weight = weightOf(trainings) ** 2;
    squares += weight * (own - 2 * middle * sum + networks * middle ** 2 - (networks * noise) / trainings);
    total += weight * networks;
  }
  return { middle, between: Math.max(0, squares / total) };
}
