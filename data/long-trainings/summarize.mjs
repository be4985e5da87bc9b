// Turns the lines of results/ into yardstick.json and the tables of README.md: the accuracy of each genotype, the share
// of luck, and whether cost alone explains it. From the project's folder: `node data/long-trainings/summarize.mjs`.
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { group } from "d3-array";
import { mean, median, sampleStandardDeviation, sum } from "simple-statistics";
import { protocolData } from "../../build/lib/evaluation/protocol-data.js";
import { readCandidates } from "./candidates.mjs";
import { longProtocol } from "./protocol.mjs";
import { machine, readJournals } from "./run-trainings.mjs";
import { lastLoss, reliability, RESAMPLES, round, spearman, spearmanBrown, withInterval } from "./statistics.mjs";
import { equalParameters, tasks } from "./tasks.mjs";

const folder = path.dirname(fileURLToPath(import.meta.url));
/** The fewest genotypes for a rank correlation. */
const FEWEST = 8;
const scored = readJournals(path.join(folder, "results")).filter(({ status }) => status === "scored");

/** One row per genotype and measured c0. */
function rowsOf(candidates) {
  return candidates.flatMap(({ name, space, kind, hash, recipe }) =>
    [
      ...group(
        scored.filter((each) => each.hash === hash),
        ({ channels }) => channels,
      ),
    ].map(([channels, list]) => {
      const accuracies = list.map(({ accuracy }) => accuracy);
      return {
        ...{ name, space, kind, hash, recipe, channels, trainings: list.length },
        accuracy: round(mean(accuracies)),
        accuracies,
        spread: list.length > 1 ? round(sampleStandardDeviation(accuracies)) : null,
        scoringLoss: round(mean(list.map(({ scoringLoss }) => scoringLoss))),
        lastLoss: round(mean(list.map(({ curve }) => lastLoss(curve)))),
        parameterCount: list[0].parameterCount,
        multiplyAdds: list[0].multiplyAdds,
        processorSeconds: round(median(list.map(({ processorSeconds }) => processorSeconds))),
      };
    }),
  );
}

/** The variance between trainings due to the genotypes, and that due to luck. */
function noise(name, rows) {
  const groups = rows.map(({ accuracies }) => accuracies);
  const repeated = groups.filter(({ length }) => length > 1);
  if (rows.length < 3 || repeated.length === 0) return undefined;
  const { within, between } = reliability(groups);
  const of = (count) => (units) => spearmanBrown(reliability(units).share, count);
  return {
    genotypes: rows.length,
    trainedTwiceOrMore: repeated.length,
    withinDeviation: round(Math.sqrt(within)),
    betweenDeviation: round(Math.sqrt(between)),
    reliability: withInterval(`${name} 1`, groups, of(1)),
    reliabilityOfMeanOfTwo: withInterval(`${name} 2`, groups, of(2)),
  };
}

function orderBy(name, rows, other) {
  if (rows.length < FEWEST) return undefined;
  return withInterval(
    name,
    rows.map((row) => [other(row), row.accuracy]),
    spearman,
  );
}

const candidates = readCandidates();
const rows = rowsOf(candidates);
const [yardstick, atOther] = [
  rows.filter(({ channels }) => channels === 16),
  rows.filter(({ channels }) => channels !== 16),
];
/** Rows at equal parameters: genotypes whose c0 was chosen for that, and those that agree at c0 = 16. */
const equal = [
  ...atOther,
  ...yardstick.filter((row) => Math.abs(row.parameterCount / equalParameters - 1) <= 0.1),
].filter(({ hash }, index, list) => list.findIndex((each) => each.hash === hash) === index);
const both = equal.flatMap((row) => {
  const at16 = yardstick.find(({ hash }) => hash === row.hash);
  return at16 === undefined ? [] : [[at16.accuracy, row.accuracy]];
});
const plain = ({ kind }) => kind !== "trivial";
const sets = {
  hierarchical: yardstick.filter(({ space, ...row }) => space === "hierarchical" && plain(row)),
  "hierarchical, random": yardstick.filter(({ space, kind }) => space === "hierarchical" && kind === "random"),
  flat: yardstick.filter(({ space, ...row }) => space === "flat" && plain(row)),
};
const report = {
  what: "Accuracies of genotypes in long trainings, and the share of luck in their differences; see README.md",
  trainings: {
    done: scored.length,
    planned: tasks.length,
    coreHours: round(sum(scored.map(({ processorSeconds }) => processorSeconds)) / 3600, 3),
  },
  noise: Object.fromEntries(Object.entries(sets).map(([name, list]) => [name, noise(name, list)])),
  spearmanWithAccuracy: Object.fromEntries(
    Object.entries(sets).map(([name, list]) => [
      name,
      {
        parameterCount: orderBy(`${name} parameters`, list, (row) => row.parameterCount),
        multiplyAdds: orderBy(`${name} multiply-adds`, list, (row) => row.multiplyAdds),
        lastLoss: orderBy(`${name} last loss`, list, (row) => -row.lastLoss),
        scoringLoss: orderBy(`${name} scoring loss`, list, (row) => -row.scoringLoss),
      },
    ]),
  ),
  equalParameters: {
    parameterCount: equalParameters,
    genotypes: equal.length,
    spearmanWithChannels16: both.length < FEWEST ? undefined : withInterval("equal", both, spearman),
    meanAccuracy: Object.fromEntries(
      [...group(equal.filter(plain), ({ space, kind }) => `${space}, ${kind}`)].map(([name, list]) => [
        name,
        { genotypes: list.length, accuracy: round(mean(list.map(({ accuracy }) => accuracy))) },
      ]),
    ),
  },
  interval: `95 %, percentiles of ${RESAMPLES} bootstrap resamples of the genotypes`,
  machine: `${machine()}; two processes of one thread`,
  data: "CIFAR-10: trained on 40,000 images, scored on the 10,000 test images",
  protocol: protocolData(longProtocol),
  genotypes: rows,
};

const percent = (value, digits = 1) => `${(100 * value).toFixed(digits)} %`;
const shown = (value) =>
  value === undefined
    ? "—"
    : `${value.estimate.toFixed(2)} (${value.interval95.map((end) => end.toFixed(2)).join(" to ")})`;
const table = (head, lines) =>
  [head, head.map(() => "---"), ...lines].map((cells) => `| ${cells.join(" | ")} |`).join("\n");

const cells = ({
  name,
  channels,
  accuracy,
  spread,
  trainings,
  scoringLoss,
  lastLoss: last,
  parameterCount,
  multiplyAdds,
  processorSeconds,
}) => [
  name,
  channels,
  `${percent(accuracy)}${spread === null ? "" : ` ± ${(100 * spread).toFixed(1)}`} (${trainings})`,
  scoringLoss.toFixed(3),
  last.toFixed(3),
  parameterCount.toLocaleString("en"),
  (multiplyAdds / 1e6).toFixed(1),
  Math.round(processorSeconds),
];
const head = [
  "genotype",
  "c0",
  "accuracy (trainings)",
  "scoring loss",
  "training loss at the end",
  "parameters",
  "multiply-adds, millions",
  "s",
];
const byAccuracy = (list) => list.toSorted((one, other) => other.accuracy - one.accuracy).map(cells);
const { trainings, noise: luck, spearmanWithAccuracy, equalParameters: same } = report;
const text = `Measured so far: ${trainings.done} of ${trainings.planned} trainings, ${trainings.coreHours} core-hours.

${table(
  [
    "genotypes without trivial ones",
    "between",
    "within",
    "reliability of one training",
    "of the mean of two",
    "Spearman with parameters",
    "with multiply-adds",
  ],
  Object.entries(luck)
    .filter(([, each]) => each !== undefined)
    .map(([name, each]) => [
      `${name} (${each.genotypes}, ${each.trainedTwiceOrMore} trained at least twice)`,
      percent(each.betweenDeviation, 2),
      percent(each.withinDeviation, 2),
      shown(each.reliability),
      shown(each.reliabilityOfMeanOfTwo),
      shown(spearmanWithAccuracy[name].parameterCount),
      shown(spearmanWithAccuracy[name].multiplyAdds),
    ]),
)}

At c0 = 16:

${table(head, byAccuracy(yardstick))}
${
  atOther.length === 0
    ? ""
    : `
At equal parameters (${Math.round(same.parameterCount).toLocaleString("en")} ± 10 %); Spearman with the accuracy at c0 = 16: ${shown(same.spearmanWithChannels16)}:

${table(head, byAccuracy(equal))}
`
}`;

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(path.join(folder, "yardstick.json"), `${JSON.stringify(report, undefined, 1)}\n`);
  const readme = path.join(folder, "README.md");
  const [before, after] = [/^[^]*<!-- measured -->\n/, /<!-- end -->[^]*$/].map(
    (part) => part.exec(readFileSync(readme, "utf8"))[0],
  );
  writeFileSync(readme, `${before}\n${text}\n${after}`);
  console.log(text);
}
