import assert from "node:assert/strict";
import { reproduction } from "../../../lib/instruments/reproduction/reproduction.js";

describe("reproduction", () => {
  const trainings = ({ steps, protocol, candidateCount, finalTestSeeds }: ReturnType<typeof reproduction>) =>
    steps * protocol.trainingCount + candidateCount * finalTestSeeds.length;

  it("trains at most 60 networks, and at most four when shrunk for tests", () => {
    assert.ok(trainings(reproduction({})) <= 60);
    assert.ok(trainings(reproduction({ HIERNAS_SCALE: "smoke" })) <= 4);
  });

  it("stores its files in HIERNAS_OUT", () => {
    assert.equal(reproduction({ HIERNAS_OUT: "/somewhere" }).path, "/somewhere/study.sqlite");
    assert.match(reproduction({}).finalTestPath, /out\/final-test\.json$/);
  });
});
