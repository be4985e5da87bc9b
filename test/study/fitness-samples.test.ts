import assert from "node:assert/strict";
import { toRows } from "../../lib/rows/study-row.js";
import {
  differenceSentence,
  familySample,
  initialRows,
  lastEvolved,
  networkSample,
} from "../../lib/study/fitness-samples.js";
import { recordOf } from "./record.js";

const fitnesses = [0.2, 0.3, null, 0.3, 0.5, 0.4];
const rows = toRows(
  fitnesses.map((fitness, index) =>
    recordOf(index + 1, {
      fitness,
      phase: index < 2 ? "initialization" : "evolution",
    }),
  ),
);

describe("initialRows and lastEvolved", () => {
  it("are the individuals drawn at random, and the last that were evolved and scored", () => {
    const fitnessesOf = (some: typeof rows) => some.map(({ fitness }) => fitness);
    assert.deepEqual([initialRows(rows), lastEvolved(rows, 2), lastEvolved(rows, 9)].map(fitnessesOf), [
      [0.2, 0.3],
      [0.5, 0.4],
      [0.3, 0.5, 0.4],
    ]);
    assert.deepEqual(lastEvolved(rows.slice(0, 2), 2), []);
  });
});

describe("networkSample and familySample", () => {
  // Steps 1 and 2 are drawn at random; 3, 4 and 6 descend from 1, and 5 from 2. Step 6 has the network of step 3.
  const parents = [null, null, 1, 3, 2, 4];
  const hashes = ["a", "b", "c", "d", "e", "c"];
  const search = toRows(
    [0.1, 0.2, 0.3, null, 0.5, 0.6].map((fitness, index) =>
      recordOf(index + 1, {
        ...{ fitness, parent: parents[index], hash: hashes[index] },
        phase: index < 2 ? "initialization" : "evolution",
      }),
    ),
  );

  it("terminate if a damaged record makes an individual its own ancestor", () => {
    const circle = search.map((row) => (row.step === 3 ? { ...row, parent: 6 } : row));
    assert.deepEqual(familySample("circle", circle, circle).clusters, [[0.1], [0.2, 0.5], [0.3, 0.6]]);
  });

  it("count a network once, and all descendants of one individual once, without failures", () => {
    assert.deepEqual(networkSample("all", search), {
      ...{ name: "all", unit: "network" },
      clusters: [[0.1], [0.2], [0.3, 0.6], [0.5]],
    });
    assert.deepEqual(familySample("the evolved", lastEvolved(search, 9), search), {
      ...{ name: "the evolved", unit: "family" },
      clusters: [[0.3, 0.6], [0.5]],
    });
  });
});

describe("differenceSentence", () => {
  const sample = (name: string, fitnesses: readonly number[]) =>
    networkSample(
      name,
      fitnesses.map((fitness, index) => ({ hash: String(index), fitness })),
    );
  const low = sample("low", [0.19, 0.2, 0.21]);

  it("says whether the interval of a difference excludes 0, and gives the number of networks", () => {
    // Variances of 0.0001 and three networks each: 2.7764 · √(2 · 0.0001 / 3) = 0.02267.
    assert.equal(
      differenceSentence(sample("high", [0.29, 0.3, 0.31]), low),
      "Mean fitness of high (30.0 %; 3 networks, 3 evaluations) against low (20.0 %; 3 networks, 3 evaluations): +10.0 points, 95 % interval +7.7 to +12.3: more than chance.",
    );
    assert.match(
      differenceSentence(low, sample("low too", [0.195, 0.205, 0.215])),
      /: −0\.5 points, 95 % interval −2\.8 to \+1\.8: chance alone could give it\.$/,
    );
  });

  it("is not misled by three values that exceed twice the standard error", () => {
    // 2.0 points apart with a standard error of 0.9: more than twice, but an interval of ± 2.5.
    assert.match(differenceSentence(sample("one", [0.209, 0.22, 0.231]), low), /chance alone could give it/);
  });

  it("counts siblings as one family, and a repeated network once", () => {
    const children = [...Array(8).keys()].map((index) => ({ step: 4 + index, hash: `${index}`, fitness: 0.25 }));
    const rows = [
      ...[0.22, 0.19, 0.2].map((fitness, index) => ({ step: index + 1, parent: null, hash: `f${index}`, fitness })),
      // Eight children of the first founder are eight networks but one family.
      ...children.map((child) => ({ ...child, parent: 1 })),
    ];
    assert.match(differenceSentence(networkSample("children", rows), low), /more than chance/);
    assert.match(
      differenceSentence(familySample("children", rows, rows), low),
      /children \(21\.2 %; 3 families, 11 evaluations\).*chance alone could give it/,
    );
    const same = { name: "same", unit: "network" as const, clusters: [[0.3, 0.3, 0.3, 0.3]] };
    assert.equal(
      differenceSentence(same, low),
      "Mean fitness of same (1 network, 4 evaluations) against low (3 networks, 3 evaluations): too few to tell; at least 3 networks or families each are needed.",
    );
  });
});
