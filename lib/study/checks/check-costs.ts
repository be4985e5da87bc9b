/** That costs are those of the genotypes. */
import { InputError } from "../../input/errors.js";
import { networkFromData } from "../../network/network-data.js";
import { planNetwork } from "../../network/plan-network.js";
import { type ReplayStudyConfig, spaceOf } from "../replay-study.js";
import type { Recorded } from "./recorded.js";

/** Costs that differ. Throws InputError for a study whose fitness function is the user's, with costs of its own. */
export function checkCosts(
  { settings, individuals }: Recorded,
  config: ReplayStudyConfig,
  place: string,
): readonly string[] {
  if (settings.fitness !== "training") throw new InputError("a fitness function of your own may have its own costs");
  const { primitives } = config.space ?? spaceOf(place, settings);
  const network = networkFromData(settings.protocol.network);
  return individuals.flatMap(({ step, genotype, evaluation }) => {
    const plan = planNetwork(genotype, network, primitives);
    return (["parameterCount", "multiplyAdds"] as const).flatMap((cost) =>
      plan[cost] === evaluation[cost]
        ? []
        : [`step ${step}: ${cost}: recorded ${evaluation[cost]}, its genotype gives ${plan[cost]}`],
    );
  });
}
