import assert from "node:assert/strict";
import { sweep } from "./sweep.js";
import { DEADLY } from "./sweep-lines.js";

/**
 * Instruction sets for TensorFlow's kernel library, with those of the fused operation to compare with; a processor
 * without them uses what it has.
 */
const instructions = [
  { name: "SSE4.1", env: { ONEDNN_MAX_CPU_ISA: "SSE41", HIERNAS_KERNELS: "portable" } },
  { name: "AVX2", env: { ONEDNN_MAX_CPU_ISA: "AVX2", HIERNAS_KERNELS: "avx2" } },
  { name: "all that the processor has", env: { ONEDNN_MAX_CPU_ISA: "DEFAULT", HIERNAS_KERNELS: "avx512" } },
] as const;

describe("every kind of layer at strides 1 to 3 on 1 to 9 channels and sides even and odd, plain and rewritten", function () {
  this.timeout(300_000);

  // All at once, because each has only one thread; started when the first is needed.
  const found = new Map<string, Promise<readonly string[]>>();
  before(() => {
    for (const { name, env } of instructions) found.set(name, sweep(env));
    for (const faults of found.values()) faults.catch(() => undefined);
  });

  for (const { name } of instructions)
    it(`writes only its own memory and agrees with the fused operation, within 1e-5, with ${name}`, async () =>
      assert.deepEqual(await found.get(name), []));

  it("is named if its process dies", async () => {
    const [fault, ...others] = await sweep({}, [DEADLY]);
    assert.match(fault, /^deadly: the process ended with SIGSEGV/);
    assert.deepEqual(others, []);
  });
});
