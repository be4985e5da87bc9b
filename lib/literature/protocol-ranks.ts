/** How alike short trainings rank random genotypes, as rows: what `data/protocol-study` measured. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { dataFolder } from "../files/project-folder.js";
import type { ProtocolRank } from "../rows/protocol-rank.js";

interface Correlation {
  readonly estimate: number;
  readonly interval95: readonly [number, number];
}

interface MeasuredProtocol {
  readonly protocol: string;
  readonly space: string;
  readonly processorSeconds: number;
  readonly accuracy: Ranked;
  readonly loss: Ranked;
}

type Ranked = Readonly<Record<"seedToSeed" | "toReference" | "meanOfTwoToReference", Correlation>>;

const STUDY = join(dataFolder("protocol-study"), "study.json");

/**
 * The rank correlations of `data/protocol-study`, for `rankByCost`; of two trainings their mean ranks, at twice the
 * cost.
 */
export function readProtocolRanks(): readonly ProtocolRank[] {
  const { rows } = JSON.parse(readFileSync(STUDY, "utf8")) as { readonly rows: readonly MeasuredProtocol[] };
  return rows.flatMap((row) =>
    (["accuracy", "loss"] as const).flatMap((rankedBy) => {
      const rank = (
        comparedTo: ProtocolRank["comparedTo"],
        trainings: number,
        { estimate, interval95: [lower, upper] }: Correlation,
      ): ProtocolRank => ({
        protocol: `${trainings === 1 ? "" : `${trainings} × `}${shortName(row.protocol)}`,
        processorSeconds: trainings * row.processorSeconds,
        ...{ space: row.space, comparedTo, rankedBy, correlation: estimate, lower, upper },
      });
      const { seedToSeed, toReference, meanOfTwoToReference } = row[rankedBy];
      return [
        rank("a second seed", 1, seedToSeed),
        rank("the longer training", 1, toReference),
        rank("the longer training", 2, meanOfTwoToReference),
      ];
    }),
  );
}

/** "300 training steps" at the end of a name that says more; alone it is short already. */
function shortName(protocol: string): string {
  return protocol.replace(/,? ?\d+ training steps$/, (steps) =>
    steps.startsWith(",") ? "" : steps.replace("training ", ""),
  );
}
