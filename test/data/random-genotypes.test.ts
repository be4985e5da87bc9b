import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { projectFolder } from "../../lib/files/project-folder.js";
import type { Genotype } from "../../lib/genotype/genotype.js";
import { hierarchicalSpace, type Space } from "../../lib/genotype/space.js";
import { createRandom, type Random } from "../../lib/random.js";

const data = join(projectFolder, "data");

describe("the random genotypes of data/", () => {
  it("are the measured ones: the scripts draw the recorded networks again", async () => {
    const { differentGenotypes } = (await import(pathToFileURL(join(data, "random-genotypes.mjs")).href)) as {
      readonly differentGenotypes: (
        count: number,
        drawAt: (draw: number) => { readonly space: Space; readonly random: Random },
      ) => ReadonlyMap<string, Genotype>;
    };
    const text = readFileSync(join(data, "rank-correlation", "laptop-protocol.json"), "utf8");
    const { genotypes } = JSON.parse(text) as { readonly genotypes: readonly { readonly hash: string }[] };
    const [space, random] = [hierarchicalSpace, createRandom("rank-correlation")];
    const drawn = differentGenotypes(24, (draw) => ({ space, random: random.split("genotype", draw) }));
    assert.deepEqual(
      [...drawn.keys()],
      genotypes.map(({ hash }) => hash),
    );
  });
});
