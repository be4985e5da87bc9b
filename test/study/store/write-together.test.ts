import assert from "node:assert/strict";
import { setImmediate } from "node:timers/promises";
import { writeTogether } from "../../../lib/study/store/write-together.js";

/** A list as a database: a transaction that fails leaves it unchanged. */
function listStore() {
  let records: readonly string[] = [];
  const sizes: number[] = [];
  const write = writeTogether<string[]>(async (work) => {
    const changed = [...records];
    const results = await work(changed);
    await setImmediate();
    sizes.push(results.length);
    records = changed;
    return results;
  });
  return { write, sizes, records: () => records };
}

describe("writeTogether", () => {
  const add = (name: string) => async (records: string[]) => records.push(name);

  it("makes writes that are asked for at once in one transaction, in order, and resolves when they are durable", async () => {
    const { write, sizes, records } = listStore();
    const first = write(add("a")).then((length) => assert.deepEqual([length, records()], [1, ["a", "b", "c"]]));
    await Promise.all([first, write(add("b")), write(add("c"))]);
    assert.deepEqual(sizes, [3]);
  });

  it("makes writes that are asked for meanwhile in the next one", async () => {
    const { write, sizes, records } = listStore();
    const first = write(async (list) => {
      const later = [write(add("b")), write(add("c"))];
      list.push("a");
      return later;
    });
    await Promise.all(await first);
    assert.deepEqual(
      [sizes, records()],
      [
        [1, 2],
        ["a", "b", "c"],
      ],
    );
    await write(add("d"));
    assert.deepEqual(
      [sizes, records()],
      [
        [1, 2, 1],
        ["a", "b", "c", "d"],
      ],
    );
  });

  it("keeps the others when one fails, and rejects that one alone", async () => {
    const { write, records } = listStore();
    const fail = async (list: string[]) => {
      list.push("half");
      throw new Error("no");
    };
    const ended = await Promise.allSettled([write(add("a")), write(fail), write(add("b"))]);
    assert.deepEqual(
      ended.map(({ status }) => status),
      ["fulfilled", "rejected", "fulfilled"],
    );
    assert.deepEqual(records(), ["a", "b"]);
  });
});
