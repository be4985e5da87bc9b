import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { setImmediate } from "node:timers/promises";
import { from } from "arquero";
import { drawPrimitives } from "../../lib/figures/architectures/draw-primitives.js";
import { currentDisplay } from "../../lib/notebook/kernel.js";
import { show } from "../../lib/notebook/show.js";
import { showTable } from "../../lib/notebook/show-table.js";
import { recordCell, recordConsole, textAt } from "./recorded-kernel.js";

describe("show", () => {
  it("displays a figure once, as specification, SVG, PNG and text together", () => {
    const figure = drawPrimitives();
    const displays = recordCell(() => show(figure));
    assert.equal(displays.length, 1);
    const { data } = displays[0];
    assert.deepEqual(Object.keys(data), ["application/vnd.vega.v5+json", "image/svg+xml", "image/png", "text/plain"]);
    assert.deepEqual(data["application/vnd.vega.v5+json"], figure.spec);
    assert.match(textAt(displays[0], "image/svg+xml"), /^<svg .*<\/svg>$/s);
    assert.equal(Buffer.from(textAt(displays[0], "image/png"), "base64").toString("latin1", 1, 4), "PNG");
  });

  it("displays several things in order, text as Markdown", () => {
    const own = { [Symbol.for("Jupyter.display")]: () => ({ "text/latex": "x" }) };
    const displays = recordCell(() => show("**bold**", own, { answer: 42 }));
    assert.deepEqual(
      displays.map(({ data }) => data),
      [
        { "text/markdown": "**bold**", "text/plain": "**bold**" },
        { "text/latex": "x" },
        { "text/plain": "{ answer: 42 }" },
      ],
    );
  });

  it("displays an arquero table as showTable does, and says in a line what it is where there is no notebook", () => {
    const table = from([{ phase: "evolution", fitness: 0.25 }]);
    const [display] = recordCell(() => show(table));
    assert.deepEqual(display, recordCell(() => showTable(table))[0]);
    assert.deepEqual(
      recordConsole(() => show(table)),
      ["table (1 rows: phase, fitness)"],
    );
  });

  it("queues displays in order when the kernel's socket is full", async () => {
    const jupyter = createRequire(__filename)("tslab/dist/jupyter.js") as { lastWriteDisplayData: unknown };
    const shown: unknown[] = [];
    let sends = 0;
    jupyter.lastWriteDisplayData = ({ data }: { readonly data: { readonly [mimeType: string]: unknown } }) => {
      sends++;
      if (sends === 2 || sends === 3) throw Object.assign(new Error("Socket is busy writing"), { code: "EBUSY" });
      shown.push(data["text/plain"]);
    };
    try {
      for (const word of ["one", "two", "three", "four"]) show(word);
      assert.deepEqual(shown, ["one"]);
      while (shown.length < 4) await setImmediate();
    } finally {
      jupyter.lastWriteDisplayData = null;
    }
    assert.deepEqual(shown, ["one", "two", "three", "four"]);
  });

  it("prints one short line per thing outside a notebook", () => {
    assert.equal(currentDisplay(), undefined);
    const lines = recordConsole(() => show(drawPrimitives(), "text", { answer: 42 }));
    assert.deepEqual(lines, ["The 6 primitive operations (figure: show(…) draws it)", "text", "{ answer: 42 }"]);
  });
});
