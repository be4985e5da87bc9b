// The addon's step with a fake compiler: its messages, and what it never does.
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { cloneSetup, type SetupClone } from "./setup-clone.js";
import { loadSetupFile } from "./project-root.js";

interface Step {
  readonly inspect: (setup: object) => {
    readonly ready: boolean;
    readonly version: string;
    readonly detail: string;
    readonly remark?: string;
    readonly mend?: string;
  };
  readonly make: (setup: object, log: string) => Promise<void>;
}

const BINDING = "node_modules/@tensorflow/tfjs-node-gpu";

describe("kernel-setup/addon", () => {
  const { addon } = loadSetupFile<{ readonly addon: Step }>("steps/addon.js");
  const { projectPaths } = loadSetupFile<{ readonly projectPaths: (root: string) => object }>("project-paths.js");
  const before = { PATH: process.env["PATH"], CXX: process.env["CXX"], npm: process.env["npm_execpath"] };
  let clone: SetupClone;
  let setup: object;
  let log: string;

  beforeEach(() => {
    clone = cloneSetup();
    setup = { paths: projectPaths(clone.folder), training: true };
    log = clone.file("log");
    clone.write(`${BINDING}/package.json`, '{"version": "1.2.3", "main": "index.js"}');
    clone.write(`${BINDING}/index.js`, "exports.ones = () => 0; exports.matMul = () => ({ dataSync: () => [3] });");
    clone.write(".setup/tensorflow/hiernas-stamp.json", '{"version": "2.0.0", "variant": "cpu"}');
    clone.write("bin/npm", "#!/bin/sh\ntouch npm-was-called\n", 0o755);
    process.env["PATH"] = `${clone.file("bin")}${path.delimiter}/usr/bin${path.delimiter}/bin`;
    delete process.env["npm_execpath"];
  });
  afterEach(() => {
    clone.remove();
    for (const [name, value] of [
      ["PATH", before.PATH],
      ["CXX", before.CXX],
      ["npm_execpath", before.npm],
    ] as const) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  });

  /** A compiler that reports `version`; kernels (`-c`) compile only if requested. */
  const useCompiler = (version: string, kernels: "compile" | "fail") => {
    const fails = 'echo "network.cc:3: error: no concepts here" >&2; exit 1';
    const script = `#!/bin/sh
if [ "$1" = --version ]; then echo "${version}"; exit 0; fi
for arg in "$@"; do
  if [ "$arg" = -c ]; then ${kernels === "fail" ? fails : ":"}; fi
  last="$arg"
done
touch "$last"
`;
    clone.write("bin/compiler", script, 0o755);
    process.env["CXX"] = clone.file("bin", "compiler");
  };

  it("is compiled with the fused kernels, without a message", async () => {
    useCompiler("g++ 99", "compile");
    assert.equal(addon.inspect(setup).ready, false);
    await addon.make(setup, log);
    assert.deepEqual(addon.inspect(setup), { ready: true, version: "1.2.3, compiled here", detail: "" });
  });

  it("says what training loses when the fused kernels do not compile, and the compiler's reason", async () => {
    useCompiler("g++ 8", "fail");
    await addon.make(setup, log);
    const { ready, remark, mend } = addon.inspect(setup);
    assert.equal(ready, true);
    assert.equal(
      remark,
      "the fused kernels did not compile (network.cc:3: error: no concepts here; g++ 8): training is 2 to 3 times slower",
    );
    assert.equal(mend, "install g++ 11 or newer, then npm run setup");
  });

  it("is compiled again when the compiler changes", async () => {
    useCompiler("g++ 8", "fail");
    await addon.make(setup, log);
    useCompiler("g++ 11", "compile");
    const { ready, detail } = addon.inspect(setup);
    assert.deepEqual({ ready, detail }, { ready: false, detail: "the compiler has changed" });
    await addon.make(setup, log);
    assert.equal(addon.inspect(setup).remark, undefined);
  });

  it("fails without a compiler in one line that says what to install, without running npm", async () => {
    delete process.env["CXX"];
    process.env["PATH"] = clone.file("bin");
    await assert.rejects(addon.make(setup, log), (error: Error & { readonly mend?: string }) => {
      assert.equal(error.message, "no C++ compiler (g++, c++ or clang++) on the PATH");
      assert.match(error.mend ?? "", /^(sudo apt-get install g\+\+|xcode-select --install), then npm run setup$/);
      return true;
    });
    assert.ok(!existsSync(clone.file("npm-was-called")));
  });

  it("fails with the compiler's line when the binding does not compile, without running npm", async () => {
    clone.write("bin/compiler", '#!/bin/sh\necho "x.cc:1: error: no such header" >&2\nexit 1\n', 0o755);
    process.env["CXX"] = clone.file("bin", "compiler");
    await assert.rejects(addon.make(setup, log), { message: "x.cc:1: error: no such header" });
    assert.ok(!existsSync(clone.file("npm-was-called")));
    assert.equal(addon.inspect(setup).ready, false);
    assert.doesNotMatch(readFileSync(log, "utf8"), /rebuild|ignore-scripts=false/);
  });

  it("does not count as ready if it was built elsewhere", async () => {
    useCompiler("g++ 99", "compile");
    await addon.make(setup, log);
    const stamp = `${BINDING}/lib/napi-v8/hiernas-stamp.json`;
    const made = JSON.parse(readFileSync(clone.file(stamp), "utf8")) as object;
    clone.write(stamp, JSON.stringify({ ...made, origin: "the package's own" }));
    assert.equal(addon.inspect(setup).detail, "made from another origin");
  });
});
