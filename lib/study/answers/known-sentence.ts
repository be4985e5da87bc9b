/** How much of a search's budget goes to known networks, in a sentence. */
import { counted, percentWords } from "../../input/quantity.js";
import { type KnownRow, knownShare } from "../../rows/known-rows.js";

/**
 * For each search or policy, by name with all its runs: the share of evaluations that went to networks that were known,
 * with its 95 % interval, and the share of time.
 */
export function knownSentence(searches: Readonly<Record<string, readonly (readonly KnownRow[])[]>>): string {
  const said = Object.entries(searches).map(([name, runs]) => {
    const share = knownShare(runs);
    if (share === undefined) return `${name}: no evaluations`;
    const [estimate, lower, upper] = [share.known.estimate, share.known.lower, share.known.upper].map((each) =>
      percentWords(each),
    );
    const count = `${counted(share.evaluations, "evaluation")} in ${counted(share.runs, "run")}`;
    return `${name} (${count}): ${estimate} (95 % interval ${lower} to ${upper}), the parent's ${percentWords(share.parents)}; ${percentWords(share.seconds)} of the time`;
  });
  return `Evaluations of networks that were known already: ${said.join("; ")}.`;
}
