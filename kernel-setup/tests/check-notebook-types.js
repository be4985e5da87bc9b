"use strict";
// Compiles test/types/ against the built library like a notebook: with tslab's compiler (TypeScript 5.0) and its old
// module resolution. The library's declaration files are checked too, but not those of other packages, which are
// written for newer compilers.

const childProcess = require("node:child_process");
const { projectPaths } = require("../project-paths.js");

const compiler = require.resolve("@tslab/typescript-for-tslab/bin/tsc");
const { stdout } = childProcess.spawnSync(
  process.execPath,
  [compiler, "-p", "test/types/tsconfig.json", "--pretty", "false"],
  { cwd: projectPaths().root, encoding: "utf8", maxBuffer: 1e8 },
);
const errors = stdout.split("\n").filter((line) => /error TS\d+/.test(line) && !line.includes("node_modules/"));
process.stdout.write(errors.map((line) => line + "\n").join(""));
process.exitCode = errors.length > 0 ? 1 : 0;
