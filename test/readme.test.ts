import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import ts from "typescript";

const project = resolve(__dirname, "..", "..");
const guides = ["searching", "training", "drawing"].map((name) => `notebooks/guide/${name}.md`);
const pages = [
  "README.md",
  "notebooks/README.md",
  "data/benchmarks/README.md",
  "kernel-setup/cluster/README.md",
  ...guides,
];
const textOf = (page: string): string => readFileSync(join(project, page), "utf8");

describe("the README", () => {
  it("has an example that compiles against the built library", function () {
    this.timeout(60_000);
    const example = /```ts\n([^]*?)```/.exec(textOf("README.md"))?.[1];
    assert.ok(example !== undefined);
    const folder = mkdtempSync(join(project, "build", "readme-"));
    try {
      const file = join(folder, "example.mts");
      writeFileSync(file, example);
      const program = ts.createProgram([file], {
        module: ts.ModuleKind.Node20,
        target: ts.ScriptTarget.ES2022,
        strict: true,
        noEmit: true,
        skipLibCheck: true,
        types: [],
      });
      const problems = ts
        .getPreEmitDiagnostics(program)
        .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, " "));
      assert.deepEqual(problems, []);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it("is a page, not a book", () => {
    assert.ok(textOf("README.md").split("\n").length <= 130);
  });
});

describe("the README and its guides", () => {
  it("link to existing files", () => {
    for (const page of pages) {
      const links = [...textOf(page).matchAll(/\]\((?!https?:|#)([^)#]+)\)/g)].map(([, link]) => link);
      const broken = links.filter((link) => !existsSync(resolve(project, dirname(page), link)));
      assert.deepEqual(broken, [], page);
    }
  });

  it("name only commands that there are", () => {
    const { scripts } = JSON.parse(textOf("package.json")) as { readonly scripts: Readonly<Record<string, string>> };
    const help = spawnSync(process.execPath, [join(project, "kernel-setup", "hiernas.js"), "--help"]).stdout.toString();
    const commands = [...help.matchAll(/^ {2}([a-z]+)/gm)].map(([, name]) => name);
    assert.ok(commands.includes("search") && commands.includes("lab"));
    for (const page of pages) {
      const run = [...textOf(page).matchAll(/npm run ([a-z:]+)/g)].map(([, name]) => name);
      assert.deepEqual(
        run.filter((name) => !(name in scripts)),
        [],
        page,
      );
      const named = [...textOf(page).matchAll(/npx hiernas\s([a-z]+)/g)].map(([, name]) => name);
      assert.deepEqual(
        named.filter((name) => !commands.includes(name)),
        [],
        page,
      );
    }
  });
});
