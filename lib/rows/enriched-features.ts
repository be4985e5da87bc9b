/** Which features good cells share, beside cells that were drawn at random. */
import { sampleStandardDeviation } from "simple-statistics";
import type { Genotype } from "../genotype/genotype.js";
import type { Primitive } from "../genotype/primitive.js";
import { createRandom } from "../random.js";
import type { Interval } from "../statistics/intervals.js";
import { fewestClusters } from "../statistics/intervals.js";
import { permutationTests } from "../statistics/permutation-tests.js";
import { type CellFeature, cellFeatures } from "./cell-features.js";
import { descentOf } from "./descent.js";
import type { TrainedRow } from "./network-mean.js";
import { pooledSpread, trainedNetworks } from "./trained-networks.js";

/** What is needed of one evaluated individual; a study's rows have it. */
export interface FeatureSource extends TrainedRow {
  readonly hash: string;
  readonly parent: number | null;
  readonly parameterCount: number;
}

/** A search whose cells are compared. */
export interface FeatureSearch {
  readonly rows: readonly FeatureSource[];
  /** The genotypes by step: a study's individuals, or `evolutionRows` of them. */
  readonly population: readonly { readonly step: number; readonly genotype: Genotype }[];
}

/** One feature of good cells beside cells drawn at random. */
export interface EnrichedFeature extends Omit<CellFeature, "value"> {
  /** The mean over families of good networks. */
  readonly good: number;
  /** The mean over the founders of the other families, which were drawn at random. */
  readonly random: number;
  /** `good` less `random` in standard deviations over all families, with a 95 % interval by permutation. */
  readonly difference: Interval;
  /** How often families dealt at random differ as much, corrected for the number of features by Holm's method. */
  readonly adjusted: number;
  /** Whether that is below 0.05. */
  readonly survives: boolean;
}

/** What good cells share. Plain data. */
export interface EnrichedFeatures {
  readonly features: readonly EnrichedFeature[];
  readonly good: { readonly networks: number; readonly families: number };
  /** Networks drawn at random, each a family of its own, that no good network descends from. */
  readonly random: { readonly networks: number };
}

/** Settings of {@link enrichedFeatures}. */
export interface EnrichedConfig {
  /** This share of the networks of each search is good, at least one network; 0.1 by default. */
  readonly goodShare?: number;
  /** Those of the space, which say what the identity is; the paper's by default. */
  readonly primitives?: readonly Primitive[];
}

const LEVEL = 0.05;

/**
 * Compares the best networks of `searches` in one space (by what a new training is expected to give, as
 * `trainedNetworks` has it) with networks that were drawn at random. Descendants of one such network share most of their
 * edges by descent alone, so a family counts once, by the mean of its good members; a family is good or not, so its
 * founder stands on one side only. If the order of networks had nothing to do with a feature, good families would be any
 * families: the test deals them at random. Features that do not vary are left out. Undefined with fewer than three
 * families on either side.
 */
export function enrichedFeatures(
  searches: readonly FeatureSearch[],
  config: EnrichedConfig = {},
): EnrichedFeatures | undefined {
  const { goodShare = 0.1, primitives } = config;
  const noise = pooledSpread(searches.map(({ rows }) => rows));
  const families = mergeFamilies(searches.flatMap((search) => familiesOf(search, goodShare, noise, primitives)));
  const good = families.filter(({ isGood }) => isGood);
  const random = families.filter(({ isGood }) => !isGood);
  if (Math.min(good.length, random.length) < fewestClusters) return undefined;
  const [first] = families[0].networks.values();
  const meansOf = ({ networks }: Family): readonly number[] =>
    first.map((_, feature) => meanOf([...networks.values()].map((features) => features[feature].value)));
  const means = families.map(meansOf);
  const spreads = means[0].map((_, feature) => sampleStandardDeviation(means.map((each) => each[feature])));
  const varying = spreads.flatMap((spread, feature) => (spread > 1e-12 ? [feature] : []));
  const scaled = (list: readonly Family[]): readonly (readonly number[])[] =>
    list.map(meansOf).map((values) => varying.map((feature) => values[feature] / spreads[feature]));
  const tests = permutationTests(scaled(good), scaled(random), createRandom("enriched features"));
  const features = varying.map((feature, index): EnrichedFeature => {
    const { estimate, lower, upper, means: sides, adjusted } = tests[index];
    const { name, group, unit } = first[feature];
    const [ofGood, ofRandom] = sides.map((side) => side * spreads[feature]);
    const difference = Object.freeze({ estimate, lower, upper });
    return Object.freeze({
      ...{ name, group, unit, good: ofGood, random: ofRandom, difference },
      ...{ adjusted, survives: adjusted < LEVEL },
    });
  });
  return Object.freeze({
    features: Object.freeze(features),
    good: Object.freeze({
      networks: good.reduce((sum, { networks }) => sum + networks.size, 0),
      families: good.length,
    }),
    random: Object.freeze({ networks: random.length }),
  });
}

/** The networks of one search that descend from one that was drawn at random. */
interface Family {
  /** The hash of that one. */
  readonly founder: string;
  readonly isGood: boolean;
  /** Features of the good ones by their hash; where none is good, of the founder. */
  readonly networks: ReadonlyMap<string, readonly CellFeature[]>;
}

/** Searches of one seed begin with the same draws: those are one family. */
function mergeFamilies(families: readonly Family[]): readonly Family[] {
  const merged = new Map<string, Family>();
  for (const family of families) {
    const other = merged.get(family.founder);
    if (other === undefined || (family.isGood && !other.isGood)) merged.set(family.founder, family);
    else if (family.isGood) {
      merged.set(family.founder, { ...family, networks: new Map([...other.networks, ...family.networks]) });
    }
  }
  return [...merged.values()];
}

function familiesOf(
  { rows, population }: FeatureSearch,
  goodShare: number,
  noise: number | null,
  primitives: readonly Primitive[] | undefined,
): readonly Family[] {
  const genotypes = new Map(population.map(({ step, genotype }) => [step, genotype]));
  const byStep = new Map(rows.map((row) => [row.step, row]));
  const descents = descentOf(rows);
  const networks = trainedNetworks(rows, noise);
  const goodCount = Math.max(1, Math.round(goodShare * networks.length));
  const known = networks.flatMap(({ step }, place) => {
    const [genotype, row] = [genotypes.get(step), byStep.get(step)];
    if (genotype === undefined || row === undefined) return [];
    const founder = byStep.get(descents.get(step)?.founder ?? step)?.hash ?? row.hash;
    return [{ genotype, row, founder, isGood: place < goodCount }];
  });
  const goodFounders = new Set(known.flatMap(({ founder, isGood }) => (isGood ? [founder] : [])));
  return known
    .filter(({ row, founder, isGood }) => isGood || (row.parent === null && !goodFounders.has(founder)))
    .map(({ genotype, row, founder, isGood }) => {
      const value = Math.log2(Math.max(1, row.parameterCount));
      const size: CellFeature = { name: "parameters", group: "size", unit: "doublings", value };
      const features = [...cellFeatures(genotype, primitives), size];
      return { founder, isGood, networks: new Map([[row.hash, features]]) };
    });
}

const meanOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
