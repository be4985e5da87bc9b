/** The memory that a network's tensors take for training on a batch or scoring it. */
import type { Plan } from "../../network/plan.js";
import { lowerPlan } from "../lower-plan.js";
import { assignBuffers } from "./buffers.js";
import { compileProgram } from "./compile-program.js";
import { paddedChannels, pixelsOf } from "./program.js";

/** The size of a batch, in images and pixels. */
export interface BatchSize {
  readonly images: number;
  readonly height: number;
  readonly width: number;
}

const BYTES_PER_NUMBER = 4;

/**
 * Bytes of all tensors that the fused operation holds for a batch: in a training step, with gradients, and in a forward
 * pass alone (statistics, scoring).
 */
export function tensorBytes(
  plan: Plan,
  training: BatchSize,
  scoring: BatchSize,
): { readonly training: number; readonly scoring: number } {
  // Neither the epsilon nor the expected batch size changes the tensors.
  const program = compileProgram(lowerPlan(plan, { batchNormalizationEpsilon: 1, batchSize: 1, standIns: "none" }));
  const bytes = (backward: boolean, { images, height, width }: BatchSize): number =>
    assignBuffers(program, backward).likes.reduce((sum, like) => {
      const { size, channels } = program.tensors[like];
      return sum + BYTES_PER_NUMBER * images * pixelsOf(size, height, width) * paddedChannels(channels);
    }, 0);
  return { training: bytes(true, training), scoring: bytes(false, scoring) };
}
