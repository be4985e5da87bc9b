import assert from "node:assert/strict";
import { killStudy } from "./kill-study.js";
import { useStudyFile } from "./toy-study.js";

describe("a study whose controllers are killed", function () {
  this.timeout(300_000);
  const place = useStudyFile();

  // The long form, 50 kills over 400 evaluations, twenty times: node build/test/study/long-kills.js
  it("loses nothing and counts nothing twice, at whatever moment they die", async () => {
    const { kills } = await killStudy(place.path, 8, 60, 1);
    assert.equal(kills, 8);
  });
});
