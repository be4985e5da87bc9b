/** The long trainings in `data/long-trainings`: the yardstick for short ones. */
import { join } from "node:path";
import { group } from "d3-array";
import { mean, median, sampleStandardDeviation } from "simple-statistics";
import * as v from "valibot";
import { dataFolder } from "../files/project-folder.js";
import { readFileText } from "../files/read-file.js";
import { InputError } from "../input/errors.js";
import { shown } from "../input/printable.js";
import { finiteNumber, nameText, oneOf, parseJson, parseWith, positiveNumber, wholeNumber } from "../input/schema.js";
import type { LongNetwork, LongTrainings } from "../rows/long-network.js";
import { readJournals } from "./journal.js";

const candidateSchema = v.object({
  ...{ name: nameText(), space: nameText(), hash: nameText() },
  kind: oneOf(["random", "evolved", "published", "trivial"]),
});
const result = { hash: nameText(), channels: wholeNumber(1), status: v.string() };
const scoredSchema = v.object({
  ...{ ...result, status: v.literal("scored"), accuracy: finiteNumber(0, 1) },
  ...{ parameterCount: wholeNumber(1), multiplyAdds: wholeNumber(1), processorSeconds: positiveNumber() },
});
const failedSchema = v.object({ ...result, status: v.literal("failed") });
const resultSchema = v.variant("status", [scoredSchema, failedSchema]);
type Candidate = v.InferOutput<typeof candidateSchema>;
type Scored = v.InferOutput<typeof scoredSchema>;

/**
 * The long trainings that are recorded, with the networks of all candidates that were trained; while they are being
 * measured, those there are. `folder` holds `candidates.json` and `results/*.jsonl`. Throws InputError when the
 * candidates are missing, or anything is damaged.
 */
export function readLongTrainings(folder: string = dataFolder("long-trainings")): LongTrainings {
  if (typeof folder !== "string") throw new InputError(`long trainings: got ${shown(folder)}, must be a path`);
  const candidates = readCandidates(join(folder, "candidates.json"));
  const results = readJournals(join(folder, "results"), resultSchema);
  const scored = results.filter((each): each is Scored => each.status === "scored");
  const byHash = group(
    scored,
    ({ hash }) => hash,
    ({ channels }) => channels,
  );
  const networks = candidates.flatMap((candidate) =>
    [...(byHash.get(candidate.hash) ?? [])]
      .sort(([one], [other]) => one - other)
      .map(([channels, trainings]) => networkOf(candidate, channels, trainings)),
  );
  return Object.freeze({
    ...{ candidates: candidates.length, trainings: scored.length, failed: results.length - scored.length },
    networks: Object.freeze(networks),
  });
}

function readCandidates(file: string): readonly Candidate[] {
  try {
    return parseWith(v.array(candidateSchema), parseJson(readFileText(file), file), file);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new InputError(`${error.message}; restore it with git checkout -- data/long-trainings`);
  }
}

function networkOf(
  { name, space, kind, hash }: Candidate,
  channels: number,
  trainings: readonly Scored[],
): LongNetwork {
  const accuracies = trainings.map(({ accuracy }) => accuracy);
  const [{ parameterCount, multiplyAdds }] = trainings;
  return Object.freeze({
    ...{ name, space, kind, hash, channels, parameterCount, multiplyAdds },
    accuracies: Object.freeze(accuracies),
    accuracy: mean(accuracies),
    spread: accuracies.length > 1 ? sampleStandardDeviation(accuracies) : null,
    processorSeconds: median(trainings.map(({ processorSeconds }) => processorSeconds)),
  });
}
