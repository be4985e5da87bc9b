import assert from "node:assert/strict";
import { checkProtocol } from "../../../lib/evaluation/check-protocol.js";
import { laptopProtocol, longProtocol, paperProtocol } from "../../../lib/evaluation/protocol.js";
import { publishedMethods } from "../../../lib/literature/published-results.js";
import { experimentStudy } from "../../../lib/study/experiments/experiment-study.js";
import { experimentByName, experiments } from "../../../lib/study/experiments/experiments.js";
import { experimentScaleByName, experimentScales } from "../../../lib/study/experiments/scales.js";

const [laptop, paper] = ["laptop", "paper"].map(experimentScaleByName);
const refuses = (call: () => unknown, message: RegExp) => assert.throws(call, { name: "InputError", message });

describe("the experiments", () => {
  it("are the deck's eight rows, in order", () => {
    assert.deepEqual(
      experiments.map(({ row }) => row),
      publishedMethods.map(({ name }) => name),
    );
    assert.equal(new Set(experiments.map(({ name }) => name)).size, 8);
  });

  it("match the deck at paper scale", () => {
    const told = experiments.map((each) => {
      const { space, method, steps, initialCount, knownPhenotype, protocol } = experimentStudy(each, paper);
      assert.deepEqual([initialCount, knownPhenotype, protocol], [200, "evaluate", paperProtocol]);
      return `${space.name} ${method.name} ${steps}`;
    });
    assert.deepEqual(told, [
      ...["flat random 4", "flat random 200", "flat tournament 7000", "flat tournament 7000"],
      ...[
        "hierarchical random 4",
        "hierarchical random 200",
        "hierarchical random 7000",
        "hierarchical tournament 7000",
      ],
    ]);
  });

  it("average over luck at laptop scale, and confirm the networks of searches but no random architectures", () => {
    const { protocol, knownPhenotype, confirm } = experimentStudy(experimentByName("flat-evolution"), laptop);
    assert.deepEqual([protocol, knownPhenotype, confirm], [laptopProtocol, "average", 4]);
    assert.equal(experimentStudy(experimentByName("flat-random-architecture"), laptop).confirm, 0);
  });

  it("limit one experiment's parameters to the largest of 1,000 random hierarchical networks", () => {
    const limits = experiments.map((each) => experimentStudy(each, laptop).constraint?.settings?.limit);
    assert.deepEqual(limits, [undefined, undefined, undefined, 143_010, ...Array<undefined>(4).fill(undefined)]);
  });

  it("have a distinct seed for each repeat", () => {
    const quick = experiments.filter(({ isParameterConstrained }) => !isParameterConstrained);
    const seeds = quick.flatMap((each) => [1, 2, 3].map((repeat) => experimentStudy(each, paper, repeat).seed));
    assert.equal(new Set(seeds).size, 21);
  });

  it("have valid protocols", () => {
    for (const { protocol } of [...experimentScales, { protocol: longProtocol }]) checkProtocol(protocol);
  });

  it("refuse other names in one line", () => {
    const evolution = experimentByName("flat-evolution");
    refuses(() => experimentByName("evolution"), /^experiment: got "evolution", must be flat-random-architecture, /);
    refuses(() => experimentScaleByName("huge"), /^scale: got "huge", must be laptop, study or paper/);
    refuses(() => experimentStudy(evolution, laptop, 0), /^repeat: got 0, must be a whole number from 1/);
    refuses(
      () => experimentStudy(evolution, laptop, 1, 7_001),
      /^steps of flat-evolution at laptop scale: got 7001, must/,
    );
    refuses(() => experimentStudy(evolution, laptop, 1, 0), /: got 0, must be a whole number from 1 to 7000/);
  });
});
