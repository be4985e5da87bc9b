import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sampleRankCorrelation } from "simple-statistics";
import { dataFolder } from "../../lib/files/project-folder.js";
import { InputError } from "../../lib/input/errors.js";
import { callBadly } from "../input/bad-calls.js";
import { literatureCalls } from "./literature-calls.js";
import { readKnownNetworks } from "../../lib/literature/known-networks.js";
import { readProtocolRanks } from "../../lib/literature/protocol-ranks.js";
import { type RecordedSearch, recordedFile } from "../../lib/literature/recorded-searches.js";
import { createRandom } from "../../lib/random.js";
import { bootstrapInterval } from "../../lib/statistics/intervals.js";

/** A line of `data/protocol-study/results`. */
interface ShortTraining {
  readonly protocol: string;
  readonly space: string;
  readonly hash: string;
  readonly seed: string;
  readonly status: string;
  readonly accuracy: number;
}

describe("the data of the literature", () => {
  let folder: string;
  before(() => (folder = mkdtempSync(join(tmpdir(), "hiernas-literature-"))));
  after(() => rmSync(folder, { recursive: true }));

  const refuses = (read: () => unknown, message: RegExp): void =>
    assert.throws(read, (error) => error instanceof InputError && message.test(error.message));

  it("has six rank correlations per protocol, each within its interval", () => {
    const ranks = readProtocolRanks();
    assert.equal(ranks.length, 54);
    assert.ok(ranks.every(({ correlation, lower, upper }) => lower <= correlation && correlation <= upper));
  });

  it("has intervals of what each estimate is: to the longer training, of the mean of both seeds' correlations", () => {
    const folder = join(dataFolder("protocol-study"), "results");
    const trainings = readdirSync(folder)
      .flatMap((name) => readFileSync(join(folder, name), "utf8").split("\n").slice(0, -1))
      .map((line) => JSON.parse(line) as ShortTraining);
    const find = (given: Partial<ShortTraining>) =>
      trainings.filter((each) =>
        Object.entries(given).every(([key, value]) => each[key as keyof ShortTraining] === value),
      );
    const genotypes = find({ protocol: "reference", space: "hierarchical", status: "scored" }).flatMap((reference) => {
      const { hash } = reference;
      const both = ["one", "two"].flatMap((seed) => find({ protocol: "rate 0.1", hash, seed }));
      return both.length === 2 ? [[...both, reference].map(({ accuracy }) => accuracy)] : [];
    });
    const correlation = (list: readonly (readonly number[])[], seed: number) =>
      sampleRankCorrelation(
        list.map((values) => values[seed]),
        list.map((values) => values[2]),
      );
    const mean = (list: readonly (readonly number[])[]) => (correlation(list, 0) + correlation(list, 1)) / 2;
    const again = bootstrapInterval(genotypes, mean, createRandom("another"), 2_000);
    const told = readProtocolRanks().find(
      ({ protocol, space, rankedBy, comparedTo }) =>
        protocol === "rate 0.1" &&
        space === "hierarchical" &&
        rankedBy === "accuracy" &&
        comparedTo !== "a second seed",
    );
    const values = [told?.correlation, told?.lower, told?.upper].map((value) => value ?? NaN);
    [again.estimate, again.lower, again.upper].forEach((value, index) => {
      assert.ok(Math.abs(value - values[index]) < 0.03, `${values[index]}, again: ${value}`);
    });
  });

  it("names a missing file in one line, with how to restore it", () => {
    const mend = /: no such file; restore it with git checkout -- data\/\S+$/;
    refuses(() => readProtocolRanks(join(folder, "study.json")), mend);
    refuses(() => readKnownNetworks(folder), mend);
  });

  it("reports the fault of a damaged file in one line", () => {
    const study = readFileSync(join(dataFolder("protocol-study"), "study.json"), "utf8");
    const path = join(folder, "damaged.json");
    writeFileSync(path, study.replace('"estimate": 0.7309', '"estimate": 7.309'));
    refuses(() => readProtocolRanks(path), /rows\.0\.accuracy\.seedToSeed\.estimate: got 7\.309, must be/);
    writeFileSync(path, study.slice(0, 5000));
    refuses(() => readProtocolRanks(path), /not JSON, or cut short/);
    writeFileSync(join(folder, "families.csv"), "prefix,year,kind\nvgg,20x4,by hand\n");
    refuses(() => readKnownNetworks(folder), /families\.csv: row 1: year: got "20x4", must be a whole number/);
  });

  it("reads quoted names, as in CSV", () => {
    writeFileSync(join(folder, "families.csv"), 'prefix,year,kind\n"vgg, wide",2014,by hand\n');
    const models = "model,parameters,gflops_multiply_add,top1_accuracy_percent\n";
    writeFileSync(join(folder, "imagenet-models.csv"), `${models}"vgg, wide 11",1000,0.5,70\n`);
    const [row] = readKnownNetworks(folder);
    assert.deepEqual([row.name, row.multiplyAdds, row.top1], ["vgg, wide 11", 5e8, 0.7]);
  });

  it("refuses a search that was not recorded", () =>
    refuses(
      () => recordedFile("../../etc/passwd" as RecordedSearch),
      /recorded search: got "\.\.\/\.\.\/etc\/passwd"/,
    ));
});

describe("functions of the literature, called with invalid arguments", () => {
  for (const [name, call, args] of literatureCalls) {
    it(`${name} answers with InputError, in one line`, () => {
      for (const [what, problem] of callBadly(call, args)) assert.fail(`${name}(${what}): ${problem}`);
    });
  }
});
