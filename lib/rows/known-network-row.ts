/** A network for ImageNet beside others: what the figures of cost and of complexity draw. */

/** One network for ImageNet, known or of a genotype. */
export interface KnownNetworkRow {
  readonly name: string;
  /** How a known one was found, or whose it is. */
  readonly group: "by hand" | "by search" | "transformer" | "the paper's cell" | "found here";
  /** Of its first publication, from memory of the literature; null for one that is not published. */
  readonly year: number | null;
  readonly parameterCount: number;
  /** For one image at its own crop. */
  readonly multiplyAdds: number;
  /** ImageNet top-1 accuracy, a fraction; null where nobody measured it. */
  readonly top1: number | null;
  /** Where the accuracy comes from. */
  readonly source: string;
}
