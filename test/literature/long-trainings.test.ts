import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { protocolData } from "../../lib/evaluation/protocol-data.js";
import { studyProtocol } from "../../lib/evaluation/protocol.js";
import { dataFolder } from "../../lib/files/project-folder.js";
import { InputError } from "../../lib/input/errors.js";
import { readLongTrainings } from "../../lib/literature/long-trainings.js";
import { readStudyProtocol, studyProtocolAim, studyProtocolName } from "../../lib/literature/study-protocol.js";
import { longNoise, longSizes } from "../../lib/rows/long-network.js";

const candidate = (name: string, space: string, kind: string): object => ({
  name,
  space,
  kind,
  hash: `hash of ${name}`,
});
const training = (name: string, channels: number, accuracy: number): string =>
  JSON.stringify({
    ...{ name, hash: `hash of ${name}`, channels, seed: 1, status: "scored", accuracy },
    ...{ parameterCount: 1_000 * channels, multiplyAdds: 10 * channels, processorSeconds: 100 + 10 * accuracy },
  });

describe("readLongTrainings", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "hiernas-long-"));
    const candidates = [
      candidate("a", "hierarchical", "random"),
      candidate("b", "flat", "evolved"),
      candidate("c", "flat", "trivial"),
    ];
    writeFileSync(join(folder, "candidates.json"), JSON.stringify(candidates));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const write = (...lines: readonly string[]): void => {
    mkdirSync(join(folder, "results"), { recursive: true });
    writeFileSync(join(folder, "results", "long.jsonl"), lines.join("\n"));
  };
  const refuses = (message: RegExp): void =>
    assert.throws(
      () => readLongTrainings(folder),
      (error) => error instanceof InputError && message.test(error.message),
    );

  it("takes the trainings of a network at each width together, without an incomplete line", () => {
    const failed = JSON.stringify({ hash: "hash of a", channels: 16, status: "failed", reason: "lossNotFinite" });
    const lines = [training("c", 16, 0.4), training("a", 24, 0.8), training("a", 16, 0.6), failed];
    write(...lines, training("a", 16, 0.7), '{"hash":"hash of b","chann');
    const { networks, ...counts } = readLongTrainings(folder);
    assert.deepEqual(counts, { candidates: 3, trainings: 4, failed: 1 });
    assert.deepEqual(
      networks.map(({ name, channels, accuracies }) => [name, channels, accuracies]),
      [
        ["a", 16, [0.6, 0.7]],
        ["a", 24, [0.8]],
        ["c", 16, [0.4]],
      ],
    );
    const [{ accuracy, spread, processorSeconds, parameterCount, multiplyAdds }, wide] = networks;
    assert.deepEqual([parameterCount, multiplyAdds, wide.spread], [16_000, 160, null]);
    for (const [value, expected] of [
      [accuracy, 0.65],
      [spread ?? NaN, 0.1 / Math.SQRT2],
      [processorSeconds, 106.5],
    ]) {
      assert.ok(Math.abs(value - expected) < 1e-9, `${value}, must be ${expected}`);
    }
    assert.equal(longNoise(networks).freedom, 1);
    assert.deepEqual(longSizes(networks, "flat"), [], "the trivial genotype is left out of comparisons of spaces");
  });

  it("is empty while nothing is trained", () => {
    assert.deepEqual(readLongTrainings(folder), { candidates: 3, trainings: 0, failed: 0, networks: [] });
    write("");
    assert.deepEqual(readLongTrainings(folder).networks, []);
  });

  it("names file, line and fault of damaged results, and how to restore missing candidates", () => {
    write(training("a", 16, 0.6), training("a", 16, 6));
    refuses(/long\.jsonl, line 2: accuracy: got 6, must be a finite number of at least 0 and at most 1$/);
    write('{"hash":"hash of a","channels":16,"status":"running"}');
    refuses(/long\.jsonl, line 1: status: got "running"/);
    rmSync(join(folder, "candidates.json"));
    refuses(/candidates\.json: no such file; restore it with git checkout -- data\/long-trainings$/);
  });

  it("reads the project's own: every network has a candidate and a plausible accuracy", () => {
    const { candidates, trainings, networks } = readLongTrainings();
    assert.ok(candidates >= 36);
    assert.equal(
      networks.reduce((sum, { accuracies }) => sum + accuracies.length, 0),
      trainings,
    );
    assert.ok(networks.every(({ accuracy }) => accuracy > 0.3 && accuracy < 1));
  });
});

describe("readStudyProtocol", () => {
  const rank = {
    ...{ protocol: "p", processorSeconds: 60, space: "flat", rankedBy: "accuracy" },
    ...{ comparedTo: "long trainings, c0 = 16", correlation: 0.5, lower: 0.2, upper: 0.7, genotypes: 12, share: 1 },
  };
  const read = (data: object) => {
    const folder = mkdtempSync(join(tmpdir(), "hiernas-protocol-"));
    try {
      writeFileSync(join(folder, "study.json"), JSON.stringify(data));
      return readStudyProtocol(join(folder, "study.json"));
    } finally {
      rmSync(folder, { recursive: true });
    }
  };
  const trainings = { done: 5, planned: 9 };

  it("has the rows that the figure of the curve draws: to the long trainings, by scores that a search could use", () => {
    const others = [
      { comparedTo: "long trainings, equal parameters" },
      { rankedBy: "training loss, all" },
      { share: 0.333 },
    ];
    const ranks = [{ ...rank, givenParameters: 0.3 }, ...others.map((other) => ({ ...rank, ...other }))];
    const data = read({ trainings, ranks, shortAndLong: [], rows: "ignored" });
    assert.deepEqual(data, { trainings, ranks, shortAndLong: [], curve: [{ ...rank, givenParameters: 0.3 }] });
    for (const space of Object.keys(studyProtocolAim)) {
      const own = read({ trainings, ranks: [{ ...rank, space }], shortAndLong: [] });
      assert.equal(own.curve.length, 1, `${space} has a target, so the curve draws it`);
    }
  });

  it("has the study protocol among the compared ones, equal but for name and limits", () => {
    const file = join(dataFolder("study-protocol"), "study.json");
    const { protocols } = JSON.parse(readFileSync(file, "utf8")) as { protocols: Record<string, object> };
    const own = { ...protocolData(studyProtocol), name: studyProtocolName, limits: {}, warmUp: 0 };
    assert.deepEqual(protocols[studyProtocolName], own);
    assert.ok(readStudyProtocol().curve.some(({ protocol }) => protocol === studyProtocolName));
  });

  it("is empty without a file, and says what is wrong with a damaged one", () => {
    assert.deepEqual(readStudyProtocol("/nowhere/study.json"), {
      ...{ trainings: { done: 0, planned: 0 }, ranks: [], curve: [], shortAndLong: [] },
    });
    assert.throws(
      () => read({ trainings, ranks: [{ ...rank, lower: -3 }], shortAndLong: [] }),
      (error) =>
        error instanceof InputError &&
        /study\.json: ranks\.0\.lower: got -3, must be .*; make it again with node data\/study-protocol\/summarize\.mjs$/.test(
          error.message,
        ),
    );
  });
});
