/** What every drawing of an architecture can be asked for. */
import type { Primitive } from "../../genotype/primitive.js";
import type { NetworkConfig } from "../../network/network-config.js";

/** How a genotype is drawn. */
export interface DrawingConfig {
  /** The list that gives signs and words to primitives of your own; the paper's six by default. */
  readonly primitives?: readonly Primitive[];
  /** Instead of the title that says what is drawn. */
  readonly title?: string;
  /** The network whose shapes and costs a pointer is told; the small one by default. */
  readonly network?: NetworkConfig;
  /** The group of the network that shapes are of, from 1; the first by default. */
  readonly group?: number;
  /** Writes the channels of each node below it; false by default. */
  readonly channels?: boolean;
}
