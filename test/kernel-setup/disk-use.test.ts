// The disk use of the project has one source, and all texts agree with it.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { loadSetupFile, projectRoot } from "./project-root.js";

interface DiskUse {
  readonly GIGABYTES: Readonly<Record<string, number>>;
  readonly TOTAL_GIGABYTES: number;
  readonly CUDA_GIGABYTES: number;
  readonly NEEDED_GIGABYTES: number;
}

describe("kernel-setup/disk-use", () => {
  const { GIGABYTES, TOTAL_GIGABYTES, CUDA_GIGABYTES, NEEDED_GIGABYTES } = loadSetupFile<DiskUse>("disk-use.js");
  const gigabytesIn = (text: string) => [...text.matchAll(/([\d.]+) GB/g)].map(([, number]) => Number(number));
  const read = (...names: readonly string[]) => readFileSync(path.join(projectRoot, ...names), "utf8");
  const ofPytorch = 5.4;
  const ofCaches = 0.5;
  const known = [...Object.values(GIGABYTES), TOTAL_GIGABYTES, CUDA_GIGABYTES, NEEDED_GIGABYTES, ofPytorch, ofCaches];

  it("adds up", () => {
    const sum = Object.values(GIGABYTES).reduce((total, each) => total + each, 0);
    assert.ok(Math.abs(sum - TOTAL_GIGABYTES) < 0.1);
    assert.ok(NEEDED_GIGABYTES > TOTAL_GIGABYTES);
  });

  for (const names of [["README.md"], ["kernel-setup", "README.md"]]) {
    it(`is what ${names.join("/")} says`, () => {
      const told = gigabytesIn(read(...names));
      assert.ok(
        told.includes(TOTAL_GIGABYTES) && told.includes(NEEDED_GIGABYTES) && told.includes(GIGABYTES[".setup"]),
      );
      assert.deepEqual(
        told.filter((number) => !known.includes(number)),
        [],
      );
    });
  }

  it("is what set-up's help and the message on a full disk say", () => {
    const { HELP } = loadSetupFile<{ readonly HELP: string }>("setup.js");
    assert.deepEqual(gigabytesIn(HELP), [1.2, 1, 0.25, 1.2, 5.8, 0.5]);
    const { explainLog } = loadSetupFile<{ readonly explainLog: (log: string) => { readonly mend: string } }>(
      "run-command.js",
    );
    assert.deepEqual(gigabytesIn(explainLog("ENOSPC").mend), [NEEDED_GIGABYTES]);
  });
});
