/** The model card of an export: what the network is, how good, what it is not for, how to load it. */
import { counted, percentWords } from "../input/quantity.js";
import { printable } from "../input/printable.js";
import { drawGenotype } from "../figures/architectures/draw-genotype.js";
import { toSvg } from "../figures/output/svg.js";
import { genotypeToJson } from "../genotype/genotype-file.js";
import type { ExportedNetwork, ExportFile, ExportOrigin } from "./exported-network.js";
import type { ExportFormat } from "./formats/format.js";
import { MANIFEST } from "./manifest.js";
import { titleWords } from "./title-words.js";

const DRAWING = "genotype.svg";
const CARD = "README.md";

/** `README.md` and the drawing that it shows. */
export function cardFiles(network: ExportedNetwork, format: ExportFormat): readonly ExportFile[] {
  const { genotype, hash, primitives, config } = network;
  const title = `Genotype ${hash}`;
  const drawing = toSvg(drawGenotype(genotype, { title, primitives, network: config }));
  return [
    { name: DRAWING, content: `${drawing}\n` },
    { name: CARD, content: cardText(network, format) },
  ];
}

function cardText(network: ExportedNetwork, format: ExportFormat): string {
  const { config, plan, preprocessing, classNames, origin, genotype, hash } = network;
  const { height, width, channels, normalization } = preprocessing;
  const { needs, language, code } = format.usage(network);
  const values = (numbers: readonly number[]): string => numbers.map((each) => each.toFixed(2)).join(", ");
  const sides = { N: "batch", H: "height", W: "width", C: "channels" } as const;
  const layout = [...format.layout].map((letter) => sides[letter as keyof typeof sides]).join(", ");
  return `${[
    `# ${titleWords(network)}${origin.kind === "trained" ? "" : ", not trained"}`,
    `A network that classifies pictures, exported by hiernas as a ${format.title}. Its cell is a hierarchical representation after Liu et al., *Hierarchical Representations for Efficient Architecture Search* (ICLR 2018).`,
    `![Genotype ${hash}](${DRAWING})`,
    table([
      ["network", `${config.name}: c0 = ${config.channels}, N = ${config.cellsPerGroup}, ${config.groupCount} groups`],
      ["parameters", plan.parameterCount.toLocaleString("en-US")],
      ["multiply-adds of a picture", plan.multiplyAdds.toLocaleString("en-US")],
      ["classes", classWords(classNames)],
      ["error", errorWords(origin)],
    ]),
    "## Load it",
    `Needs ${needs}.`,
    ["```" + language, ...code, "```"].join("\n"),
    `Images are \`[${layout}]\`, 32-bit floats. A picture is turned upright, cut to its largest centred part of the shape ${height}×${width}, resized to that (Lanczos) and normalized: (value − mean) / standard deviation, with ${channels === 1 ? "grey values" : "red, green and blue"} of 0 to 255, means ${values(normalization.mean)}, standard deviations ${values(normalization.standardDeviation)}. [\`${MANIFEST}\`](${MANIFEST}) has all digits, the class names and the genotype. \`npx hiernas predict\` with this folder and pictures does all of this.`,
    "## Data and protocol",
    ...protocolParts(origin),
    "## What it is not for",
    ...limitWords(network),
    "## Genotype",
    ["```json", genotypeToJson(genotype).trimEnd(), "```"].join("\n"),
  ].join("\n\n")}\n`;
}

function table(rows: readonly (readonly [string, string])[]): string {
  const cell = (text: string): string => printable(text).replaceAll("|", "\\|");
  return ["| | |", "| --- | --- |", ...rows.map(([name, words]) => `| ${cell(name)} | ${cell(words)} |`)].join("\n");
}

const MOST_CLASSES = 20;

function classWords(names: readonly string[]): string {
  const shown = names.slice(0, MOST_CLASSES).join(", ");
  return names.length > MOST_CLASSES ? `${names.length}: ${shown}, … (all in ${MANIFEST})` : shown;
}

function errorWords(origin: ExportOrigin): string {
  if (origin.kind === "initial") return "not trained: its answers are chance";
  const { accuracy, topFiveAccuracy, mean, spread, tested, testImages } = origin;
  const topFive = topFiveAccuracy === undefined ? "" : ` (top-5 error ${percentWords(1 - topFiveAccuracy, 2)})`;
  const own = `${percentWords(1 - accuracy, 2)} on ${counted(testImages, "test image")}${topFive}`;
  const all =
    tested > 1
      ? `; ${percentWords(1 - mean, 2)} ± ${percentWords(spread, 2)} (mean and standard deviation) over ${tested} trainings that differ in their seed`
      : "; one training (n = 1), so its spread is not known";
  return `${own}${all}`;
}

function protocolParts(origin: ExportOrigin): readonly string[] {
  if (origin.kind === "initial") {
    return [
      `The weights are initial ones: kernels from a normal distribution of standard deviation √(2 / fan-in), seed \`${printable(String(origin.seed))}\`; the means of batch normalization are 0, its variances 1. Nothing was trained, and normalization and class names are those of CIFAR-10's sample where the network has ten classes.`,
    ];
  }
  const { data, trainingImages, testImages, training, trainingCount, begun, hiernas, protocol } = origin;
  return [
    `Trained on ${counted(trainingImages, "image")} of ${data === "sample" ? "the sample of CIFAR-10 that comes with hiernas" : data}; training ${training} of ${trainingCount}, begun ${begun.slice(0, 10)} with hiernas ${hiernas}. The ${counted(testImages, "test image")} were scored once, at the end, and chose nothing.`,
    table(Object.entries(protocol)),
  ];
}

function limitWords({ origin, preprocessing, classNames }: ExportedNetwork): readonly string[] {
  const { height, width } = preprocessing;
  return [
    [
      ...(origin.kind === "initial" ? ["- Any use but training it: it knows nothing yet."] : []),
      `- Pictures of anything else than its ${classNames.length} classes: it names one of them whatever it is shown, often with a high probability. The probabilities are not calibrated.`,
      `- Pictures of another kind than those that it was trained on, such as drawings, X-rays, or scenes where the object is small: at ${height}×${width} pixels it sees little detail.`,
      "- Decisions about people, or anything where a wrong answer does harm. Neither robustness to altered pictures nor fairness was tested.",
    ].join("\n"),
  ];
}
