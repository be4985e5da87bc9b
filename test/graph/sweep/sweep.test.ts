import assert from "node:assert/strict";
import { sweep } from "./sweep.js";
import { DEADLY } from "./sweep-lines.js";

/**
 * Instructions that TensorFlow's kernel library may use, with those of the fused operation, which it is compared with:
 * a processor that lacks them takes what it has.
 */
const instructions = [
  { name: "SSE4.1", env: { ONEDNN_MAX_CPU_ISA: "SSE41", HIERNAS_KERNELS: "portable" } },
  { name: "AVX2", env: { ONEDNN_MAX_CPU_ISA: "AVX2", HIERNAS_KERNELS: "avx2" } },
  { name: "all that the processor has", env: { ONEDNN_MAX_CPU_ISA: "DEFAULT", HIERNAS_KERNELS: "avx512" } },
] as const;

describe("every kind of layer at strides 1 to 3 on 1 to 9 channels and sides even and odd, plain and rewritten", function () {
  this.timeout(300_000);

  // All at once, because each has but one thread; begun when the first is looked at.
  const found = new Map<string, Promise<readonly string[]>>();
  before(() => {
    for (const { name, env } of instructions) found.set(name, sweep(env));
    for (const faults of found.values()) faults.catch(() => undefined);
  });

  for (const { name } of instructions)
    it(`writes into its own memory alone and is as the fused operation has it, to 1e-5, with ${name}`, async () =>
      assert.deepEqual(await found.get(name), []));

  it("would be named if its process died", async () => {
    const [fault, ...others] = await sweep({}, [DEADLY]);
    assert.match(fault, /^deadly: the process ended with SIGSEGV/);
    assert.deepEqual(others, []);
  });
});
