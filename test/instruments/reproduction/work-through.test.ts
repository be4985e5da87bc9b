import assert from "node:assert/strict";
import { workThrough } from "../../../lib/instruments/reproduction/work-through.js";
import { createLatch } from "../../search/latches.js";

describe("workThrough", () => {
  it("processes the pieces in order, as many at a time as there are workers", async () => {
    const begun: string[] = [];
    const latches = { a: createLatch(), b: createLatch(), c: createLatch() };
    const bothBegun = createLatch();
    const done = workThrough(["a", "b", "c"] as const, 2, async (piece) => {
      begun.push(piece);
      if (begun.length === 2) bothBegun.open();
      await latches[piece].opened;
    });
    await bothBegun.opened;
    assert.deepEqual(begun, ["a", "b"]);
    for (const latch of Object.values(latches)) latch.open();
    await done;
    assert.deepEqual(begun, ["a", "b", "c"]);
  });

  it("starts nothing after a failure, aborts running pieces, and rejects with it once they have settled", async () => {
    const begun: string[] = [];
    let settled = false;
    const work = async (piece: string, signal: AbortSignal): Promise<void> => {
      begun.push(piece);
      if (piece === "bad") throw new Error("bad piece");
      await new Promise((resolve) => signal.addEventListener("abort", resolve));
      settled = true;
      throw new Error("aborted");
    };
    await assert.rejects(workThrough(["long", "bad", "next"], 2, work), /bad piece/);
    assert.deepEqual([begun, settled], [["long", "bad"], true]);
  });

  it("aborts running pieces on the caller's signal", async () => {
    const controller = new AbortController();
    const work = (_: string, signal: AbortSignal): Promise<void> =>
      new Promise((_, reject) => {
        signal.addEventListener("abort", () => reject(new Error("aborted")));
        controller.abort();
      });
    await assert.rejects(workThrough(["only"], 1, work, controller.signal), /aborted/);
  });
});
