import assert from "node:assert/strict";
import { recorded, recordedSearches } from "../../lib/literature/recorded-searches.js";
import { againstRandom, comparableStudies, drawnBySpace } from "../../lib/study/comparable-studies.js";
import type { WholeStudy } from "../../lib/study/whole-study.js";

describe("comparableStudies", function () {
  this.timeout(60_000);
  let evolution: WholeStudy;
  let random: WholeStudy;
  let limited: WholeStudy;
  before(async () => {
    evolution = await recorded("hierarchical-evolution");
    random = await recorded("hierarchical-random");
    limited = await recorded("flat-limited-evolution");
  });

  it("puts the recorded searches in groups, each of one protocol, policy and images", async () => {
    const studies = await Promise.all(recordedSearches.map((name) => recorded(name)));
    const groups = comparableStudies(studies);
    assert.equal(
      groups.reduce((sum, { searches }) => sum + Object.values(searches).flat().length, 0),
      studies.length,
    );
    for (const { searches, settings } of groups) {
      for (const study of Object.values(searches).flat()) {
        assert.equal(study.settings.knownPhenotype, settings.knownPhenotype);
        assert.deepEqual(study.settings.protocol, settings.protocol);
      }
    }
  });

  it("keeps apart what differs in protocol or policy, and joins runs of one name", () => {
    const settings = { ...evolution.settings, seed: 2 };
    const again = { ...evolution, settings };
    const averaged = { ...evolution, settings: { ...settings, knownPhenotype: "average" as const } };
    const longer = {
      ...random,
      settings: { ...random.settings, protocol: { ...settings.protocol, trainingSteps: 600 } },
    };
    const groups = comparableStudies([evolution, averaged, random, longer, again]);
    assert.deepEqual(
      groups.map(({ searches }) => Object.entries(searches).map(([name, runs]) => `${name}: ${runs.length}`)),
      [
        ["hierarchical, evolution: 2", "hierarchical, random search: 1"],
        ["hierarchical, evolution: 1"],
        ["hierarchical, random search: 1"],
      ],
    );
    const count = evolution.rows.length;
    assert.ok(groups[0].words.includes(`hierarchical, evolution (2 runs, ${(2 * count).toLocaleString("en-US")} eval`));
    assert.match(groups[2].words, /one training of 600 training steps\)/);
    assert.deepEqual(comparableStudies([]), []);
  });

  it("sets searches beside random search in the same space only", () => {
    const [group] = comparableStudies([limited, random, evolution, evolution]);
    const compared = againstRandom(group);
    assert.equal(compared.length, 1);
    assert.deepEqual(compared[0].random, [random.rows]);
    assert.deepEqual(Object.keys(compared[0].searches), ["hierarchical, evolution"]);
    assert.equal(compared[0].searches["hierarchical, evolution"].length, 2);
    assert.deepEqual(againstRandom(comparableStudies([random])[0]), []);
  });

  it("has the networks drawn at random in each space", () => {
    const [group] = comparableStudies([random, limited]);
    const [one, other] = drawnBySpace(group);
    assert.equal(one.name, "hierarchical networks drawn at random");
    assert.equal(one.networks.length, new Set(random.rows.map(({ hash }) => hash)).size);
    assert.equal(other.name, "flat networks drawn at random");
    assert.ok(other.networks.length <= limited.settings.initialCount);
  });
});
