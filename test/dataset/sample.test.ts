import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Dataset, countByClass } from "../../lib/dataset/images.js";
import { loadSample, sampleCounts } from "../../lib/dataset/sample.js";
import { InputError } from "../../lib/input/errors.js";

const sampleFile = join(__dirname, "..", "..", "..", "data", "cifar-10-sample", "images.br");

describe("loadSample", () => {
  let sample: Dataset;
  let folder: string;
  before(() => {
    sample = loadSample();
    folder = mkdtempSync(join(tmpdir(), "sample-"));
  });
  after(() => rmSync(folder, { recursive: true }));

  it("has 4,000, 1,000 and 1,000 colour images of 32×32, a tenth in each of the ten classes", () => {
    for (const split of ["training", "validation", "test"] as const) {
      const { count, height, width, channels, pixels } = sample[split];
      assert.deepEqual([count, height, width, channels], [sampleCounts[split], 32, 32, 3]);
      assert.equal(pixels.length, count * 3072);
      assert.deepEqual(countByClass(sample[split], 10), new Array(10).fill(count / 10));
    }
    assert.equal(sample.classNames.length, 10);
  });

  it("has no image in two splits", () => {
    const digests = (["training", "validation", "test"] as const).map((split) => {
      const { count, pixels } = sample[split];
      const digest = (index: number) =>
        createHash("sha1")
          .update(pixels.subarray(index * 3072, index * 3072 + 3072))
          .digest("hex");
      return new Set(Array.from({ length: count }, (_, index) => digest(index)));
    });
    const [training, validation, test] = digests;
    const shared =
      [...validation, ...test].filter((digest) => training.has(digest)).length +
      [...test].filter((digest) => validation.has(digest)).length;
    assert.equal(shared, 0);
  });

  it("decodes to the same pixels on every machine", () => {
    const hash = createHash("sha256");
    for (const split of [sample.training, sample.validation, sample.test])
      hash.update(split.pixels).update(split.labels);
    assert.equal(hash.digest("hex").slice(0, 16), "77cd84c5b6433c6b");
  });

  it("is at most 8 MB", () => {
    assert.ok(statSync(sampleFile).size <= 8_000_000);
  });

  it("reports a damaged or missing file in one line", () => {
    const damaged = join(folder, "images.br");
    const bytes = readFileSync(sampleFile);
    bytes[1000] ^= 1;
    writeFileSync(damaged, bytes);
    const oneLine = (rule: RegExp) => (error: unknown) =>
      error instanceof InputError && rule.test(error.message) && !error.message.includes("\n");
    assert.throws(() => loadSample(damaged), oneLine(/images\.br: got SHA-256 .* must be .* git checkout/));
    assert.throws(
      () => loadSample(join(folder, "none.br")),
      oneLine(/none\.br: no such file; restore it with git checkout/),
    );
  });
});
