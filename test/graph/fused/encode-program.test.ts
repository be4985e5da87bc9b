import assert from "node:assert/strict";
import { assignBuffers } from "../../../lib/graph/fused/buffers.js";
import { encodeProgram } from "../../../lib/graph/fused/encode-program.js";
import { instructionKinds, partModes } from "../../../lib/graph/fused/program.js";
import { samplePrograms } from "./programs.js";

/** Reads numbers like program.cc: the header, normalizations, tensors, instructions with their parts. */
function decode(numbers: readonly number[]) {
  let at = 0;
  const take = (count: number): readonly number[] => numbers.slice(at, (at += count));
  const times = <T>(count: number, make: () => T): readonly T[] => Array.from({ length: count }, make);
  const [version, backward, parameterCount, averageCount, bufferCount, tensors, norms, instructions] = take(8);
  const normList = times(norms, () => take(4));
  const tensorList = times(tensors, () => take(5));
  const instructionList = times(instructions, () => {
    const [kind, output, parts] = take(3);
    return { kind: instructionKinds[kind - 1], output, parts: times(parts, () => take(9)) };
  });
  return {
    version,
    backward,
    parameterCount,
    averageCount,
    bufferCount,
    normList,
    tensorList,
    instructionList,
    read: at,
  };
}

describe("encodeProgram", () => {
  it("writes every number of a program once, in reading order", () => {
    for (const [name, program] of samplePrograms())
      for (const backward of [true, false]) {
        const numbers = encodeProgram(program, backward);
        const { values, gradients, likes } = assignBuffers(program, backward);
        const read = decode(numbers);
        assert.equal(read.read, numbers.length, name);
        assert.deepEqual(
          [read.version, read.backward, read.parameterCount, read.averageCount, read.bufferCount],
          [1, backward ? 1 : 0, program.parameterCount, program.averageCount, likes.length],
        );
        program.tensors.forEach(({ channels, norm, activation }, index) => {
          const [gotChannels, gotNorm, gotActivation, value, gradient] = read.tensorList[index];
          assert.equal(gotChannels, channels);
          assert.equal(["none", "relu", "softplus"][gotActivation], activation);
          assert.deepEqual([value, gradient], [values[index], gradients[index]]);
          assert.deepEqual(
            gotNorm < 0 ? undefined : read.normList[gotNorm],
            norm && [norm.scale, norm.offset, norm.mean, norm.variance],
          );
        });
        assert.deepEqual(
          read.instructionList,
          program.instructions.map(({ kind, output, parts }) => ({
            kind,
            output,
            parts: parts.map((part) => [
              ...[part.tensor, partModes.indexOf(part.mode), part.kernel, part.stride, part.dilation],
              ...[part.filter, part.filterRow, part.weight, part.tapRows],
            ]),
          })),
        );
      }
  });
});
