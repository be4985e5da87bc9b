// The notebooks as they are written: what a reader of their sources, and a lecturer with them, relies on.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { projectFolder } from "../../lib/files/project-folder.js";
import { createSpace } from "../../lib/genotype/space.js";
import { fitnessOf } from "../../lib/search/individual.js";
import { stepSearch } from "../../lib/search/step-search.js";
import { tournamentSearch } from "../../lib/search/tournament-search.js";
import { toyFitness } from "../../lib/search/toy-fitness.js";

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

  it("step a toy search whose first children are worse than, as fit as, and fitter than all before; it is won", async () => {
    const seeds = files.flatMap((file) => [...codeOf(file).matchAll(/initialCount: 12, seed: (\d+)/g)]);
    assert.deepEqual([...new Set(seeds.map(([, seed]) => seed))].length, 1, "notebooks 3 and 7 show one search");
    assert.equal(seeds.length, 2);
    const space = createSpace("toy", [
      { motifCount: 3, nodeCount: 3 },
      { motifCount: 1, nodeCount: 4 },
    ]);
    const search = stepSearch({
      ...{ space, method: tournamentSearch(), initialCount: 12, seed: Number(seeds[0][1]) },
      evaluate: toyFitness(space).evaluate,
    });
    await search.next(600);
    const fitnesses = search.population().map((each) => fitnessOf(each) ?? NaN);
    const changes = search
      .population()
      .slice(12, 15)
      .map(({ parent = NaN, step }) => fitnesses[step - 1] - fitnesses[parent - 1]);
    assert.ok(changes[0] < 0 && changes[1] === 0 && changes[2] > 0, String(changes));
    assert.ok(fitnesses[14] > Math.max(...fitnesses.slice(0, 14)));
    assert.ok(Math.max(...fitnesses) >= 0.9);
  });
});
