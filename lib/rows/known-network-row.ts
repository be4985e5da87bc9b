/** A network for ImageNet, for the figures of cost and complexity. */

/** A network for ImageNet, either known or built from a genotype. */
export interface KnownNetworkRow {
  readonly name: string;
  /** How a known network was found, or where the cell comes from. */
  readonly group: "by hand" | "by search" | "transformer" | "the paper's cell" | "found here";
  /** The year of first publication, from memory of the literature; null if unpublished. */
  readonly year: number | null;
  readonly parameterCount: number;
  /** For one image at the network's own crop. */
  readonly multiplyAdds: number;
  /** ImageNet top-1 accuracy, a fraction; null if never measured. */
  readonly top1: number | null;
  /** Where the accuracy comes from. */
  readonly source: string;
}
