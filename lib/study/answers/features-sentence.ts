/** Which operations, wirings and depths good cells share, in a sentence. */
import { featureWords } from "../../rows/cell-features.js";
import type { EnrichedFeature, EnrichedFeatures } from "../../rows/enriched-features.js";
import { fewestClusters } from "../../statistics/intervals.js";

/**
 * The features in which good cells differ from cells drawn at random by more than chance, with their means and 95 %
 * intervals in standard deviations; if there is none, the one that differs most. `enriched` is what `enrichedFeatures`
 * gives.
 */
export function featuresSentence(enriched: EnrichedFeatures | undefined): string {
  if (enriched === undefined) {
    return `Too few families of networks to compare: at least ${fewestClusters} good and ${fewestClusters} others are needed.`;
  }
  const { features, good, random } = enriched;
  const sides = `the ${good.networks} best networks (${good.families} families) from ${random.networks} drawn at random`;
  const tests = `${features.length} features, corrected by Holm's method`;
  const surviving = features.filter(({ survives }) => survives).sort(bySize);
  if (surviving.length > 0) {
    return `${surviving.length} of ${tests}, ${surviving.length === 1 ? "tells" : "tell"} ${sides}: ${surviving.map(words).join("; ")}.`;
  }
  const [most] = [...features].sort(bySize);
  return `None of ${tests}, tells ${sides}${most === undefined ? "" : `; most of all differ ${words(most)}`}.`;
}

function words({ name, unit, good, random, difference }: EnrichedFeature): string {
  const [estimate, lower, upper] = [difference.estimate, difference.lower, difference.upper].map(signed);
  const means = `${featureWords(unit, good)} against ${featureWords(unit, random)}`;
  return `${name} (${means}; ${estimate} standard deviations, 95 % interval ${lower} to ${upper})`;
}

const bySize = (one: EnrichedFeature, other: EnrichedFeature): number =>
  Math.abs(other.difference.estimate) - Math.abs(one.difference.estimate);

function signed(value: number): string {
  const digits = Math.abs(value).toFixed(1);
  return `${value < 0 && Number(digits) > 0 ? "−" : "+"}${digits}`;
}
