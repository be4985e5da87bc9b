import assert from "node:assert/strict";
import { vectorName } from "../../../lib/graph/session/vector-name.js";

describe("vectorName", () => {
  const wide = "avx512f avx512bw avx512cd avx512dq avx512vl";
  const processors = (flags: string): string => `processor\t: 0\nflags\t\t: fpu ${flags}\n\nprocessor\t: 1\n`;
  const nameOf = (flags: string, asked?: string, arch = "x64") =>
    vectorName({ arch, asked, processors: processors(flags) });

  it("is the widest that the processor has", () => {
    assert.equal(nameOf(`avx2 fma bmi2 ${wide}`), "avx512");
    assert.equal(nameOf("avx2 fma bmi2 avx512f"), "avx2");
    assert.equal(nameOf("avx2 fma"), "portable");
    assert.equal(nameOf("", undefined, "arm64"), "portable");
  });

  it("is no wider than what was asked for", () => {
    assert.equal(nameOf(`avx2 fma bmi2 ${wide}`, "avx2"), "avx2");
    assert.equal(nameOf(`avx2 fma bmi2 ${wide}`, "portable"), "portable");
  });

  it("is left open where the system does not tell", () => {
    assert.equal(vectorName({ arch: "x64", asked: undefined, processors: undefined }), undefined);
  });
});
