import assert from "node:assert/strict";
import { inspect } from "node:util";
import { createFigure, figureBundle } from "../../../lib/figures/output/create-figure.js";
import type { Json } from "../../../lib/figures/output/figure.js";
import { charts, drawings } from "../sample-figures.js";

describe("a figure", () => {
  for (const [name, figure] of Object.entries({ ...charts, ...drawings })) {
    it(`of ${name} is frozen plain data that survives JSON`, () => {
      assert.deepEqual(JSON.parse(JSON.stringify(figure.spec)), figure.spec);
      assert.deepEqual(Object.keys(figure), ["kind", "spec", "title", "description"]);
      assertFrozen(figure.spec);
      assert.ok(Object.isFrozen(figure));
      assert.ok(JSON.stringify(figure.spec.title).includes(figure.title));
      assert.equal(figure.spec.description, `${figure.title}. ${figure.description}`);
    });
  }

  it("prints as one short line", () => {
    assert.equal(inspect(drawings.cell), "Cell (level 3) (figure: show(…) draws it)");
  });

  it("shows itself as specification, SVG, PNG and text, never as HTML", () => {
    const display = (drawings.cell as unknown as { readonly [key: symbol]: () => object })[
      Symbol.for("Jupyter.display")
    ];
    const types = ["application/vnd.vega.v5+json", "image/svg+xml", "image/png", "text/plain"];
    assert.deepEqual(Object.keys(display()), types);
    const bundle = figureBundle(charts["best so far"], false);
    assert.deepEqual(Object.keys(bundle), ["application/vnd.vegalite.v5+json", "image/svg+xml", "text/plain"]);
    assert.equal(bundle["application/vnd.vegalite.v5+json"], charts["best so far"].spec);
  });

  it("leaves functions out of its specification", () => {
    const figure = createFigure("vega", "t", "d", { marks: [], secret: () => 1 });
    assert.deepEqual(Object.keys(figure.spec), ["marks", "description"]);
  });
});

function assertFrozen(data: Json): void {
  if (typeof data !== "object" || data === null) return;
  assert.ok(Object.isFrozen(data));
  Object.values(data).forEach((each) => assertFrozen(each));
}
