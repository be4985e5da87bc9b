import assert from "node:assert/strict";
import { existsSync, statSync } from "node:fs";
import { protocolData } from "../../lib/evaluation/protocol-data.js";
import { recordedExperimentFolder, recordedExperiments } from "../../lib/literature/recorded-experiments.js";
import { experimentFiles } from "../../lib/study/experiments/experiment-folder.js";
import { experimentStudy } from "../../lib/study/experiments/experiment-study.js";
import { experimentScales } from "../../lib/study/experiments/scales.js";
import { readStudy } from "../../lib/study/study.js";
import { verifyStudy } from "../../lib/study/verify-study.js";

describe("recordedExperiments", () => {
  for (const scale of experimentScales) {
    const folder = recordedExperimentFolder(scale.name);
    const files = existsSync(folder) ? experimentFiles(folder) : [];
    for (const { experiment, repeat, path } of files) {
      it(`${scale.name}: ${experiment.name}, repeat ${repeat}, follows from its declaration and its event log`, async function () {
        this.timeout(120_000);
        const expected = experimentStudy(experiment, scale, repeat);
        await readStudy(path, async (study) => {
          const settings = await study.settings();
          assert.deepEqual(settings.protocol, protocolData(scale.protocol));
          assert.deepEqual([settings.seed, settings.knownPhenotype], [expected.seed, expected.knownPhenotype]);
          assert.match(settings.data, /^CIFAR-10 [0-9a-f]{12}$/);
          assert.deepEqual(
            (await verifyStudy(study)).flatMap(({ problems }) => problems),
            [],
          );
        });
      });
    }

    it(`${scale.name}: reads them all, or an empty list`, async function () {
      this.timeout(60_000);
      const studies = await recordedExperiments(scale.name);
      assert.equal(studies.length, files.length);
    });
  }

  it("are at most 25 MB in total", () => {
    const folders = experimentScales
      .map(({ name }) => recordedExperimentFolder(name))
      .filter((each) => existsSync(each));
    const files = folders.flatMap((folder) => experimentFiles(folder));
    const bytes = files.reduce((sum, { path }) => sum + statSync(path).size, 0);
    assert.ok(bytes <= 25_000_000, String(bytes));
  });

  it("refuse another scale", async () => {
    await assert.rejects(recordedExperiments(undefined as never), {
      name: "InputError",
      message: /^scale: got undefined/,
    });
    await assert.rejects(recordedExperiments("huge"), /^InputError: scale: got "huge", must be laptop, study or paper/);
  });
});
