import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { dataFolder } from "../../lib/files/project-folder.js";
import { InputError } from "../../lib/input/errors.js";
import { callBadly } from "../input/bad-calls.js";
import { literatureCalls } from "./literature-calls.js";
import { readKnownNetworks } from "../../lib/literature/known-networks.js";
import { readProtocolRanks } from "../../lib/literature/protocol-ranks.js";
import { type RecordedSearch, recordedSearch } from "../../lib/literature/recorded-searches.js";

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
      () => recordedSearch("../../etc/passwd" as RecordedSearch),
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
