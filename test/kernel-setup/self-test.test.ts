// The training at the end of `hiernas doctor`.
import assert from "node:assert/strict";
import { loadSetupFile } from "./project-root.js";

type Result =
  | { readonly ok: true; readonly trainingSteps: number; readonly engine: string }
  | { readonly ok: false; readonly reason: string };

describe("kernel-setup/self-test", () => {
  const run = (): Promise<Result> => {
    const { projectPaths } = loadSetupFile<{ readonly projectPaths: () => object }>("project-paths.js");
    const { runSelfTest } = loadSetupFile<{ readonly runSelfTest: (paths: object) => Promise<Result> }>("self-test.js");
    return runSelfTest(projectPaths());
  };

  it("finds the library's self-test and trains, and names the kernels", async () => {
    const result = await run();
    assert.deepEqual(result, { ...result, ok: true, trainingSteps: 10 });
    assert.match(result.ok ? result.engine : "", /^(fused (avx512|avx2|portable)|rewritten), [CG]PU$/);
  });

  it("says when training falls back to TensorFlow's own operations", async () => {
    const before = process.env.HIERNAS_KERNELS;
    process.env.HIERNAS_KERNELS = "stock";
    try {
      const result = await run();
      assert.match(result.ok ? result.engine : "", /^rewritten, [CG]PU$/);
    } finally {
      if (before === undefined) delete process.env.HIERNAS_KERNELS;
      else process.env.HIERNAS_KERNELS = before;
    }
  });
});
