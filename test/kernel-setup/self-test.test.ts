// The training that ends `hiernas doctor`.
import assert from "node:assert/strict";
import { loadSetupFile } from "./project-root.js";

type Result = { readonly ok: true; readonly trainingSteps: number } | { readonly ok: false; readonly reason: string };

describe("kernel-setup/self-test", () => {
  it("finds the library's self-test and trains", async () => {
    const { projectPaths } = loadSetupFile<{ readonly projectPaths: () => object }>("project-paths.js");
    const { runSelfTest } = loadSetupFile<{ readonly runSelfTest: (paths: object) => Promise<Result> }>("self-test.js");
    const result = await runSelfTest(projectPaths());
    assert.deepEqual(result, { ...result, ok: true, trainingSteps: 10 });
  });
});
