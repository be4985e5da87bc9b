import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { selfTest } from "../../../lib/graph/session/self-test.js";

const lib = path.join(__dirname, "..", "..", "..", "lib");

describe("loading TensorFlow", function () {
  this.timeout(60_000);
  let folder: string;
  // A copy of the loader from which no package can be found.
  before(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "hiernas-test-"));
    for (const part of ["input", "graph/session/tensorflow.js"])
      fs.cpSync(path.join(lib, part), path.join(folder, part), { recursive: true });
  });
  after(() => fs.rmSync(folder, { recursive: true }));

  const load = (loader: string) => {
    const script = `const { loadBinding } = require(${JSON.stringify(loader)});
      try { loadBinding(); console.log("loaded", process.env.TF_NUM_INTRAOP_THREADS, process.env.TF_NUM_INTEROP_THREADS); }
      catch (error) { console.log(error.name + ": " + error.message); }`;
    const env: NodeJS.ProcessEnv = { ...process.env, TF_NUM_INTEROP_THREADS: "3" };
    delete env.TF_NUM_INTRAOP_THREADS;
    delete env.NODE_PATH;
    return spawnSync(process.execPath, ["-e", script], { encoding: "utf8", env, cwd: folder }).stdout.trim();
  };

  it("says in one line what to do when the package is missing", () => {
    const told = load(path.join(folder, "graph", "session", "tensorflow.js"));
    assert.match(told, /^InputError: TensorFlow is not here \(.*tfjs-node-gpu.*\): npx hiernas doctor$/);
  });

  it("says the same when the package's compiled half is missing", () => {
    const place = path.join(folder, "node_modules", "@tensorflow", "tfjs-node-gpu");
    fs.mkdirSync(place, { recursive: true });
    fs.writeFileSync(path.join(place, "index.js"), "");
    const told = load(path.join(folder, "graph", "session", "tensorflow.js"));
    assert.match(told, /^InputError: TensorFlow is not here \([^\n]*tfjs_binding\.node'\): npx hiernas doctor$/);
  });

  it("says in one line that the compiled half cannot be loaded", () => {
    const place = path.join(folder, "node_modules", "@tensorflow", "tfjs-node-gpu", "lib", "napi-v8");
    fs.mkdirSync(place, { recursive: true });
    fs.writeFileSync(path.join(place, "tfjs_binding.node"), "no library");
    const told = load(path.join(folder, "graph", "session", "tensorflow.js"));
    assert.match(told, /^InputError: TensorFlow is not here \([^\n]*tfjs_binding\.node: [^\n]+\): npx hiernas doctor$/);
  });

  it("sets one intra-op thread, and keeps existing settings", () => {
    assert.equal(load(path.join(lib, "graph", "session", "tensorflow.js")), "loaded 1 3");
  });
});

describe("selfTest", function () {
  this.timeout(60_000);

  it("runs ten training steps with falling losses on a device that it names", async () => {
    const { device, trainingSteps, losses, millis } = await selfTest();
    assert.ok(device === "cpu" || device === "gpu");
    assert.equal(trainingSteps, 10);
    assert.equal(losses.length, 10);
    assert.ok(losses[9] < losses[0]);
    assert.ok(millis > 0);
  });
});
