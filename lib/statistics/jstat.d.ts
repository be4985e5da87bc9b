/** The part of `jstat` used here and in the statistical tests; the package ships no types. */
declare module "jstat" {
  /** Its distributions. */
  export const jStat: {
    readonly chisquare: {
      cdf(statistic: number, degreesOfFreedom: number): number;
      inv(probability: number, degreesOfFreedom: number): number;
    };
    readonly normal: {
      cdf(value: number, mean: number, deviation: number): number;
      inv(probability: number, mean: number, deviation: number): number;
    };
    readonly studentt: {
      cdf(statistic: number, degreesOfFreedom: number): number;
      inv(probability: number, degreesOfFreedom: number): number;
    };
    readonly binomial: { cdf(successes: number, trials: number, probability: number): number };
  };
}
