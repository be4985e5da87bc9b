/** What every drawing of an architecture can be asked for. */
import * as v from "valibot";
import { checkPrimitives, type Primitive } from "../../genotype/primitive.js";
import type { Schema } from "../../input/schema.js";
import { checkNetworkConfig, type NetworkConfig } from "../../network/network-config.js";
import { checkConfig, text, yesOrNo } from "../output/check-input.js";

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

const anything = v.optional(v.any());
const schema: Schema<DrawingConfig> = v.object({
  title: v.optional(text),
  group: anything,
  channels: v.optional(yesOrNo),
  primitives: anything,
  network: anything,
});

/** Throws InputError, saying which, for a setting that a drawing cannot have. */
export function checkDrawing(config: DrawingConfig): void {
  checkConfig("drawing", config, schema);
  if (config.primitives !== undefined) checkPrimitives(config.primitives, "drawing: primitives");
  if (config.network !== undefined) checkNetworkConfig(config.network);
}
