import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runCommand } from "../../cli/command.js";
import { makePictureFolder } from "../../dataset/pictures/made-pictures.js";
import type { DecodingBench } from "../../../lib/instruments/bench/bench-decoding.js";

describe("hiernas bench decoding", function () {
  this.timeout(120_000);
  let place: string;
  const { HIERNAS_CACHE: cacheBefore } = process.env;
  before(() => {
    place = mkdtempSync(join(tmpdir(), "hiernas-bench-decoding-"));
    process.env.HIERNAS_CACHE = join(place, "cache");
  });
  after(() => {
    if (cacheBefore === undefined) delete process.env.HIERNAS_CACHE;
    else process.env.HIERNAS_CACHE = cacheBefore;
    rmSync(place, { recursive: true, force: true });
  });

  it("sets decoding alone and beside a training against what training needs", async () => {
    const data = await makePictureFolder(join(place, "pictures"), { val: 0 });
    const network = ["--channels", "2", "--cells", "1", "--image-size", "24", "--batch", "4", "--genotype", "trivial"];
    const { code, stdout, stderr } = await runCommand(
      ["bench", "decoding", "--data", data, ...network, "--decoders", "2", "--threads", "1", "--json"],
      place,
    );
    assert.equal(code, 0, stderr);
    const { rows, machine } = JSON.parse(stdout) as DecodingBench;
    assert.ok(machine.cores >= 1);
    assert.deepEqual(
      rows.map(({ decoders }) => decoders),
      [2],
    );
    for (const { decodedPerSecond, neededPerSecond, trainedPerSecond, waitedShare, engine, memoryBytes } of rows) {
      assert.ok(decodedPerSecond > 10 && neededPerSecond > 0 && trainedPerSecond > 0);
      assert.ok(waitedShare >= 0 && waitedShare <= 1);
      assert.match(engine, /CPU|GPU/);
      assert.ok(memoryBytes > 100 * 2 ** 20);
    }
  });
});
