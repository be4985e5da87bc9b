import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { projectFolder } from "../lib/files/project-folder.js";

interface Manifest {
  readonly exports: Readonly<Record<string, { readonly types: string; readonly default: string } | string>>;
  readonly typesVersions: { readonly "*": Readonly<Record<string, readonly string[]>> };
}

const manifest = JSON.parse(readFileSync(join(projectFolder, "package.json"), "utf8")) as Manifest;
const lists = Object.keys(manifest.exports).filter((path) => path !== "./package.json");

/** Every name that a list exports, types included, from its declarations. */
function namesOf(list: string): readonly string[] {
  const entry = manifest.exports[list];
  assert.ok(typeof entry === "object");
  const text = readFileSync(join(projectFolder, entry.types), "utf8");
  return [...text.matchAll(/^export (?:type )?\{([^}]*)\}/gm)].flatMap(([, names]) =>
    names
      .split(",")
      .map((name) => name.replace("type ", "").trim())
      .filter((name) => name !== ""),
  );
}

describe("the public lists", () => {
  it("export each name only once", () => {
    const places = new Map<string, string[]>();
    for (const list of lists) for (const name of namesOf(list)) places.set(name, [...(places.get(name) ?? []), list]);
    assert.deepEqual(
      [...places].filter(([, where]) => where.length > 1),
      [],
    );
  });

  it("have a main list short enough to read in a minute", () => {
    assert.ok(namesOf(".").length <= 125, `${namesOf(".").length} names`);
  });

  it("resolve alike in Node and in a notebook's compiler", async () => {
    for (const list of lists) {
      const specifier = list.replace(/^\./, "hiernas");
      const found = (await import(specifier)) as Readonly<Record<string, unknown>>;
      assert.ok(Object.keys(found).length > 0, specifier);
      const entry = manifest.exports[list] as { readonly types: string };
      const older = manifest.typesVersions["*"][list.slice(2)];
      if (list !== ".") assert.deepEqual(older, [entry.types.slice(2)]);
    }
  });
});
