import assert from "node:assert/strict";
import { literatureFigures } from "../../lib/cli/literature-figures.js";

describe("literatureFigures", () => {
  it("returns the two figures of the known networks", () =>
    assert.deepEqual(
      literatureFigures([]).map(({ name }) => name),
      ["operations-by-accuracy", "growing-complexity"],
    ));

  it("returns none and says so in one line when the data are missing", () => {
    const said: string[] = [];
    const write = process.stderr.write.bind(process.stderr);
    process.stderr.write = (text) => said.push(String(text)) > 0;
    try {
      assert.deepEqual(literatureFigures([], "/nowhere"), []);
    } finally {
      process.stderr.write = write;
    }
    assert.match(said.join(""), /^left out the networks of the literature: \/nowhere\/\S+: no such file; .*\n$/);
  });
});
