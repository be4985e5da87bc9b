/** `hiernas draw`: a genotype or a study as pictures. */
import { basename, join } from "node:path";
import type { Command } from "commander";
import { drawModules } from "../../figures/architectures/draw-modules.js";
import type { Figure } from "../../figures/output/figure.js";
import {
  checkPageFile,
  figureContent,
  figureFormats,
  type FigureFormat,
  isMoving,
} from "../../figures/output/figure-file.js";
import { drawNetworkRow } from "../../figures/talk/draw-network-row.js";
import { moduleByName } from "../../genotype/known-modules.js";
import { spaceByName } from "../../genotype/space.js";
import { InputError } from "../../input/errors.js";
import { networkByName } from "../../network/network-config.js";
import { evolutionRows } from "../../search/evolution-rows.js";
import { placeOf } from "../../study/store/study-address.js";
import { readStudy } from "../../study/study.js";
import { fileConfigOf, formatOf } from "../draw-format.js";
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
import { addLook, length, type LookOptions } from "../look-options.js";
import { wholeNumber } from "../number-option.js";
import { makeOutputFolder, pathOption, writeOutput } from "../output.js";

const MODULE = "module:";

interface DrawOptions extends LookOptions {
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
  const command = program
    .command("draw")
    .description("draws a genotype, or the evolution in a study, in any of its forms (needs no TensorFlow)")
    .argument("<genotype>", `${GENOTYPE_FORMS}; or module:NAME (inception, residual, dense, xception)`)
    .option("--form <name>", `${formNames.join(", ")}; all writes a folder`, "genotype")
    .option("--with <genotype>", "the other genotype, for difference")
    .option("--out <path>", "a file, or a folder for --form all (default: stdout)", pathOption("--out"))
    .option(
      "--format <name>",
      `${figureFormats.join(", ")}: json is the Vega specification, html a page that answers the pointer without a network, gif, webp and mp4 move; default: by the ending of --out, or svg`,
    )
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
    .option(
      "--step <number>",
      "for lineage (default: the best network's) and step (default: the last)",
      wholeNumber("step", 1),
    )
    .option("--seed <number>", "of the mutation or the initialization", wholeNumber("seed", 0), 1)
    .option(
      "--width <length>",
      "of the whole picture, scaled with its type: 1280 (pixels), 120mm or 5in (default: as large as drawn)",
      length("width", "px"),
    );
  addLook(command, "height of usual text, in points: scales the whole picture, in place of --width")
    .addHelpText(
      "after",
      "\nExample:\n  npx hiernas draw best --out cell.svg\n  npx hiernas draw best --form treemap --of multiply-adds --out costs.png\n  npx hiernas draw study.sqlite --form lineage --out lineage.svg\n  npx hiernas draw study.sqlite --form replay --out evolution.html\n  npx hiernas draw best --form genotype --aspect 16:9 --theme dark --out slide.png\n  npx hiernas draw best --form mutation --out mutation.gif",
    )
    .action(async (argument: string, options: DrawOptions) => draw(argument, options));
}

async function draw(argument: string, options: DrawOptions): Promise<void> {
  checkForm(options.form);
  const format = formatOf(options);
  if (options.out !== undefined) checkPageFile(format, options.out);
  if (options.form in studyForms) {
    const rows = await readStudy(argument, async (study) =>
      evolutionRows(await study.individuals(), await study.confirmations()),
    );
    writeOutput(
      await figureContent(
        studyForms[options.form]({ rows, step: options.step, isSlide: options.aspect !== undefined }),
        format,
        fileConfigOf(options),
      ),
      options.out,
    );
    return;
  }
  if (argument.startsWith(MODULE) && options.form === "genotype") {
    const figure = drawModules([moduleByName(argument.slice(MODULE.length))]);
    writeOutput(await figureContent(figure, format, fileConfigOf(options)), options.out);
    return;
  }
  const request = await requestOf(argument, options);
  if (options.form === DIFFERENCE) {
    if (options.with === undefined) throw new InputError("--form difference: give --with the other genotype");
    const other = await readGenotype(options.with, spaceByName(options.space));
    const names = [argument, options.with] as const;
    const difference = drawDifferenceOf(request, other, names);
    return writeOutput(await figureContent(difference, format, fileConfigOf(options)), options.out);
  }
  if (options.form === "all") return writeAll(request, format, options);
  if (options.form === LATEX)
    return writeOutput(
      ofGenotype(argument, () => drawLatex(request)),
      options.out,
    );
  const figure = ofGenotype(argument, () => drawForm(options.form, request, format, options));
  writeOutput(await figureContent(figure, format, fileConfigOf(options)), options.out);
}

async function requestOf(argument: string, options: DrawOptions): Promise<DrawRequest> {
  const { of, level, motif, open, seed, channels, form } = options;
  if (of !== "parameters" && of !== "multiply-adds")
    throw new InputError(`--of: got ${printable(of)}, must be parameters or multiply-adds`);
  const module = argument.startsWith(MODULE) ? moduleByName(argument.slice(MODULE.length)) : undefined;
  const genotype = module?.genotype ?? (await readGenotype(argument, spaceByName(options.space)));
  const title = form === "genotype" ? { title: titleOf(argument) } : {};
  const config = { ...title, network: networkByName(options.network), channels, primitives: module?.primitives };
  const space = spaceByName(options.space);
  return {
    genotype,
    space,
    config,
    of: of === "parameters" ? "parameterCount" : "multiplyAdds",
    level,
    motif,
    open,
    seed,
  };
}

/** A mutation that moves is shown draw by draw, a network on a slide in a row. */
function drawForm(form: string, request: DrawRequest, format: FigureFormat, { aspect }: DrawOptions): Figure {
  if (form === "network" && aspect !== undefined) return drawNetworkRow(request.genotype, request.config);
  return genotypeForms[form === "mutation" && isMoving(format) ? "mutation-draws" : form](request);
}

/** Writes every form that this genotype has; forms that cannot be drawn are reported on stderr. */
async function writeAll(request: DrawRequest, format: FigureFormat, options: DrawOptions): Promise<void> {
  const { out } = options;
  if (out === undefined) throw new InputError("--form all: give --out a folder");
  makeOutputFolder(out);
  for (const form of Object.keys(genotypeForms)) {
    try {
      const path = join(out, `${form}.${format}`);
      checkPageFile(format, path);
      writeOutput(await figureContent(drawForm(form, request, format, options), format, fileConfigOf(options)), path);
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
  return basename(placeOf(argument).replace(/^.*[?&]study=/, ""), ".json");
}
