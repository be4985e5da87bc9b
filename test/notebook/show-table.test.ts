import assert from "node:assert/strict";
import { desc, from, op } from "arquero";
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

  it("displays an arquero table as it stands: grouped and counted, filtered, in its order", () => {
    const [display] = recordCell(() =>
      showTable(
        from([...rows, { ...rows[0], accuracy: 0.4 }])
          .groupby("name")
          .rollup({ count: op.count(), accuracy: op.mean("accuracy") })
          .filter((d: { accuracy: number }) => d.accuracy > 0.1)
          .orderby(desc("name")),
        { digits: 2 },
      ),
    );
    assert.deepEqual(textAt(display, "text/plain").split("\n"), [
      "name          count  accuracy",
      "trivial           1      0.20",
      "best <found>      2      0.36",
    ]);
  });

  it("has the columns of an arquero table without rows", () => {
    const [display] = recordCell(() => showTable(from([], ["step", "fitness"])));
    assert.equal(textAt(display, "text/plain"), "step  fitness");
  });

  it("says how many rows it leaves out", () => {
    const many = Array.from({ length: 52 }, (_, step) => ({ step }));
    const linesOf = (limit?: number) =>
      textAt(recordCell(() => showTable(many, { limit }))[0], "text/plain").split("\n");
    assert.deepEqual([linesOf().length, linesOf().at(-1)], [52, "… 2 more rows"]);
    assert.deepEqual(linesOf(51).slice(-2), ["  50", "… 1 more row"]);
    assert.deepEqual(linesOf(52).at(-1), "  51");
    const [display] = recordCell(() => showTable(many, { limit: 3 }));
    assert.match(textAt(display, "text/html"), /<td colspan="1"[^>]*>… 49 more rows</);
  });

  it("gives all numbers of a column as many digits", () => {
    const [display] = recordCell(() => showTable([{ gain: 0 }, { gain: 0.125 }, { gain: null }], { digits: 3 }));
    assert.equal(textAt(display, "text/plain"), " gain\n0.000\n0.125\n");
    const [rounded] = recordCell(() => showTable([{ cost: 1234.5 }, { cost: 7 }], { digits: 0 }));
    assert.equal(textAt(rounded, "text/plain"), " cost\n1,235\n    7");
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
