/** How consistently short trainings rank random genotypes, as measured in `data/protocol-study`. */
import { join } from "node:path";
import * as v from "valibot";
import { dataFolder } from "../files/project-folder.js";
import { readFileText } from "../files/read-file.js";
import { InputError } from "../input/errors.js";
import { shown } from "../input/printable.js";
import { finiteNumber, nameText, parseJson, parseWith, positiveNumber } from "../input/schema.js";
import type { ProtocolRank } from "../rows/protocol-rank.js";

const shareSchema = finiteNumber(-1, 1);
const correlationSchema = v.object({ estimate: shareSchema, interval95: v.tuple([shareSchema, shareSchema]) });
type Correlation = v.InferOutput<typeof correlationSchema>;
const rankedSchema = v.object({
  seedToSeed: correlationSchema,
  toReference: correlationSchema,
  meanOfTwoToReference: correlationSchema,
});
const schema = v.object({
  rows: v.array(
    v.object({
      protocol: nameText(),
      space: nameText(),
      processorSeconds: positiveNumber(),
      accuracy: rankedSchema,
      loss: rankedSchema,
    }),
  ),
});

/**
 * The rank correlations from `data/protocol-study`, for `rankByCost`. Where there are two trainings their mean ranks,
 * at twice the cost. Throws InputError when the file is missing or damaged.
 */
export function readProtocolRanks(
  file: string = join(dataFolder("protocol-study"), "study.json"),
): readonly ProtocolRank[] {
  if (typeof file !== "string") throw new InputError(`protocol ranks: got ${shown(file)}, must be a path`);
  return readStudy(file).flatMap((row) =>
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

function readStudy(file: string): v.InferOutput<typeof schema>["rows"] {
  try {
    return parseWith(schema, parseJson(readFileText(file), file), file).rows;
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new InputError(`${error.message}; restore it with git checkout -- data/protocol-study`);
  }
}

/** The name without ", 300 training steps" at its end; "300 training steps" alone becomes "300 steps". */
function shortName(protocol: string): string {
  return protocol.replace(/,? ?\d+ training steps$/, (steps) =>
    steps.startsWith(",") ? "" : steps.replace("training ", ""),
  );
}
