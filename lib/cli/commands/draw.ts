/** `hiernas draw`: a genotype or a study as pictures. */
import { basename, extname, join } from "node:path";
import type { Command } from "commander";
import { drawModules } from "../../figures/architectures/draw-modules.js";
import type { Figure } from "../../figures/output/figure.js";
import { toPng } from "../../figures/output/png.js";
import { toSvg } from "../../figures/output/svg.js";
import { toJson } from "../../figures/output/write-figure.js";
import { moduleByName } from "../../genotype/known-modules.js";
import { spaceByName } from "../../genotype/space.js";
import { InputError } from "../../input/errors.js";
import { networkByName } from "../../network/network-config.js";
import { evolutionRows } from "../../search/evolution-rows.js";
import { readStudy } from "../../study/study.js";
import {
  checkForm,
  DIFFERENCE,
  drawDifferenceOf,
  drawLatex,
  type DrawRequest,
  formNames,
  genotypeForms,
  LATEX,
  studyForms,
} from "../draw-forms.js";
import { GENOTYPE_FORMS, ofGenotype, readGenotype } from "../genotype-argument.js";
import { limits } from "../../input/limits.js";
import { printable } from "../../input/printable.js";
import { wholeNumber } from "../number-option.js";
import { makeOutputFolder, pathOption, writeOutput } from "../output.js";

const FORMATS = ["svg", "png", "json"] as const;
type Format = (typeof FORMATS)[number];

const MODULE = "module:";

interface DrawOptions {
  readonly form: string;
  readonly with?: string;
  readonly format?: string;
  readonly out?: string;
  readonly space: string;
  readonly network: string;
  readonly of: string;
  readonly channels?: boolean;
  readonly level?: number;
  readonly motif: number;
  readonly open?: number;
  readonly step?: number;
  readonly seed: number;
}

/** Adds `draw` to the program. */
export function addDraw(program: Command): void {
  program
    .command("draw")
    .description("draws a genotype, or the evolution in a study, in any of its forms (needs no TensorFlow)")
    .argument("<genotype>", `${GENOTYPE_FORMS}; or module:NAME (inception, residual, dense, xception)`)
    .option("--form <name>", `${formNames.join(", ")}; all writes a folder`, "genotype")
    .option("--with <genotype>", "the other genotype, for difference")
    .option("--out <path>", "a file, or a folder for --form all (default: stdout)", pathOption("--out"))
    .option("--format <name>", "svg, png or json (the Vega specification); default: by the ending of --out, or svg")
    .option("--space <name>", "hierarchical or flat, for trivial and random", "hierarchical")
    .option("--network <name>", "small, large or imagenet, for shapes and costs", "small")
    .option("--of <what>", "parameters or multiply-adds, for treemap and icicle", "parameters")
    .option("--channels", "write each node's channels")
    .option("--level <number>", "for motif, matrix and latex", wholeNumber("level", 2, limits.genotypeLevels + 1))
    .option("--motif <number>", "for motif, matrix and latex", wholeNumber("motif", 1, limits.levelMotifs), 1)
    .option(
      "--open <levels>",
      "levels to open, for unfolded (default: all)",
      wholeNumber("open", 0, limits.genotypeLevels),
    )
    .option("--step <number>", "whose lineage (default: the best network's)", wholeNumber("step", 1))
    .option("--seed <number>", "of the mutation", wholeNumber("seed", 0), 1)
    .addHelpText(
      "after",
      "\nExample:\n  npx hiernas draw best --out cell.svg\n  npx hiernas draw best --form treemap --of multiply-adds --out costs.png\n  npx hiernas draw study.sqlite --form lineage --out lineage.svg",
    )
    .action(async (argument: string, options: DrawOptions) => draw(argument, options));
}

async function draw(argument: string, options: DrawOptions): Promise<void> {
  checkForm(options.form);
  const format = formatOf(options);
  if (options.form in studyForms) {
    const rows = await readStudy(argument, async (study) =>
      evolutionRows(await study.individuals(), await study.confirmations()),
    );
    writeOutput(contentOf(studyForms[options.form](rows, options.step), format), options.out);
    return;
  }
  if (argument.startsWith(MODULE) && options.form === "genotype") {
    writeOutput(contentOf(drawModules([moduleByName(argument.slice(MODULE.length))]), format), options.out);
    return;
  }
  const request = await requestOf(argument, options);
  if (options.form === DIFFERENCE) {
    if (options.with === undefined) throw new InputError("--form difference: give --with the other genotype");
    const other = await readGenotype(options.with, spaceByName(options.space));
    const names = [argument, options.with] as const;
    writeOutput(contentOf(drawDifferenceOf(request, other, names), format), options.out);
    return;
  }
  if (options.form === "all") writeAll(request, format, options.out);
  else {
    const content = ofGenotype(argument, () =>
      options.form === LATEX ? drawLatex(request) : contentOf(genotypeForms[options.form](request), format),
    );
    writeOutput(content, options.out);
  }
}

function formatOf({ form, format, out }: DrawOptions): Format {
  if (form === LATEX) {
    if (format !== undefined) throw new InputError(`--format: got ${printable(format)}, latex is text and has none`);
    return "svg";
  }
  const ending = out === undefined || form === "all" ? "" : extname(out).slice(1);
  if (format !== undefined) {
    if (!isFormat(format)) throw new InputError(`--format: got ${printable(format)}, must be svg, png or json`);
    if (ending !== "" && ending !== format)
      throw new InputError(`--format: got ${format}, but --out ${printable(out ?? "")} ends in .${printable(ending)}`);
    if (format === "png" && out === undefined)
      throw new InputError("--format: png cannot go to stdout: give --out a file");
    return format;
  }
  if (out === undefined || form === "all") return "svg";
  if (!isFormat(ending))
    throw new InputError(`--out: got ${printable(out)}, must end in .svg, .png or .json, or give --format`);
  return ending;
}

const isFormat = (text: string): text is Format => (FORMATS as readonly string[]).includes(text);

async function requestOf(argument: string, options: DrawOptions): Promise<DrawRequest> {
  const { of, level, motif, open, seed, channels, form } = options;
  if (of !== "parameters" && of !== "multiply-adds")
    throw new InputError(`--of: got ${printable(of)}, must be parameters or multiply-adds`);
  const module = argument.startsWith(MODULE) ? moduleByName(argument.slice(MODULE.length)) : undefined;
  const genotype = module?.genotype ?? (await readGenotype(argument, spaceByName(options.space)));
  const title = form === "genotype" ? { title: titleOf(argument) } : {};
  const config = { ...title, network: networkByName(options.network), channels, primitives: module?.primitives };
  return { genotype, config, of: of === "parameters" ? "parameterCount" : "multiplyAdds", level, motif, open, seed };
}

function contentOf(figure: Figure, format: Format): string | Uint8Array {
  if (format === "png") return toPng(figure);
  return format === "svg" ? toSvg(figure) : toJson(figure);
}

/** Writes every form that this genotype has; forms that cannot be drawn are reported on stderr. */
function writeAll(request: DrawRequest, format: Format, out: string | undefined): void {
  if (out === undefined) throw new InputError("--form all: give --out a folder");
  makeOutputFolder(out);
  for (const [form, figureOf] of Object.entries(genotypeForms)) {
    try {
      writeOutput(contentOf(figureOf(request), format), join(out, `${form}.${format}`));
    } catch (error) {
      if (!(error instanceof InputError) || error.message.startsWith("--out")) throw error;
      process.stderr.write(`${form}: ${error.message}\n`);
    }
  }
  writeOutput(drawLatex(request), join(out, "matrix.tex"));
}

function titleOf(argument: string): string {
  if (argument === "best") return "The published cell";
  if (argument === "trivial") return "The trivial genotype";
  if (argument.startsWith("random:")) return `A random genotype, seed ${argument.slice("random:".length)}`;
  return basename(argument, ".json");
}
