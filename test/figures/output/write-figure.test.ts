import assert from "node:assert/strict";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { toSvg } from "../../../lib/figures/output/svg.js";
import { toJson, writeFigure } from "../../../lib/figures/output/write-figure.js";
import { charts } from "../sample-figures.js";

describe("writeFigure", () => {
  it("writes JSON, SVG and PNG into one folder, which it creates", async () => {
    const folder = await mkdtemp(join(tmpdir(), "hiernas figures "));
    try {
      const figure = charts["best so far"];
      const path = join(folder, "new", "best");
      assert.deepEqual(await writeFigure(figure, path), [`${path}.json`, `${path}.svg`, `${path}.png`]);
      assert.deepEqual(JSON.parse(await readFile(`${path}.json`, "utf8")), figure.spec);
      assert.equal(await readFile(`${path}.json`, "utf8"), toJson(figure));
      assert.equal(await readFile(`${path}.svg`, "utf8"), `${toSvg(figure)}\n`);
      assert.equal((await readFile(`${path}.png`)).toString("latin1", 1, 4), "PNG");
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
