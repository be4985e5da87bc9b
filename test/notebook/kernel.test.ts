import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { setImmediate } from "node:timers/promises";
import { InputError } from "../../lib/input/errors.js";
import { limits } from "../../lib/input/limits.js";
import { openDisplaySlot } from "../../lib/notebook/display-slot.js";
import { currentDisplay, type DisplayData } from "../../lib/notebook/kernel.js";
import { show } from "../../lib/notebook/show.js";

const load = createRequire(__filename);
type Content = { readonly data: DisplayData; readonly transient: { readonly display_id?: string } };
type Write = (content: Content, isUpdate: boolean) => void;

/** Runs `work` in a kernel whose socket accepts a display or throws like `take`; returns the lines of stderr. */
async function inKernel(take: Write, work: (said: readonly string[]) => Promise<void>): Promise<readonly string[]> {
  const jupyter = load("tslab/dist/jupyter.js") as { lastWriteDisplayData: Write | null };
  const { error } = console;
  const said: string[] = [];
  console.error = (...parts: readonly unknown[]) => said.push(parts.join(" "));
  jupyter.lastWriteDisplayData = take;
  try {
    await work(said);
  } finally {
    jupyter.lastWriteDisplayData = null;
    console.error = error;
  }
  return said;
}

const busy = (): never => {
  throw Object.assign(new Error("Socket is busy writing"), { code: "EBUSY" });
};
const wordOf = ({ data }: Content): unknown => data["text/plain"];

describe("displays that wait for the kernel's socket", () => {
  it("are left out with one line when the socket refuses them, and the others are shown", async () => {
    const shown: unknown[] = [];
    let isBusy = true;
    const said = await inKernel(
      (content) => {
        if (isBusy) busy();
        if (wordOf(content) === "two") throw new Error("Socket is\nclosed");
        shown.push(wordOf(content));
      },
      async () => {
        for (const word of ["one", "two", "three"]) show(word);
        await setImmediate();
        isBusy = false;
        while (shown.length < 2) await setImmediate();
      },
    );
    assert.deepEqual(shown, ["one", "three"]);
    assert.deepEqual(said, ["display: not shown: Socket is\\x0aclosed"]);
  });

  it("are bounded: more end the cell, and nothing else", async () => {
    const shown: unknown[] = [];
    let isBusy = true;
    const said = await inKernel(
      (content) => {
        if (isBusy) busy();
        shown.push(wordOf(content));
      },
      async () => {
        for (let count = 1; count <= limits.waitingDisplays; count++) show(String(count));
        assert.throws(
          () => show("one more"),
          (error) =>
            error instanceof InputError &&
            /^display: 2000 displays wait for the notebook; let it catch up/.test(error.message),
        );
        isBusy = false;
        while (shown.length < limits.waitingDisplays) await setImmediate();
        show("after");
      },
    );
    assert.deepEqual([shown.length, shown.at(-1)], [limits.waitingDisplays + 1, "after"]);
    assert.deepEqual(said, []);
  });

  it("are replaced in place by later updates of the same display", async () => {
    const shown: string[] = [];
    let isBusy = true;
    await inKernel(
      (content, isUpdate) => {
        if (isBusy) busy();
        shown.push(`${String(wordOf(content))} ${content.transient.display_id ?? ""} ${isUpdate}`);
      },
      async () => {
        const write = currentDisplay() ?? assert.fail("no kernel");
        write({ "text/plain": "a" }, "x");
        write({ "text/plain": "b" });
        for (let count = 0; count < 2 * limits.waitingDisplays; count++) write({ "text/plain": count }, "x", true);
        write({ "text/plain": "c" }, "y", true);
        isBusy = false;
        while (shown.length < 3) await setImmediate();
      },
    );
    assert.deepEqual(shown, [`${2 * limits.waitingDisplays - 1} x false`, "b  false", "c y true"]);
  });

  it("do not throw when they fail after the cell", async () => {
    const said = await inKernel(
      () => undefined,
      async (told) => {
        const slot = openDisplaySlot();
        slot.update(() => ({ "text/plain": "first" }));
        slot.update(() => {
          throw new Error("cannot be drawn");
        });
        while (told.length === 0) await setImmediate();
      },
    );
    assert.deepEqual(said, ["display: not shown: cannot be drawn"]);
  });
});

describe("the installed tslab", () => {
  const { version } = load("tslab/package.json") as { readonly version: string };
  const hint = `tslab ${version} has moved what lib/notebook/kernel.ts finds: the writer of the running cell, lastWriteDisplayData of dist/jupyter.js`;

  it("has the running cell's writer in the expected place", async () => {
    interface Jupyter {
      readonly JupyterHandlerImpl: new (
        executor: object,
        isJs: boolean,
      ) => {
        handleExecute(request: { readonly code: string }, writeStream: () => void, write: Write): Promise<object>;
      };
    }
    let jupyter: Jupyter;
    try {
      jupyter = load("tslab/dist/jupyter.js") as Jupyter;
    } catch (error) {
      assert.fail(`${hint}: ${(error as Error).message}`);
    }
    const displays: (readonly [content: Content, isUpdate: boolean])[] = [];
    const executor = {
      execute: async () => {
        const write = currentDisplay() ?? assert.fail(hint);
        write({ "text/plain": "shown" }, "x", true);
        return Promise.resolve(true);
      },
    };
    // The handler captures this process's output.
    const restore = [process.stdout, process.stderr].map((stream) => {
      const own = Object.getOwnPropertyDescriptor(stream, "write");
      return () => (own ? Object.defineProperty(stream, "write", own) : Reflect.deleteProperty(stream, "write"));
    });
    assert.equal(typeof jupyter.JupyterHandlerImpl, "function", hint);
    try {
      const handler = new jupyter.JupyterHandlerImpl(executor, false);
      const reply = handler.handleExecute(
        { code: "" },
        () => undefined,
        (...display) => void displays.push(display),
      );
      assert.deepEqual(await reply, { status: "ok", execution_count: 1 }, hint);
    } finally {
      for (const each of restore) each();
      (jupyter as { lastWriteDisplayData?: null }).lastWriteDisplayData = null;
    }
    assert.deepEqual(
      displays,
      [[{ data: { "text/plain": "shown" }, metadata: {}, transient: { display_id: "x" } }, true]],
      hint,
    );
  });
});
