import assert from "node:assert/strict";
import { phenotypeHash } from "../../lib/genotype/canonical.js";
import { createGenotype, type Genotype } from "../../lib/genotype/genotype.js";
import { genotypeToJson } from "../../lib/genotype/genotype-file.js";
import { createMotif } from "../../lib/genotype/motif.js";
import { publishedCell } from "../../lib/genotype/published.js";
import { laptopProtocol } from "../../lib/evaluation/protocol.js";
import { costLimit } from "../../lib/study/constraint.js";
import type { RunStudyConfig } from "../../lib/study/run-study-config.js";
import { runStudy } from "../../lib/study/run-study.js";
import { bestGenotypes, bestOf, readStudy } from "../../lib/study/study.js";
import { verifyStudy } from "../../lib/study/verify-study.js";
import { storyOf, toyStudy, useStudyFile } from "./toy-study.js";

describe("a warm start", function () {
  this.timeout(60_000);
  const place = useStudyFile();
  const run = (config: Partial<RunStudyConfig> = {}) => runStudy({ ...toyStudy, path: place.path, ...config });
  const other = async (): Promise<readonly Genotype[]> => {
    const path = `${place.path}-other`;
    await runStudy({ ...toyStudy, path, seed: 7 });
    return readStudy(path, async (study) => {
      const best = await bestGenotypes(study, 2);
      assert.equal(genotypeToJson(best[0]), genotypeToJson((await bestOf(study))!.genotype));
      return best;
    });
  };

  it("puts its genotypes first, and is kept by the study: it resumes, replays and is verified without them", async () => {
    const warmStart = [publishedCell, ...(await other())];
    await run({ warmStart, steps: 2 });
    await run();
    const whole = `${place.path}-whole`;
    await runStudy({ ...toyStudy, path: whole, warmStart });
    assert.equal(await storyOf(place.path), await storyOf(whole));
    await readStudy(place.path, async (study) => {
      const individuals = await study.individuals();
      assert.deepEqual(
        individuals.slice(0, 3).map(({ hash }) => hash),
        warmStart.map(phenotypeHash),
      );
      assert.ok(
        individuals.slice(0, 4).every(({ phase, parent }) => phase === "initialization" && parent === undefined),
      );
      for (const { problems } of await verifyStudy(study)) assert.deepEqual(problems, []);
    });
    // The draws of the other steps are those of a search without it.
    const cold = `${place.path}-cold`;
    await runStudy({ ...toyStudy, path: cold, steps: 4 });
    const fourth = (path: string) => readStudy(path, async (study) => (await study.individual(4))?.hash);
    assert.equal(await fourth(place.path), await fourth(cold));
  });

  it("resumes only with the same genotypes, or without any", async () => {
    await run({ warmStart: [publishedCell], steps: 5 });
    const message = /was made with another warm start \(leave it out to resume\)/;
    await assert.rejects(run({ warmStart: await other() }), { name: "InputError", message });
    await run({ warmStart: [publishedCell] });
    const cold = `${place.path}-cold`;
    await runStudy({ ...toyStudy, path: cold, steps: 5 });
    await assert.rejects(runStudy({ ...toyStudy, path: cold, warmStart: [publishedCell] }), { message });
  });

  it("is checked before anything is made", async () => {
    const refuses = (config: Partial<RunStudyConfig>, message: RegExp) =>
      assert.rejects(run(config), { name: "InputError", message });
    const dead = createGenotype(
      publishedCell.primitives,
      publishedCell.levels.map((motifs) => motifs.map(({ nodeCount }) => createMotif(nodeCount, []))),
    );
    const constraint = costLimit({ parameters: 5_000 }, laptopProtocol);
    const flat = createGenotype(["id"], [[createMotif(2, [{ predecessor: 1, successor: 2, operation: 1 }])]]);
    await refuses(
      { warmStart: [publishedCell, publishedCell] },
      /^search: warm start: genotype 2: has the network of genotype 1; leave it out$/,
    );
    await refuses({ warmStart: [dead] }, /^search: warm start: genotype 1: has no network/);
    await refuses(
      { warmStart: [flat] },
      /^search: warm start: genotype 1: primitives: got id, the hierarchical space has /,
    );
    await refuses(
      { warmStart: [publishedCell], constraint },
      /^search: warm start: genotype 1: the constraint refuses it/,
    );
    await refuses(
      { warmStart: [publishedCell, flat], initialCount: 1 },
      /^search: warm start: got 2 genotypes, must be at most the 1 initial individuals/,
    );
    await refuses({ warmStart: "best" as never }, /^search: warm start: got "best", must be a list/);
  });
});
