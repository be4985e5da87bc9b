/** That every child is its parent after its mutation, and every network its genotype's. */
import { phenotypeHash } from "../../genotype/canonical.js";
import { genotypeToJson } from "../../genotype/genotype-file.js";
import { isConnected } from "../../genotype/liveness.js";
import { applyMutation } from "../../genotype/mutate.js";
import { InputError } from "../../input/errors.js";
import type { Recorded } from "./recorded.js";

/** Children that are not their parents after their mutations. */
export function checkAncestry({ individuals, unfinished }: Recorded): readonly string[] {
  const byStep = new Map(individuals.map((each) => [each.step, each]));
  return [...individuals, ...unfinished].flatMap(({ step, parent, mutation, genotype }) => {
    if (parent === undefined || mutation === undefined) {
      return parent === mutation ? [] : [`step ${step}: has a parent or a mutation, must have both or neither`];
    }
    const origin = byStep.get(parent);
    if (origin === undefined) return [`step ${step}: its parent, step ${parent}, is not an individual`];
    try {
      const child = genotypeToJson(applyMutation(origin.genotype, mutation));
      if (child === genotypeToJson(genotype)) return [];
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
    }
    return [`step ${step}: is not its parent, step ${parent}, after its mutation`];
  });
}

/** Individuals whose network is not that of their genotype. */
export function checkNetworks({ individuals, unfinished }: Recorded): readonly string[] {
  return [...individuals, ...unfinished].flatMap(({ step, hash, genotype }) => {
    const own = isConnected(genotype) ? phenotypeHash(genotype) : "no network";
    return own === hash ? [] : [`step ${step}: network: recorded ${hash}, its genotype gives ${own}`];
  });
}
