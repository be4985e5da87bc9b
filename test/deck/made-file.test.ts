import assert from "node:assert/strict";
import JSZip from "jszip";
import { isMade, markMade } from "../../lib/deck/made-file.js";

describe("the mark of a deck's file", () => {
  const zip = new JSZip().file("a.txt", "a").generateAsync({ type: "uint8array" });

  it("is recognized until a byte changes", async () => {
    for (const [format, content] of [
      ["html", "<p>ü</p>\n"],
      ["pdf", Buffer.from("%PDF-1.4\n%%EOF\n")],
      ["pptx", await zip],
    ] as const) {
      const made = markMade(content, format);
      assert.ok(isMade(made, format));
      const changed = Uint8Array.from(made);
      changed[2] ^= 1;
      assert.ok(!isMade(changed, format));
      assert.ok(!isMade(typeof content === "string" ? Buffer.from(content) : content, format));
      assert.ok(!isMade(new Uint8Array(), format));
    }
  });

  it("leaves a ZIP file a ZIP file", async () => {
    const read = await JSZip.loadAsync(markMade(await zip, "pptx"));
    assert.equal(await read.file("a.txt")?.async("string"), "a");
  });
});
