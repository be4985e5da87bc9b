import assert from "node:assert/strict";
import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { laptopProtocol } from "../../../lib/evaluation/protocol.js";
import { runExperiment } from "../../../lib/study/experiments/run-experiment.js";
import { readStudy } from "../../../lib/study/study.js";
import { storyOf } from "../toy-study.js";
import { toyExperiment, toyScale, useFolder } from "./toy-experiments.js";

describe("runExperiment", () => {
  const folder = useFolder();
  const file = (name: string): string => join(folder.path, name);
  const evolution = (to = folder.path) => toyExperiment("hierarchical-evolution", to);

  it("runs an experiment as a study in a separate file, in a folder that it creates", async () => {
    const { summary, best } = await runExperiment(toyExperiment("flat-random-architecture", file("a/b")));
    assert.deepEqual([summary.evaluated, best?.phase], [2, "initialization"]);
    assert.deepEqual(readdirSync(file("a/b")), ["flat-random-architecture-1.sqlite"]);
  });

  it("continues a shorter run as if it had run at once", async () => {
    await runExperiment({ ...evolution(), steps: 5 });
    const { summary } = await runExperiment(evolution());
    assert.equal(summary.evaluated, 12);
    await runExperiment(evolution(file("at once")));
    const [resumed, atOnce] = [folder.path, file("at once")].map((each) =>
      join(each, "hierarchical-evolution-1.sqlite"),
    );
    assert.equal(await storyOf(resumed), await storyOf(atOnce));
  });

  it("resumes after a stop as if it had run at once", async () => {
    const stop = new AbortController();
    const onProgress = ({ evaluated }: { readonly evaluated: number }) => {
      if (evaluated === 6) stop.abort();
    };
    await assert.rejects(runExperiment({ ...evolution(), signal: stop.signal, onProgress }), { name: "AbortError" });
    const path = file("hierarchical-evolution-1.sqlite");
    const kept = await readStudy(path, async (study) => (await study.records()).length);
    assert.ok(kept >= 6 && kept < 12, String(kept));
    await runExperiment(evolution());
    await runExperiment(evolution(file("at once")));
    assert.equal(await storyOf(path), await storyOf(join(file("at once"), "hierarchical-evolution-1.sqlite")));
  });

  it("draws other networks in each repeat", async () => {
    for (const repeat of [1, 2]) await runExperiment({ ...evolution(), repeat, steps: 4 });
    const [one, two] = await Promise.all(
      [1, 2].map((repeat) =>
        readStudy(file(`hierarchical-evolution-${repeat}.sqlite`), async (study) =>
          (await study.records()).map(({ hash }) => hash),
        ),
      ),
    );
    assert.equal(new Set([...one, ...two]).size, 8);
  });

  it("refuses a folder whose studies were made differently, before it creates anything", async () => {
    await runExperiment(toyExperiment("flat-random-search", folder.path));
    const other = { ...toyScale, protocol: laptopProtocol };
    const refuses = (change: object, message: RegExp) =>
      assert.rejects(runExperiment({ ...evolution(), ...change }), { name: "InputError", message });
    await refuses(
      { scale: other },
      /flat-random-search-1\.sqlite: was made with protocol .*: give each scale, and each set of images, a folder of/,
    );
    await refuses({ evaluateName: "another" }, /was made with fitness "toy", got "another"/);
    await refuses({ scale: { ...toyScale, knownPhenotype: "evaluate" } }, /knownPhenotype "average", got "evaluate"/);
    assert.deepEqual(readdirSync(folder.path), ["flat-random-search-1.sqlite"]);
    // A renamed scale is the same scale.
    await runExperiment({ ...evolution(), scale: { ...toyScale, protocol: { ...toyScale.protocol, name: "mine" } } });
  });

  it("refuses bad input in one line", async () => {
    const refuses = (change: object, message: RegExp) =>
      assert.rejects(runExperiment({ ...evolution(file("none")), ...change }), { name: "InputError", message });
    await refuses({ experiment: "annealing" }, /^experiment: got "annealing", must be/);
    await refuses({ scale: "studies" }, /^scale: got "studies"/);
    await refuses({ scale: undefined }, /^experiment: scale: got undefined, must be an object/);
    await refuses({ steps: 13 }, /^steps of hierarchical-evolution at toy scale: got 13, must be .* from 1 to 12/);
    await refuses({ repeat: 0.5 }, /^repeat: got 0\.5/);
    await refuses({ folder: 7 }, /^experiment: folder: got 7, must be a path/);
    await assert.rejects(runExperiment(undefined as never), { name: "InputError" });
    assert.ok(!existsSync(file("none")));
    writeFileSync(file("file"), "");
    await refuses({ folder: file("file") }, /file: is not a folder$/);
    await refuses({ folder: join(file("file"), "within") }, /within: cannot be made: a part of its path is a file/);
  });
});
