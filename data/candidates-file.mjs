// The genotypes that a measurement trains, in a file, so that a newly recorded search does not change what is measured.
import { readFileSync, writeFileSync } from "node:fs";
import { phenotypeHash } from "../build/lib/genotype/canonical.js";
import { parseGenotype } from "../build/lib/genotype/genotype-file.js";

/** Writes candidates with their genotypes as JSON, one a line. */
export function writeCandidatesFile(file, candidates) {
  writeFileSync(file, `[\n${candidates.map((each) => JSON.stringify(each)).join(",\n")}\n]\n`);
}

/** The candidates of a file; throws if a hash differs from the recorded one. */
export function readCandidatesFile(file) {
  return JSON.parse(readFileSync(file, "utf8")).map((each) => {
    const genotype = parseGenotype(JSON.stringify(each.genotype));
    if (phenotypeHash(genotype) !== each.hash) throw new Error(`${file}, ${each.name}: its hash is not ${each.hash}`);
    return { ...each, genotype };
  });
}
