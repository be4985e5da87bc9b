import assert from "node:assert/strict";
import { assignBuffers } from "../../../lib/graph/fused/buffers.js";
import { paddedChannels, type Program } from "../../../lib/graph/fused/program.js";
import { flatSpace, hierarchicalSpace } from "../../../lib/genotype/space.js";
import { connectedGenotype, smallPlan } from "../rewrites/observe-graph.js";
import { programOf, samplePrograms } from "./programs.js";

/** The first and last moment of a buffer's use; instruction i runs forward at moment i and backward at 2n − 1 − i. */
interface Use {
  readonly buffer: number;
  readonly tensor: number;
  readonly from: number;
  readonly to: number;
}

function usesOf(program: Program, backward: boolean): readonly Use[] {
  const { values, gradients } = assignBuffers(program, backward);
  const end = 2 * program.instructions.length - 1;
  return program.tensors.flatMap((_, tensor): readonly Use[] => {
    const written = program.instructions.findIndex(({ kind, output }) => kind !== "loss" && output === tensor);
    const readers = program.instructions.flatMap(({ parts }, index) =>
      parts.some((part) => part.tensor === tensor && part.mode !== "ones") ? [index] : [],
    );
    const last = Math.max(...readers);
    const value = { buffer: values[tensor], tensor, from: written, to: backward ? end - Math.max(written, 0) : last };
    const gradient = { buffer: gradients[tensor], tensor, from: end - last, to: end - written };
    return backward && tensor !== 0 ? [value, gradient] : [value];
  });
}

function assertApart(program: Program, backward: boolean, what: string): void {
  const uses = usesOf(program, backward);
  const byBuffer = new Map<number, Use[]>();
  for (const use of uses) byBuffer.set(use.buffer, [...(byBuffer.get(use.buffer) ?? []), use]);
  assert.ok(!byBuffer.has(-1), `${what}: something has no buffer`);
  for (const [buffer, sharers] of byBuffer) {
    const sorted = [...sharers].sort((one, other) => one.from - other.from);
    for (const [index, use] of sorted.entries()) {
      const { size, channels } = program.tensors[use.tensor];
      const like = program.tensors[sorted[0].tensor];
      assert.deepEqual([size, paddedChannels(channels)], [like.size, paddedChannels(like.channels)], what);
      const next = sorted[index + 1];
      assert.ok(
        next === undefined || use.to < next.from,
        `${what}: tensors ${use.tensor} and ${next?.tensor} meet in buffer ${buffer}`,
      );
    }
  }
}

describe("assignBuffers", () => {
  it("never lets two tensors or gradients that are needed at one time share a buffer", () => {
    for (const [name, program] of samplePrograms())
      for (const backward of [true, false])
        assertApart(program, backward, `${name}, ${backward ? "training" : "scoring"}`);
  });

  it("and neither for random genotypes of both spaces", () => {
    for (const space of [hierarchicalSpace, flatSpace])
      for (let seed = 0; seed < 20; seed++) {
        const program = programOf(smallPlan(connectedGenotype(space, `buffers ${seed}`)));
        for (const backward of [true, false]) assertApart(program, backward, `${space.name} ${seed}`);
      }
  });

  it("uses fewer buffers for scoring alone, and names a tensor in each", () => {
    for (const [name, program] of samplePrograms().slice(0, 9)) {
      const [training, scoring] = [true, false].map((backward) => assignBuffers(program, backward));
      assert.ok(scoring.likes.length < program.tensors.length, name);
      assert.ok(training.likes.length < 2 * program.tensors.length - 1, name);
      for (const { values, likes } of [training, scoring])
        likes.forEach((like, buffer) => assert.ok(values[like] === buffer || training.gradients[like] === buffer));
      assert.ok(scoring.gradients.every((buffer) => buffer === -1));
      assert.equal(training.gradients[0], -1);
    }
  });
});
