/** How well a protocol ranks genotypes, for the figure of ranks by cost. */

/** One rank correlation of one protocol. */
export interface ProtocolRank {
  /** The protocol's name, written beside its point. */
  readonly protocol: string;
  /** Processor time of one evaluation, seconds. */
  readonly processorSeconds: number;
  /** Which genotypes were ranked, for example `flat`: a row of panels. */
  readonly space: string;
  /** What the ranks are compared to, for example `a second seed`: a column of panels. */
  readonly comparedTo: string;
  /** What ranks the genotypes, for example `accuracy`: a colour and a shape. */
  readonly rankedBy: string;
  /** Spearman's rank correlation, −1 to 1. */
  readonly correlation: number;
  /** The ends of its 95 % bootstrap interval. */
  readonly lower: number;
  readonly upper: number;
}
