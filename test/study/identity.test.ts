import assert from "node:assert/strict";
import { createSpace } from "../../lib/genotype/space.js";
import { conv1, identity, type Primitive } from "../../lib/genotype/primitive.js";
import { laptopProtocol } from "../../lib/evaluation/protocol.js";
import { InputError } from "../../lib/input/errors.js";
import { planNetwork } from "../../lib/network/plan-network.js";
import { smallNetwork } from "../../lib/network/network-config.js";
import { toyFitness } from "../../lib/search/toy-fitness.js";
import { costLimit } from "../../lib/study/constraint.js";
import { runStudy } from "../../lib/study/run-study.js";
import type { RunStudyConfig } from "../../lib/study/run-study-config.js";
import { readStudy } from "../../lib/study/study.js";
import { settingsDifference } from "../../lib/study/store/study-settings.js";
import { toyStudy, useStudyFile } from "./toy-study.js";

const conv = (kernel: number): Primitive => ({
  ...{ name: "conv", label: `${kernel}×${kernel} convolution`, sign: "cv" },
  layers: (_inputChannels, channels) => [{ kind: "convolution", kernel, channels }],
});
const spaceOf = (kernel: number) =>
  createSpace("own", [{ motifCount: 1, nodeCount: 5 }], [conv(kernel), conv1, identity]);

describe("a study's identity", () => {
  const place = useStudyFile();
  const run = (change: Partial<RunStudyConfig>) => {
    const space = change.space ?? toyStudy.space;
    return runStudy({ ...toyStudy, evaluate: toyFitness(space).evaluate, path: place.path, space, ...change });
  };
  const refuses = (change: Partial<RunStudyConfig>, message: RegExp) =>
    assert.rejects(run(change), (error: Error) => error instanceof InputError && message.test(error.message));

  it("depends on the layers of its primitives, not only on their names", async () => {
    await run({ space: spaceOf(3), steps: 5 });
    await refuses({ space: spaceOf(5) }, /was made with other layers of the primitive conv: give the same settings/);
    assert.equal((await run({ space: spaceOf(3) })).rows.length, 12);
  });

  it("depends on the network in which its parameter limit counts", async () => {
    const limit = (channels: number) =>
      costLimit({ parameters: 300_000 }, { ...laptopProtocol, network: { ...smallNetwork, channels } });
    await run({ constraint: limit(8), steps: 5 });
    await refuses({ constraint: limit(16) }, /was made with constraint network channels 8, got 16/);
    await refuses({ constraint: undefined }, /constraint "at most 300000 parameters", got null/);
    assert.equal((await run({ constraint: limit(8) })).rows.length, 12);
  });

  it("is by names in an older study without digests", async () => {
    await run({ steps: 5 });
    const settings = await readStudy(place.path, (study) => study.settings());
    const { layers: _layers, ...space } = settings.space;
    const { constraintSettings: _settings, ...older } = { ...settings, space };
    assert.equal(settingsDifference(older, settings), undefined);
    assert.match(settingsDifference({ ...older, seed: 7 }, settings) ?? "", /^seed "7", got "1"$/);
  });

  it("includes a limit with custom primitives", async () => {
    const space = spaceOf(3);
    const { primitives } = space;
    const { rows } = await run({
      ...{ space, steps: 20, constraint: costLimit({ parameters: 60_000 }, laptopProtocol, primitives) },
      mutationCount: 30,
    });
    assert.equal(rows.length, 20);
    const individuals = await readStudy(place.path, (study) => study.individuals());
    for (const { genotype } of individuals) {
      assert.ok(planNetwork(genotype, laptopProtocol.network, primitives).parameterCount <= 60_000);
    }
  });
});
