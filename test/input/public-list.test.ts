// Every public function of genotypes, networks, figures and the literature is called with bad values.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as list from "../../lib/index.js";
import * as figures from "../../lib/public/figures.js";
import * as literature from "../../lib/public/literature.js";
import { projectFolder } from "../../lib/files/project-folder.js";
import { figureCalls } from "../figures/figure-calls.js";
import { genotypeCalls } from "../genotype/genotype-calls.js";
import { literatureCalls } from "../literature/literature-calls.js";

/** Asynchronous functions have separate tests; those of the sample run take no arguments. */
const OWN_TESTS = ["saveFigure", "toPdf", "hasSampleRun", "readSampleRun", "recordedExperiments"];

describe("the public list", () => {
  const called = new Set(
    [...genotypeCalls, ...figureCalls, ...literatureCalls].map(([name]) => name.split(" ")[0]).concat(OWN_TESTS),
  );

  for (const [file, values] of [
    ["index", list],
    ["public/figures", figures],
    ["public/literature", literature],
  ] as const) {
    it(`${file}: each function of genotypes, networks, figures and the literature is among those called badly`, () => {
      const text = readFileSync(join(projectFolder, "lib", `${file}.ts`), "utf8");
      const names = [...text.matchAll(/export \{([^}]*)\} from "\.{1,2}\/(genotype|network|figures|literature)\//g)]
        .flatMap(([, each]) => each.split(","))
        .map((each) => each.trim())
        .filter((name) => typeof (values as Readonly<Record<string, unknown>>)[name] === "function");
      assert.ok(names.length > 0);
      assert.deepEqual(
        names.filter((name) => !called.has(name)),
        [],
      );
    });
  }
});
