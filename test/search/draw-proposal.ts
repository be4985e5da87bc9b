/** Synchronous proposals for tests: the first draws of `proposeInitial` and `proposeChild`. */
import { phenotypeHash } from "../../lib/genotype/canonical.js";
import type { Genotype } from "../../lib/genotype/genotype.js";
import { initialize } from "../../lib/genotype/initialize.js";
import { isConnected } from "../../lib/genotype/liveness.js";
import { mutate } from "../../lib/genotype/mutate.js";
import type { Individual, Proposal } from "../../lib/search/individual.js";
import type { ProposalContext } from "../../lib/search/method.js";

/** An individual of the initialization. */
export function drawInitial({ space, step, random, mutationCount }: ProposalContext): Proposal {
  return draw(step, "initialization", () => initialize(space, random, mutationCount));
}

/** A mutated copy of `parent`. */
export function drawChild(parent: Individual, competitors: readonly number[], context: ProposalContext): Proposal {
  return draw(context.step, "evolution", () => {
    const { child, mutation } = mutate(parent.genotype, context.random);
    return { genotype: child, parent: parent.step, mutation, competitors: Object.freeze([...competitors]) };
  });
}

type Draft = { readonly genotype: Genotype } & Pick<Proposal, "parent" | "mutation" | "competitors">;

function draw(step: number, phase: Proposal["phase"], next: () => Draft): Proposal {
  for (let redraws = 0; ; redraws++) {
    const { genotype, parent, mutation, competitors } = next();
    if (!isConnected(genotype)) continue;
    const origin = parent === undefined ? {} : { parent, mutation, competitors };
    return Object.freeze({ step, phase, genotype, hash: phenotypeHash(genotype), ...origin, redraws });
  }
}
