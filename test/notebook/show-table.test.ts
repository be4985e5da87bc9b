import assert from "node:assert/strict";
import { showTable } from "../../lib/notebook/show-table.js";
import { recordCell, recordConsole, textAt } from "./recorded-kernel.js";

const rows = [
  { name: "best <found>", accuracy: 0.31234, parameters: 40000, note: null },
  { name: "trivial", accuracy: 0.2, parameters: 7, note: "chain" },
];

describe("showTable", () => {
  it("displays rows as HTML, escaped, and as aligned text", () => {
    const [display] = recordCell(() => showTable(rows));
    assert.ok(textAt(display, "text/html").includes("best &lt;found&gt;"));
    assert.equal(textAt(display, "text/html").match(/<tr>/g)?.length, 3);
    assert.deepEqual(textAt(display, "text/plain").split("\n"), [
      "name          accuracy  parameters  note",
      "best <found>    0.3123      40,000",
      "trivial         0.2000           7  chain",
    ]);
  });

  it("supports columns, digits and a caption", () => {
    const [display] = recordCell(() => showTable(rows, { columns: ["accuracy"], digits: 2, caption: "A & B" }));
    assert.equal(textAt(display, "text/plain"), "accuracy\n    0.31\n    0.20");
    assert.ok(textAt(display, "text/html").includes("A &amp; B</caption>"));
  });

  it("displays no rows as an empty table", () => {
    assert.equal(recordCell(() => showTable([])).length, 1);
  });

  it("prints one line outside a notebook", () => {
    assert.deepEqual(
      recordConsole(() => showTable(rows)),
      ["table (2 rows: name, accuracy, parameters, note)"],
    );
  });
});
