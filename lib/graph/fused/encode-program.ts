/**
 * Program → the whole numbers that the fused operation reads, in the order of `kernel-setup/native/fused/program.cc`.
 */
import { assignBuffers } from "./buffers.js";
import { instructionKinds, partModes, type Program, type ProgramNorm } from "./program.js";

const VERSION = 1;
const ACTIVATIONS = ["none", "relu", "softplus"] as const;

/** The numbers of a program; `backward` says whether it trains, which takes more memory. */
export function encodeProgram(program: Program, backward: boolean): readonly number[] {
  const { tensors, instructions, parameterCount, averageCount } = program;
  const buffers = assignBuffers(program, backward);
  const norms = tensors.flatMap(({ norm }) => (norm === undefined ? [] : [norm]));
  const normAt = new Map<ProgramNorm, number>(norms.map((norm, index) => [norm, index]));
  return [
    ...[VERSION, backward ? 1 : 0, parameterCount, averageCount, buffers.likes.length],
    ...[tensors.length, norms.length, instructions.length],
    ...norms.flatMap(({ scale, offset, mean, variance }) => [scale, offset, mean, variance]),
    ...tensors.flatMap(({ channels, norm, activation }, index) => [
      channels,
      norm === undefined ? -1 : (normAt.get(norm) as number),
      ACTIVATIONS.indexOf(activation),
      buffers.values[index],
      buffers.gradients[index],
    ]),
    ...instructions.flatMap(({ kind, output, parts }) => [
      instructionKinds.indexOf(kind) + 1,
      output,
      parts.length,
      ...parts.flatMap(({ tensor, mode, kernel, stride, dilation, filter, filterRow, weight, tapRows }) => [
        ...[tensor, partModes.indexOf(mode), kernel, stride, dilation],
        ...[filter, filterRow, weight, tapRows],
      ]),
    ]),
  ];
}
