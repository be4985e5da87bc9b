// A reproduction that is ended while a notebook runs leaves neither its runner nor the kernel running.
import assert from "node:assert/strict";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { project } from "../cli/command.js";
import { runScript, waitUntilGone } from "../evaluation/processes.js";

const cell = (source: string) => ({ cell_type: "code", source, metadata: {}, outputs: [], execution_count: null });
const metadata = { kernelspec: { display_name: "TypeScript", language: "typescript", name: "tslab" } };

describe("a running notebook", () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "hiernas notebook "))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  for (const [signal, what, endless] of [
    ["SIGTERM", "waits", "await new Promise(() => setInterval(() => {}, 1000));"],
    ["SIGINT", "computes", "while (true) {}"],
  ] as const) {
    it(`ends with its kernel on ${signal} while it ${what}`, async () => {
      const [notebook, pids] = [join(folder, "endless.ipynb"), join(folder, "pids")];
      const first = `require("fs").writeFileSync(${JSON.stringify(pids)}, process.pid + " " + process.ppid);`;
      const cells = [first, endless].map(cell);
      writeFileSync(notebook, JSON.stringify({ cells, metadata, nbformat: 4, nbformat_minor: 5 }));
      const settings = JSON.stringify({ project, notebook, folder: join(folder, "out"), variables: {} });
      const parent = runScript(`
        const { runInterruptible } = lib("cli/interruptible-command.js");
        const { runNotebook } = lib("instruments/reproduction/notebook-runner.js");
        const onCell = () => process.stdout.write("cell");
        await runInterruptible((signal) => runNotebook({ ...${settings}, signal, onCell })).catch((error) => {
          console.error(error.message);
          process.exitCode = 130;
        });`);
      let said = "";
      parent.stderr?.on("data", (chunk: Buffer) => (said += chunk.toString()));
      await once(parent.stdout as NodeJS.ReadableStream, "data");
      parent.kill(signal);
      const [code] = (await once(parent, "close")) as [number | null];
      assert.deepEqual([code, said], [130, "interrupted; finished work is kept\n"]);
      for (const pid of readFileSync(pids, "utf8").split(" ")) await waitUntilGone(Number(pid));
    });
  }
});
