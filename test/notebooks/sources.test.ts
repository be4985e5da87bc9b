// The notebooks as they are written: what a reader of their sources, and a lecturer with them, relies on.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { projectFolder } from "../../lib/files/project-folder.js";

const folder = join(projectFolder, "notebooks");
/** A file's number, with which its name begins. */
const numberOf = (file: string): number => Number.parseInt(file, 10);
const files = readdirSync(folder)
  .filter((file) => file.endsWith(".ipynb"))
  .sort((one, other) => numberOf(one) - numberOf(other));

interface Cell {
  readonly cell_type: string;
  readonly source: readonly string[];
}

const cellsOf = (file: string): readonly Cell[] =>
  (JSON.parse(readFileSync(join(folder, file), "utf8")) as { readonly cells: readonly Cell[] }).cells;
const codeOf = (file: string): string =>
  cellsOf(file)
    .filter(({ cell_type }) => cell_type === "code")
    .map(({ source }) => source.join(""))
    .join("\n");
const allOf = (file: string): string =>
  cellsOf(file)
    .map(({ source }) => source.join(""))
    .join("\n");

const manifest = JSON.parse(readFileSync(join(projectFolder, "package.json"), "utf8")) as {
  readonly exports: object;
  readonly dependencies: object;
  readonly devDependencies: object;
};
const packages = new Set([
  ...Object.keys(manifest.exports).map((list) => list.replace(/^\./, "hiernas")),
  ...Object.keys({ ...manifest.dependencies, ...manifest.devDependencies }),
]);

describe("the notebooks' sources", () => {
  for (const [index, file] of files.entries()) {
    it(`${file} has lines of code that fit a page, and imports that fit a glance`, () => {
      const code = codeOf(file);
      assert.deepEqual(
        code.split("\n").filter((line) => line.length > 100),
        [],
      );
      for (const [statement, names] of code.matchAll(/^import (?:type )?\{([^}]*)\}/gm)) {
        const count = names.split(",").filter((name) => name.trim() !== "").length;
        assert.ok(count <= 12, `${count} names in ${statement}`);
      }
    });

    it(`${file} opens with a question and a picture, and ends with two things to try`, () => {
      const [first, second] = cellsOf(file);
      assert.match(first.source[0], new RegExp(`^# ${numberOf(file)} · `));
      assert.match(first.source[2], /^\*\*[^*]+\?\*\* /);
      assert.equal(second.cell_type, "code");
      assert.match(second.source.join(""), /\nshow\(\w+/);
      const last = cellsOf(file).at(-1)?.source.join("") ?? "";
      assert.match(last, /^## Try it\n\n1\. .+\n2\. .+\n\n\*\*(Back|Next):\*\*/);
      assert.equal(allOf(file).match(/try it/gi)?.length, 1);
    });

    it(`${file} imports only what it uses, from the project's public lists and packages`, () => {
      const code = codeOf(file);
      for (const [statement, names, from] of code.matchAll(/^import (?:type )?\{([^}]*)\} from "([^"]+)";/gm)) {
        assert.ok(from.startsWith("node:") || packages.has(from), statement);
        for (const name of names.split(",").map((each) => each.trim())) {
          const uses = code.match(new RegExp(`\\b${name}\\b`, "g")) ?? [];
          assert.ok(name === "" || uses.length > 1, `${name} is imported and not used`);
        }
      }
    });

    it(`${file} leads back to the notebook before it and on to the one after it`, () => {
      const last = cellsOf(file).at(-1)?.source.join("") ?? "";
      const links = [...last.matchAll(/\*\*(Back|Next):\*\* \[(\d+) · [^\]]+\]\(([^)]+)\)/g)].map(
        ([, way, number, target]) => [way, number, target],
      );
      const to = (way: string, place: number) =>
        files[place] === undefined ? [] : [[way, String(numberOf(files[place])), files[place]]];
      assert.deepEqual(links, [...to("Back", index - 1), ...to("Next", index + 1)]);
    });
  }
});
