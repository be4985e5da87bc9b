import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout } from "node:timers/promises";
import { findPrograms } from "./postgres-cluster.js";

describe("a server of the tests", function () {
  this.timeout(60_000);

  it("ends with its process, also when that is killed", async function () {
    if (findPrograms() === undefined) return this.skip();
    const script = `require(${JSON.stringify(join(__dirname, "postgres-cluster.js"))}).openCluster()
      .then(({ port, folder }) => { console.log(JSON.stringify([port, folder])); setInterval(() => undefined, 1000); })`;
    const maker = spawn(process.execPath, ["-e", script], { stdio: ["ignore", "pipe", "inherit"] });
    const [line] = (await once(createInterface({ input: maker.stdout }), "line")) as [string];
    const [port, folder] = JSON.parse(line) as [number, string];
    assert.ok(await isListening(port));
    maker.kill("SIGKILL");
    for (let look = 0; (await isListening(port)) || existsSync(join(folder, "data")); look++) {
      assert.ok(look < 200, `the server at port ${port} outlives its process`);
      await setTimeout(50);
    }
  });
});

function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1")
      .once("connect", () => (socket.destroy(), resolve(true)))
      .once("error", () => resolve(false));
  });
}
