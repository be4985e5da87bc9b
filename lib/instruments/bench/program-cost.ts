/** The least that a training step of the fused operation must compute, read and write, from its program. */
import { pixelsOf, type Program, type ProgramPart } from "../../graph/fused/program.js";

/** The least work of one training step. */
export interface TrainingStepCost {
  /**
   * Floating-point operations (a multiply-add counts as two): forward, and twice that backward except for the images'
   * gradient.
   */
  readonly flops: Readonly<Record<"products" | "depthwise" | "pools", number>>;
  /** Bytes, as 32-bit floats: activations read and written, and their gradients. Weights are negligible. */
  readonly bytes: Readonly<Record<"reads" | "writes" | "gradients", number>>;
}

/**
 * Counts every tensor once for each instruction that uses it. Forward, an instruction reads its inputs and writes its
 * output. Backward, it reads the output, the output's gradient and its inputs again, and adds to the gradients of its
 * inputs (the first one writes, later ones read and write).
 */
export function costOfProgram(
  { tensors, instructions }: Program,
  { batchSize, height, width }: { readonly batchSize: number; readonly height: number; readonly width: number },
): TrainingStepCost {
  const flops = { products: 0, depthwise: 0, pools: 0 };
  const bytes = { reads: 0, writes: 0, gradients: 0 };
  const pixels = tensors.map(({ size }) => batchSize * pixelsOf(size, height, width));
  const bytesOf = (tensor: number): number => 4 * pixels[tensor] * tensors[tensor].channels;
  const begun = new Set<number>();
  for (const { kind, output, parts } of instructions) {
    const isLoss = kind === "loss";
    const rows = isLoss ? 0 : pixels[output];
    for (const part of parts) {
      const { channels } = tensors[part.tensor];
      const passes = part.tensor === 0 ? 2 : 3;
      if (kind === "product") addProduct(part, rows, channels, tensors[output].channels, passes);
      else if (kind === "depthwise") flops.depthwise += 2 * rows * channels * part.kernel ** 2 * passes;
      else if (kind === "maxPool" || kind === "averagePool") flops.pools += rows * channels * part.kernel ** 2 * 2;
    }
    if (!isLoss) {
      bytes.writes += bytesOf(output);
      bytes.reads += bytesOf(output);
      bytes.gradients += bytesOf(output);
    }
    for (const tensor of new Set(parts.filter(({ mode }) => mode !== "ones").map((part) => part.tensor))) {
      bytes.reads += 2 * bytesOf(tensor);
      if (tensor === 0) continue;
      bytes.gradients += (begun.has(tensor) ? 2 : 1) * bytesOf(tensor);
      begun.add(tensor);
    }
  }
  return Object.freeze({ flops: Object.freeze(flops), bytes: Object.freeze(bytes) });

  function addProduct(part: ProgramPart, rows: number, channels: number, outputs: number, passes: number): void {
    const { mode, kernel } = part;
    if (mode === "ones") return;
    const window = kernel ** 2;
    flops.products += 2 * rows * channels * (mode === "gathered" ? window : 1) * outputs * passes;
    if (mode === "depthwise") flops.depthwise += 2 * rows * channels * window * passes;
    if (mode === "averaged") flops.pools += rows * outputs * window * 2;
  }
}

/**
 * The number of pixels of a size such as `/2/2` (the images' height and width, halved and rounded up twice); 1 for a
 * mean.
 */
