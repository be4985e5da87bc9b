import assert from "node:assert/strict";
import { once } from "node:events";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { runStudy } from "../../lib/study/run-study.js";
import { useCluster } from "../study/store/postgres-cluster.js";
import { toyStudy, useStudyFile } from "../study/toy-study.js";
import { shareCommands, startCommand } from "./command.js";

/** What must not be told, as given or as written in an address. */
const told = /hidden_user|hidden:p|hidden%3Ap/;

/** All files below a folder. */
const filesIn = (folder: string): readonly string[] =>
  readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? filesIn(path) : [path];
  });

describe("commands on a study in a PostgreSQL server", function () {
  this.timeout(120_000);
  const server = useCluster();
  const place = useStudyFile();
  const run = shareCommands(() => place.folder);
  const commands = (address: string, out: string): readonly (readonly string[])[] => [
    ["status", address],
    ["status", address, "--json"],
    ["verify", address],
    ["verify", address, "--json"],
    ["best", address],
    ["describe", address],
    ["describe", `${address}:7`],
    ["draw", address, "--form", "lineage", "--out", join(out, "lineage.svg")],
    ["draw", address, "--out", join(out, "best.svg")],
    ["draw", `${address}:7`, "--out", join(out, "seven.svg")],
    ["figures", address, address, "--out", join(out, "figures"), "--format", "json"],
    ["deck", "--data", address, "--init", join(out, "talk.md")],
  ];

  it("say and write what they do of a file, and nowhere its user or password", async () => {
    const address = server.address("from-the-command-line");
    await runStudy({ ...toyStudy, path: address });
    for (const command of commands(address, place.folder)) {
      const { code, stdout, stderr } = await run(...command);
      assert.equal(code, 0, stderr);
      assert.doesNotMatch(stdout + stderr, told, command[0]);
    }
    const files = filesIn(place.folder);
    assert.ok(files.length > 20);
    for (const file of files) assert.doesNotMatch(file + readFileSync(file, "latin1"), told, file);
    const { stdout } = await run("status", address);
    assert.match(stdout, /evaluated {4}12 of 12/);
    assert.match(readFileSync(join(place.folder, "talk.md"), "utf8"), /study=from-the-command-line/);
  });

  it("fail in one line that names server, database and study, and neither user nor password", async () => {
    const address = server.address("none");
    const wrong = [
      [address, /^hiernas: (genotype )?postgres:\/\/127\.0\.0\.1:\d+\/postgres\?study=none: there is no such study/],
      [address.replace("/postgres?", "/nowhere?"), /\/nowhere\?study=none: there is no such database/],
      [address.replace("hidden_user:hidden", "hidden_user:hidden2"), /refuses the user or the password/],
      [address.replace(/:\d+\//, ":1/"), /cannot be reached \(ECONNREFUSED\)/],
      [address.replace("study=none", "study=no%20ne"), /study: got "no ne", must be/],
      [address.replace("/postgres?", "?"), /must name a database/],
    ] as const;
    for (const [given, rule] of wrong) {
      // A search makes a study that is not there, and waits for a server that is away.
      const search = /no such study|ECONNREFUSED/.test(rule.source)
        ? []
        : [["search", "--out", given, "--protocol", "smoke"]];
      for (const command of [...commands(given, place.folder), ...search]) {
        const { code, stdout, stderr } = await run(...command);
        assert.match(stderr, /^hiernas: [^\n]*\n$/, command.join(" "));
        assert.match(stderr, rule, command.join(" "));
        assert.deepEqual([code, stdout], [2, ""]);
        assert.doesNotMatch(stderr, told);
      }
    }
  });

  it("wait for a server that is away, say so, and stop at once when told to", async () => {
    const address = server.address("none").replace(/:\d+\//, ":1/");
    const search = startCommand(["search", "--out", address, "--protocol", "smoke"], place.folder);
    assert.ok(search.child.stderr !== null);
    await once(search.child.stderr, "data");
    search.child.kill("SIGINT");
    const { code, stderr } = await search.ended;
    assert.equal(code, 130, stderr);
    assert.match(stderr, /^hiernas: postgres:[^\n]*: the server is gone; waiting for it up to 60 s\n/);
    assert.doesNotMatch(stderr, told);
  });

  it("that take a file and get an address do not tell it either", async () => {
    const address = server.address("none");
    for (const command of [
      ["draw", "best", "--out", address],
      ["figures", "study.sqlite", "--out", address],
      ["train", "--out", address],
      ["export", "best", "--format", address, "--out", "x"],
      ["search", "--out", "x.sqlite", "--data", address],
      ["best", address, address],
      [address],
    ]) {
      const { code, stdout, stderr } = await run(...command);
      assert.notEqual(code, 0);
      assert.doesNotMatch(stdout + stderr, told, command.join(" "));
    }
  });
});
