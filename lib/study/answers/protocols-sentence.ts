/** Whether a short fitness finds what is good when trained long, in sentences. */
import { aimOf, type ProtocolRank, type RankAim, rankFront, rankPanels } from "../../rows/protocol-rank.js";
import { type ShortAndLong, shortAndLongRanks } from "../../rows/short-and-long.js";
import type { Interval } from "../../statistics/intervals.js";

/** Settings of {@link protocolsSentence}. */
export interface ProtocolsSentenceConfig {
  /** The target correlation: one for all spaces, or one by space. */
  readonly aim?: RankAim;
  /** The name of the chosen protocol, which is told of too. */
  readonly chosen?: string;
}

/**
 * For each space and each thing compared to: the protocol that ranks best and the best one at no more than a third of
 * its cost, with their rank correlations, 95 % intervals, costs and numbers of genotypes; whether the best reaches the
 * target, and what the chosen protocol does. The best of many is partly luck, so their number is told.
 */
export function protocolsSentence(rows: readonly ProtocolRank[], config: ProtocolsSentenceConfig = {}): string {
  const said = rankPanels(rows).map(({ space, comparedTo, rows: own }) => {
    const front = rankFront(own);
    const best = front[front.length - 1];
    const cheaper = front.filter(({ processorSeconds }) => processorSeconds <= best.processorSeconds / 3).at(-1);
    const [chosen] = rankFront(own.filter(({ protocol }) => protocol === config.chosen)).slice(-1);
    const genotypes = best.genotypes === undefined ? "" : ` (${best.genotypes} genotypes)`;
    const second = cheaper === undefined ? "" : `; for a third of the cost or less ${words(cheaper)}`;
    const third = chosen === undefined ? "" : `; chosen: ${words(chosen)}`;
    const aim = aimOf(config.aim, space);
    return `${space}${genotypes}, compared to ${comparedTo}: best of ${own.length}: ${words(best)}${aimWords(best, aim)}${second}${third}`;
  });
  return said.length === 0 ? "No protocol is measured." : `Rank correlations: ${said.join(". ")}.`;
}

function aimWords({ correlation, lower }: ProtocolRank, aim: number | undefined): string {
  if (aim === undefined) return "";
  if (correlation < aim) return `, below the target of ${aim}`;
  return lower > 0 ? `, the target of ${aim} is reached` : `, above the target of ${aim}, but its interval has 0 in it`;
}

/** For each space and short protocol the rank correlation with long trainings, alone and given parameters. */
export function shortAndLongSentence(rows: readonly ShortAndLong[]): string {
  const said = shortAndLongRanks(rows).map(
    ({ space, protocol, genotypes, correlation, givenParameters }) =>
      `${space}, ${protocol} (${genotypes} genotypes): ${intervalWords(correlation)}, given parameters ${intervalWords(givenParameters)}`,
  );
  return said.length === 0
    ? `Too few genotypes were trained both short and long (${rows.length}) to say how alike they are ranked.`
    : `Rank correlation of short fitness with long accuracy: ${said.join("; ")}.`;
}

function words({ protocol, rankedBy, processorSeconds, correlation, lower, upper }: ProtocolRank): string {
  return `${protocol} by ${rankedBy}, ${intervalWords({ estimate: correlation, lower, upper })} at ${processorSeconds.toFixed(1)} core-seconds`;
}

function intervalWords({ estimate, lower, upper }: Interval): string {
  const [middle, low, high] = [estimate, lower, upper].map((each) => each.toFixed(2).replace("-", "−"));
  return `${middle} (95 % interval ${low} to ${high})`;
}
