import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import Ajv from "ajv";
import * as vega from "vega";
import { collectWarnings } from "../collect-warnings.js";
import { toSvg, toVega } from "../../../lib/figures/output/svg.js";
import { studyCharts } from "../sample-charts.js";
import { charts } from "../sample-figures.js";

const schema = JSON.parse(readFileSync(require.resolve("vega-lite/build/vega-lite-schema.json"), "utf8")) as object;
// The schema names a format of its own for colours.
const validate = new Ajv({ unknownFormats: ["color-hex"], jsonPointers: true, logger: false }).compile(schema);

describe("charts", () => {
  for (const [name, figure] of Object.entries({ ...charts, ...studyCharts })) {
    it(`${name}: obeys vega-lite's schema and compiles without a warning`, () => {
      assert.equal(figure.kind, "vega-lite");
      assert.ok(validate(figure.spec), validate.errors?.map(({ dataPath, message }) => `${dataPath} ${message}`)[0]);
      const warnings: unknown[] = [];
      vega.parse(toVega(figure, collectWarnings(warnings)));
      assert.deepEqual(warnings, []);
    });

    it(`${name}: has a title, a description and only finite numbers`, () => {
      const svg = toSvg(figure);
      assert.ok(svg.includes(`aria-label="${figure.title.replaceAll('"', "&quot;")}`), "no accessible name");
      assert.ok(figure.description.length > 5 && svg.includes("<desc>"));
      assert.ok(!/NaN|undefined|Infinity/.test(svg), "a number is not finite");
      assert.ok(!/NaN|undefined|Infinity/.test(figure.description), figure.description);
    });
  }

  it("does not accept an invalid specification", () => {
    assert.ok(!validate({ ...charts["best so far"].spec, layer: [{ mark: "no such mark" }] }));
  });
});
