/** A study for tests of its storage, and what a storage says when it refuses. */
import assert from "node:assert/strict";
import { laptopProtocol } from "../../../lib/evaluation/protocol.js";
import { hierarchicalSpace } from "../../../lib/genotype/space.js";
import { createRandom } from "../../../lib/random.js";
import type { Proposal } from "../../../lib/search/individual.js";
import { tournamentSearch } from "../../../lib/search/tournament-search.js";
import { createSettings } from "../../../lib/study/store/study-settings.js";
import { drawInitial } from "../../search/draw-proposal.js";

const space = hierarchicalSpace;

export const settings = createSettings({
  ...{ space, method: tournamentSearch(), steps: 60, initialCount: 20, seed: 1 },
  ...{ protocol: laptopProtocol, data: "sample" },
});

/** The individual that the study draws at `step`. */
export const proposalOf = (step: number): Proposal =>
  drawInitial({ space, step, initialCount: 1000, mutationCount: 5, random: createRandom(1).split("step", step) });

/** The one line of the InputError with which `work` is refused. */
export async function refusalOf(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => assert.fail("nothing was refused"),
    (reason: unknown) => reason as Error,
  );
  assert.equal(error.name, "InputError", error.stack);
  assert.ok(!error.message.includes("\n"));
  return error.message;
}
