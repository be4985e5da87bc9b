import assert from "node:assert/strict";
import { literatureFigures } from "../../lib/cli/literature-figures.js";

describe("literatureFigures", () => {
  it("gives the two figures of the known networks", () =>
    assert.deepEqual(
      literatureFigures([]).map(({ name }) => name),
      ["operations-by-accuracy", "growing-complexity"],
    ));

  it("gives none where the data are missing, and says so in one line", () => {
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
