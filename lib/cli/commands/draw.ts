/** `hiernas draw`: a genotype as a picture. Ours. */
import { accessSync, constants, writeFileSync } from "node:fs";
import { basename, dirname, extname } from "node:path";
import type { Command } from "commander";
import { drawGenotype } from "../../figures/draw-genotype.js";
import { toPng } from "../../figures/png.js";
import { toSvg } from "../../figures/svg.js";
import { toJson } from "../../figures/write-figure.js";
import { spaceByName } from "../../genotype/space.js";
import { InputError } from "../../input-error.js";
import { GENOTYPE_FORMS, readGenotype } from "../genotype-argument.js";

/** Adds `draw` to the program. Ours. */
export function addDraw(program: Command): void {
  program
    .command("draw")
    .description("draws a genotype: its cell, and beside it the motifs (needs no TensorFlow)")
    .argument("<genotype>", GENOTYPE_FORMS)
    .requiredOption("--out <file>", "a file ending in .svg, .png or .json (the Vega specification)")
    .option("--space <name>", "hierarchical or flat, for trivial and random", "hierarchical")
    .addHelpText("after", "\nExample:\n  npx hiernas draw best --out cell.svg")
    .action((argument: string, options: { readonly out: string; readonly space: string }) => {
      draw(argument, options.space, options.out);
    });
}

function draw(argument: string, space: string, out: string): void {
  const kind = extname(out);
  if (![".svg", ".png", ".json"].includes(kind)) {
    throw new InputError(`--out: got ${out}, must end in .svg, .png or .json`);
  }
  const figure = drawGenotype(readGenotype(argument, spaceByName(space)), { title: titleOf(argument) });
  try {
    accessSync(dirname(out), constants.W_OK);
    writeFileSync(out, kind === ".png" ? toPng(figure) : kind === ".svg" ? toSvg(figure) : toJson(figure));
  } catch (error) {
    throw new InputError(`--out ${out}: cannot be written: ${(error as Error).message}`);
  }
}

function titleOf(argument: string): string {
  if (argument === "best") return "The published cell";
  if (argument === "trivial") return "The trivial genotype";
  if (argument.startsWith("random:")) return `A random genotype, seed ${argument.slice("random:".length)}`;
  return basename(argument, ".json");
}
