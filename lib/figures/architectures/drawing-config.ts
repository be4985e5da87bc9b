/** Settings shared by all drawings of architectures. */
import * as v from "valibot";
import { checkPrimitives, type Primitive } from "../../genotype/primitive.js";
import type { Schema } from "../../input/schema.js";
import { checkNetworkConfig, type NetworkConfig } from "../../network/network-config.js";
import { checkConfig, text, yesOrNo } from "../output/check-input.js";

/** How to draw a genotype. */
export interface DrawingConfig {
  /** Gives signs and labels to your own primitives; by default the paper's six. */
  readonly primitives?: readonly Primitive[];
  /** Replaces the default title, which says what is drawn. */
  readonly title?: string;
  /** The network whose shapes and costs tooltips show; by default the small one. */
  readonly network?: NetworkConfig;
  /** The group of the network whose shapes are shown, from 1; by default the first. */
  readonly group?: number;
  /** Whether to write each node's channels below it; false by default. */
  readonly channels?: boolean;
  /** Whether a key below the drawing says what its signs mean; true by default. */
  readonly key?: boolean;
}

const anything = v.optional(v.any());
const schema: Schema<DrawingConfig> = v.object({
  title: v.optional(text),
  group: anything,
  channels: v.optional(yesOrNo),
  key: v.optional(yesOrNo),
  primitives: anything,
  network: anything,
});

/** Throws InputError, saying which, for an invalid setting of a drawing. */
export function checkDrawing(config: DrawingConfig): void {
  checkConfig("drawing", config, schema);
  if (config.primitives !== undefined) checkPrimitives(config.primitives, "drawing: primitives");
  if (config.network !== undefined) checkNetworkConfig(config.network);
}
