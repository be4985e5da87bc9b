import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import {
  makeGraphFolder,
  removeGraphFolder,
  removeGraphFoldersOf,
  sweepGraphFolders,
  writeToGraphFolder,
} from "../../../lib/graph/session/graph-folder.js";
import { InputError } from "../../../lib/input/errors.js";

const LIBRARY = require.resolve("../../../lib/graph/session/graph-folder.js");
const NOBODY = 65_534;
const isRoot = process.getuid?.() === 0;

/**
 * The output of a script that calls the functions as a user without root's rights over files; undefined if such a user
 * cannot read the library.
 */
function asNobody(body: string): string | undefined {
  const user = isRoot ? { uid: NOBODY, gid: NOBODY } : {};
  if (spawnSync("test", ["-r", LIBRARY], { cwd: "/", ...user }).status !== 0) return undefined;
  const script = `const folders = require(${JSON.stringify(LIBRARY)}); ${body}`;
  const { stdout, stderr } = spawnSync(process.execPath, ["-e", script], { encoding: "utf8", cwd: "/", ...user });
  assert.equal(stderr, "");
  return stdout.trim();
}

describe("folders of saved graphs", () => {
  const before = process.env.TMPDIR;
  const { pid: deadPid } = spawnSync(process.execPath, ["-e", ""]);
  let temporary = "";
  beforeEach(() => {
    temporary = fs.mkdtempSync(path.join(before ?? "/tmp", "hiernas-temporary-"));
    // Like /tmp: every user may write, and remove only their own files.
    fs.chmodSync(temporary, 0o1777);
    process.env.TMPDIR = temporary;
  });
  afterEach(() => {
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
    fs.chmodSync(temporary, 0o1777);
    fs.rmSync(temporary, { recursive: true, force: true });
  });

  /** Something old, created by `make` in the temporary folder. */
  const old = (name: string, make: (place: string) => void): string => {
    const place = path.join(temporary, name);
    make(place);
    const hourAgo = new Date(Date.now() - 3_600_000);
    fs.lutimesSync(place, hourAgo, hourAgo);
    return place;
  };
  const folderWithGraph = (place: string): void => {
    fs.mkdirSync(place);
    fs.writeFileSync(path.join(place, "saved_model.pb"), "a graph");
  };
  const exist = (places: readonly string[]) =>
    places.map((place) => fs.lstatSync(place, { throwIfNoEntry: false }) !== undefined);

  it("are not removed unless they are real folders with exactly such a name and the same owner", () => {
    const precious = old("precious", folderWithGraph);
    const kept = [
      old(`hiernas-graph-${deadPid}-evil`, (place) => fs.symlinkSync(precious, place)),
      old(`hiernas-graph-${deadPid}-dead`, (place) => fs.symlinkSync("/nowhere", place)),
      old(`hiernas-graph-${deadPid}-file`, (place) => fs.writeFileSync(place, "")),
      old(`hiernas-graph-${deadPid}-pipe`, (place) => execFileSync("mkfifo", [place])),
      old(`hiernas-graph-${deadPid}-a b`, folderWithGraph),
      old(`hiernas-graph-${deadPid}`, folderWithGraph),
      old(`hiernas-graph-${deadPid}x-a`, folderWithGraph),
      old(`my-hiernas-graph-${deadPid}-a`, folderWithGraph),
      ...(isRoot ? [old(`hiernas-graph-${deadPid}-other`, folderWithGraph)] : []),
    ];
    if (isRoot) fs.chownSync(kept[kept.length - 1], NOBODY, NOBODY);
    const left = old(`hiernas-graph-${deadPid}-left`, folderWithGraph);
    assert.equal(sweepGraphFolders(), 1);
    assert.deepEqual(exist([left, precious, path.join(precious, "saved_model.pb")]), [false, true, true]);
    fs.mkdirSync(left);
    assert.equal(removeGraphFoldersOf(deadPid), 1);
    assert.deepEqual(exist([left, ...kept]), [false, ...kept.map(() => true)]);
  });

  it("and links of other users do not keep a user from removing their own", function () {
    if (!isRoot) this.skip();
    const own = old(`hiernas-graph-${deadPid}-own`, folderWithGraph);
    fs.chownSync(own, NOBODY, NOBODY);
    const link = old(`hiernas-graph-${deadPid}-link`, (place) => fs.symlinkSync(own, place));
    const roots = old(`hiernas-graph-${deadPid}-roots`, folderWithGraph);
    const swept = asNobody(`console.log(folders.sweepGraphFolders())`);
    if (swept === undefined) return this.skip();
    assert.equal(swept, "1");
    assert.deepEqual(exist([own, link, roots]), [false, true, true]);
  });

  it("are removed without following links in them", () => {
    const precious = old("precious", folderWithGraph);
    old(`hiernas-graph-${deadPid}-left`, (place) => {
      folderWithGraph(place);
      fs.symlinkSync(precious, path.join(place, "link"));
    });
    assert.equal(sweepGraphFolders(), 1);
    assert.deepEqual(exist([path.join(precious, "saved_model.pb")]), [true]);
  });

  it("that cannot be removed cause no message", function () {
    const left = old(`hiernas-graph-${deadPid}-left`, folderWithGraph);
    if (isRoot) fs.chownSync(left, NOBODY, NOBODY);
    fs.chmodSync(temporary, 0o555);
    const answers = asNobody(`const { sweepGraphFolders, removeGraphFoldersOf, removeGraphFolder } = folders;
      const left = ${JSON.stringify(left)};
      console.log(sweepGraphFolders(), removeGraphFoldersOf(${deadPid}), removeGraphFolder(left));`);
    if (answers === undefined) return this.skip();
    assert.equal(answers, "0 0 false");
    assert.deepEqual(exist([left]), [true]);
  });

  const refuses = (place: string, rule: string) => {
    process.env.TMPDIR = place;
    assert.equal(sweepGraphFolders(), 0);
    assert.equal(removeGraphFoldersOf(deadPid), 0);
    assert.throws(makeGraphFolder, (error) => {
      assert.ok(error instanceof InputError, String(error));
      assert.equal(error.message, `TMPDIR ${place}: ${rule}; set TMPDIR to a writable folder with room`);
      return true;
    });
  };

  it("are refused in one line when TMPDIR is missing or not a folder", () => {
    refuses(path.join(temporary, "nowhere"), "no such folder");
    fs.writeFileSync(path.join(temporary, "file"), "");
    refuses(path.join(temporary, "file"), "is not a folder");
  });

  it("are refused in one line when TMPDIR is not writable", function () {
    fs.chmodSync(temporary, 0o555);
    const refused = asNobody(`try { folders.makeGraphFolder(); } catch (error) { console.log(String(error)); }`);
    if (refused === undefined) return this.skip();
    const next = "set TMPDIR to a writable folder with room";
    assert.equal(refused, `InputError: TMPDIR ${temporary}: is not writable; ${next}`);
  });

  it("are refused in one line once TMPDIR is gone, without a later error", () => {
    const gone = path.join(temporary, "gone");
    fs.mkdirSync(gone);
    process.env.TMPDIR = gone;
    const folder = makeGraphFolder();
    fs.rmSync(gone, { recursive: true });
    assert.throws(
      () => writeToGraphFolder(folder, "saved_model.pb", Buffer.alloc(1)),
      (error) => error instanceof InputError && error.message.startsWith(`TMPDIR ${gone}: no such folder; `),
    );
    assert.equal(removeGraphFolder(folder), true);
  });

  it("are refused in one line when TMPDIR is unset and TMP names a missing folder", () => {
    delete process.env.TMPDIR;
    const others = { TMP: process.env.TMP, TEMP: process.env.TEMP };
    try {
      delete process.env.TEMP;
      process.env.TMP = "/nowhere";
      assert.throws(makeGraphFolder, /^InputError: TMP \/nowhere: no such folder; set TMPDIR/);
    } finally {
      for (const [name, value] of Object.entries(others)) if (value !== undefined) process.env[name] = value;
      if (others.TMP === undefined) delete process.env.TMP;
    }
  });

  it("are refused in one line when TMPDIR is full", function () {
    const script = `
      const { makeGraphFolder, writeToGraphFolder } = require(${JSON.stringify(LIBRARY)});
      const folder = makeGraphFolder();
      try { writeToGraphFolder(folder, "saved_model.pb", Buffer.alloc(1 << 20)); }
      catch (error) { console.log(error.name, error.message); }`;
    // A small separate file system that only this process sees.
    const mount = `mount -t tmpfs -o size=16k none "$TMPDIR" && exec "$0" -e "$1"`;
    const { stdout, stderr, status } = spawnSync(
      "unshare",
      ["--mount", "--map-root-user", "sh", "-c", mount, process.execPath, script],
      { encoding: "utf8" },
    );
    if (status !== 0 && /unshare|mount/.test(stderr || "unshare")) this.skip();
    assert.equal(stdout, `InputError TMPDIR ${temporary}: is full; set TMPDIR to a writable folder with room\n`);
    assert.equal(stderr, "");
  });

  it("are created in the system's temporary folder", () => {
    const folder = makeGraphFolder();
    assert.equal(path.dirname(folder), os.tmpdir());
    assert.equal(removeGraphFoldersOf(process.pid), 1);
    assert.deepEqual(exist([folder]), [false]);
  });
});
