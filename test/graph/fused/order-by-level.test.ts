import assert from "node:assert/strict";
import { orderByLevel } from "../../../lib/graph/fused/order-by-level.js";
import type { ProgramInstruction } from "../../../lib/graph/fused/program.js";
import { samplePrograms } from "./programs.js";

const instruction = (
  kind: ProgramInstruction["kind"],
  output: number,
  ...tensors: readonly number[]
): ProgramInstruction => ({
  kind,
  output,
  parts: tensors.map((tensor) => ({
    ...{ tensor, mode: "direct", kernel: 1, stride: 1, dilation: 1 },
    ...{ filter: 0, filterRow: 0, weight: 0, tapRows: 0 },
  })),
});

describe("orderByLevel", () => {
  it("puts instructions with the shortest dependency chains first, keeps the order of equals, and the loss last", () => {
    const [one, two, three, side, last, loss] = [
      instruction("product", 1, 0),
      instruction("product", 2, 1),
      instruction("product", 3, 2),
      instruction("maxPool", 4, 0),
      instruction("product", 5, 3, 4),
      instruction("loss", 0, 5),
    ];
    assert.deepEqual(orderByLevel([one, two, three, side, last, loss]), [one, side, two, three, last, loss]);
    assert.deepEqual(orderByLevel([one, loss, side]), [one, side, loss]);
  });

  it("keeps every program executable, with all its instructions", () => {
    for (const [name, { instructions }] of samplePrograms()) {
      const ordered = orderByLevel([...instructions]);
      assert.deepEqual(new Set(ordered), new Set(instructions), name);
      const written = new Set([0]);
      for (const { kind, output, parts } of ordered) {
        for (const { tensor } of parts)
          assert.ok(written.has(tensor), `${name}: ${tensor} is read before it is written`);
        if (kind !== "loss") written.add(output);
      }
      assert.equal(ordered[ordered.length - 1].kind, "loss");
    }
  });
});
