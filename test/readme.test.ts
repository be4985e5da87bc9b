import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import ts from "typescript";

const project = resolve(__dirname, "..", "..");
const readme = readFileSync(join(project, "README.md"), "utf8");

describe("the README", () => {
  it("has an example that compiles against the built library", function () {
    this.timeout(60_000);
    const example = /```ts\n([^]*?)```/.exec(readme)?.[1];
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

  it("links to existing files", () => {
    const links = [...readme.matchAll(/\]\((?!https?:|#)([^)#]+)\)/g)].map(([, link]) => link);
    assert.ok(links.length > 3);
    assert.deepEqual(
      links.filter((link) => !existsSync(join(project, link))),
      [],
    );
  });

  it("names only commands in package.json", () => {
    const { scripts } = JSON.parse(readFileSync(join(project, "package.json"), "utf8")) as {
      readonly scripts: Readonly<Record<string, string>>;
    };
    const named = [...readme.matchAll(/npm run ([a-z:]+)/g)].map(([, name]) => name);
    assert.deepEqual(
      named.filter((name) => !(name in scripts)),
      [],
    );
  });
});
