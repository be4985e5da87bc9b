// A copy of kernel-setup in a separate folder, whose steps can be replaced by fake, instant ones.
import { spawnSync, type SpawnSyncReturns } from "node:child_process";
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { projectRoot } from "./project-root.js";

/** The copy. */
export interface SetupClone {
  readonly folder: string;
  /** The path of one of its files. */
  readonly file: (...names: readonly string[]) => string;
  /** Writes a file, and the folders above it. */
  readonly write: (name: string, text: string, mode?: number) => void;
  readonly remove: () => void;
}

/** Copies kernel-setup and what it reads; its path has a blank. */
export function cloneSetup(): SetupClone {
  const folder = mkdtempSync(path.join(tmpdir(), "hiernas clone "));
  for (const name of ["kernel-setup", "package.json", "package-lock.json"]) {
    cpSync(path.join(projectRoot, name), path.join(folder, name), { recursive: true });
  }
  const file = (...names: readonly string[]) => path.join(folder, ...names);
  return {
    folder,
    file,
    write: (name, text, mode = 0o644) => {
      mkdirSync(path.dirname(file(name)), { recursive: true });
      writeFileSync(file(name), text, { mode });
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/**
 * Replaces all of set-up's steps. Each is ready once its file is in `.setup`; `make` is the body of its function of
 * `setup`, `log` and `done`, which writes that file.
 */
export function stubSteps({ file, write }: SetupClone, make: string): void {
  for (const name of readdirSync(file("kernel-setup", "steps"))) {
    if (name === "step.js" || name === "fused-kernels.js") continue;
    const step = name.replace(".js", "");
    const title = /\n {2}name: "(.*)"/.exec(readFileSync(file("kernel-setup", "steps", name), "utf8"))?.[1] ?? "";
    const exported = step.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
    write(
      path.join("kernel-setup", "steps", name),
      `"use strict";
const fs = require("node:fs");
const path = require("node:path");
const fileOf = ({ paths }) => path.join(paths.state, "made ${step}");
exports.${exported} = {
  name: "${title}", after: [], forTraining: false, usualSeconds: 0,
  inspect: (setup) => ({ ready: fs.existsSync(fileOf(setup)), version: "1", detail: "not made yet" }),
  make: async (setup, log) => { const done = () => fs.writeFileSync(fileOf(setup), ""); ${make} },
};
`,
    );
  }
}

/**
 * Runs Node as a user who may read the clone's folder but not write it: another user if this one is root, otherwise
 * this one with the folder's permissions removed meanwhile.
 */
export function runAsStranger(clone: SetupClone, args: readonly string[]): SpawnSyncReturns<string> {
  const options = { encoding: "utf8", cwd: clone.folder, env: { ...process.env, HOME: tmpdir() } } as const;
  chmodSync(clone.folder, 0o755);
  if (process.getuid?.() === 0) {
    const stranger = ["--reuid=65534", "--regid=65534", "--clear-groups"];
    return spawnSync("setpriv", [...stranger, process.execPath, ...args], options);
  }
  const folders = [clone.folder, ...foldersIn(clone.folder)];
  for (const folder of folders) chmodSync(folder, 0o555);
  try {
    return spawnSync(process.execPath, args, options);
  } finally {
    for (const folder of folders) chmodSync(folder, 0o755);
  }
}

function foldersIn(folder: string): readonly string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory()).map(({ parentPath, name }) => path.join(parentPath, name));
}
