import assert from "node:assert/strict";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { laptopProtocol } from "../../lib/evaluation/protocol.js";
import { protocolData } from "../../lib/evaluation/protocol-data.js";
import { costLimit } from "../../lib/study/constraint.js";
import { recordedFile, recordedSearches } from "../../lib/literature/recorded-searches.js";
import { replayStudy } from "../../lib/study/replay-study.js";
import { readStudy } from "../../lib/study/study.js";

const atLeast = {
  "hierarchical-evolution": 600,
  "hierarchical-random": 200,
  "flat-evolution": 100,
  "flat-limited-evolution": 100,
};

describe("recorded searches", () => {
  for (const name of recordedSearches) {
    it(`${name} is whole, follows from its event log, and is not changed by reading`, async function () {
      this.timeout(60_000);
      const path = recordedFile(name);
      const before = readFileSync(path);
      await readStudy(path, async (study) => {
        const [settings, rows] = [await study.settings(), await study.rows()];
        assert.ok(rows.length >= atLeast[name] && rows.length === settings.steps, String(rows.length));
        assert.match(settings.data, /^CIFAR-10 [0-9a-f]{12}$/);
        assert.deepEqual(settings.protocol, protocolData(laptopProtocol));
        const limit =
          name === "flat-limited-evolution" ? costLimit({ parameters: 143_010 }, laptopProtocol) : undefined;
        assert.equal(settings.constraint, limit?.name ?? null);
        assert.deepEqual((await replayStudy(study, limit)).differences, []);
      });
      assert.ok(readFileSync(path).equals(before));
      assert.deepEqual(
        readdirSync(dirname(path)).filter((file) => file.startsWith(`${name}.sqlite-`)),
        [],
      );
    });
  }

  it("are at most 5 MB in total", () => {
    const bytes = recordedSearches.reduce((sum, name) => sum + statSync(recordedFile(name)).size, 0);
    assert.ok(bytes <= 5_000_000, String(bytes));
  });
});
