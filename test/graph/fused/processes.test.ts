import assert from "node:assert/strict";
import fs from "node:fs";

import { askChild } from "./ask-child.js";
import { type Difference, TOLERANCE } from "./compare-operation.js";

/** The builds of the kernels, widest first, each with the processor features that it needs. */
const builds = [
  { name: "avx512", needs: ["avx512f", "avx512bw", "avx512cd", "avx512dq", "avx512vl"] },
  { name: "avx2", needs: ["avx2", "fma", "bmi2"] },
  { name: "portable", needs: [] },
] as const;

function processorHas(needs: readonly string[]): boolean {
  if (needs.length === 0) return true;
  if (process.arch !== "x64" || !fs.existsSync("/proc/cpuinfo")) return false;
  const flags = /^flags\s*:(.*)$/m.exec(fs.readFileSync("/proc/cpuinfo", "utf8"))?.[1].split(" ") ?? [];
  return needs.every((need) => flags.includes(need));
}

describe("the fused graph in a separate process", function () {
  this.timeout(120_000);

  describe("computes every operation like the plain graph, within 1e-5, and names its kernels, with", () => {
    // All at once, because each waits for TensorFlow to load; started when the first is needed.
    const asked = new Map<string, Promise<Difference & { readonly engine: string }>>();
    const runsFor = (name: string): string => {
      const from = builds.findIndex((build) => build.name === name);
      return builds.slice(from).find(({ needs }) => processorHas(needs))?.name ?? "portable";
    };
    before(() => {
      for (const { name } of builds) {
        // operations.test.ts has every operation with the widest build that runs here.
        const question = runsFor(name) === runsFor(builds[0].name) ? "some operations" : "operations";
        asked.set(name, askChild(question, { HIERNAS_KERNELS: name, TF_NUM_INTEROP_THREADS: "2" }));
      }
      for (const answer of asked.values()) answer.catch(() => undefined);
    });

    for (const { name } of builds) {
      const runs = runsFor(name);
      it(runs === name ? name : `${name}, which this processor lacks: ${runs} runs`, async () => {
        const { what, error, engine } = (await asked.get(name)) as Difference & { readonly engine: string };
        assert.equal(engine, `fused ${runs}, CPU`);
        assert.ok(error <= TOLERANCE, `${what} differs by ${error}`);
      });
    }
  });

  it("falls back to TensorFlow's operations when HIERNAS_KERNELS is stock, and fails with a message if fused was requested", async () => {
    const [fastest, fused] = await askChild<readonly string[]>("open", { HIERNAS_KERNELS: "stock" });
    assert.equal(fastest, "rewritten");
    assert.equal(fused, 'graph "fused": HIERNAS_KERNELS is stock; "fastest" takes whichever engine runs here');
  });

  it("gives the same weights bit for bit with 1, 2, 3 and 4 threads, and when repeated", async () => {
    const answers: (readonly (readonly string[])[])[] = [];
    for (const threads of ["1", "2", "3", "4"])
      answers.push(await askChild("train", { TF_NUM_INTEROP_THREADS: threads }));
    const hashes = answers[0].map(([first]) => first);
    assert.equal(new Set(hashes).size, hashes.length);
    for (const answer of answers)
      assert.deepEqual(
        answer,
        hashes.map((hash) => [hash, hash]),
      );
  });
});
