// Compares the lines of results/ with the long trainings and writes study.json and the tables of README.md: how well
// each short protocol ranks, by each of its scores, and its cost. From the project's folder: `node
// data/study-protocol/summarize.mjs`.
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { group } from "d3-array";
import { mean, median, sampleStandardDeviation, sum } from "simple-statistics";
import { protocolData } from "../../build/lib/evaluation/protocol-data.js";
import { readCandidates } from "../long-trainings/candidates.mjs";
import { machine, readJournals } from "../long-trainings/run-trainings.mjs";
import { lastLoss, partialSpearman, round, spearman, withInterval } from "../long-trainings/statistics.mjs";
import { equalParameters } from "../long-trainings/tasks.mjs";
import { candidates } from "./protocols.mjs";
import { tasks } from "./tasks.mjs";

const folder = path.dirname(fileURLToPath(import.meta.url));
const RESAMPLES = 1_000;
/** The fewest genotypes for a rank correlation. */
const FEWEST = 8;
const isScored = ({ status }) => status === "scored";
const long = readJournals(path.join(folder, "../long-trainings/results")).filter(isScored);
const short = readJournals(path.join(folder, "results")).filter(isScored);
const shortBy = group(
  short,
  ({ protocol }) => protocol,
  ({ hash }) => hash,
);

/** The accuracy of each genotype in long trainings, at c0 = 16 and at equal parameters. */
const genotypes = readCandidates().map(({ name, space, kind, hash, parameterCount }) => {
  const trained = long.filter((each) => each.hash === hash);
  const mean16 = meanOf(trained.filter(({ channels }) => channels === 16));
  const equal = trained.filter((each) => Math.abs(each.parameterCount / equalParameters - 1) <= 0.1);
  return { name, space, kind, hash, parameterCount, truth: mean16, equalTruth: meanOf(equal) };
});

function meanOf(list) {
  return list.length === 0 ? undefined : mean(list.map(({ accuracy }) => accuracy));
}

const known = genotypes.filter(({ truth, kind }) => truth !== undefined && kind !== "trivial");
const hierarchical = known.filter(({ space }) => space === "hierarchical");
const better = hierarchical
  .toSorted((one, other) => other.truth - one.truth)
  .slice(0, Math.ceil(hierarchical.length / 2));
const sets = {
  hierarchical,
  "hierarchical, random": hierarchical.filter(({ kind }) => kind === "random"),
  "hierarchical, better half": better,
  flat: known.filter(({ space }) => space === "flat"),
};

const lookAt = (training, share) =>
  training.looks.find(({ trainingStep }) => Math.abs(trainingStep / training.curve.at(-1)[0] - share) < 0.01);
const part =
  (share) =>
  ({ curve, ...rest }) =>
    lastLoss(curve, { upTo: Math.round(share * curve.at(-1)[0]), ...rest });

/** Scores of one training; higher is better. `share`: the share of the training steps that it needs. */
const scores = [
  { name: "accuracy", share: 1, of: ({ accuracy }) => accuracy },
  { name: "scoring loss", share: 1, of: ({ scoringLoss }) => -scoringLoss },
  { name: "training loss, last tenth", share: 1, of: ({ curve }) => -lastLoss(curve) },
  { name: "training loss, last third", share: 1, of: ({ curve }) => -lastLoss(curve, { share: 1 / 3 }) },
  { name: "training loss, all", share: 1, of: ({ curve }) => -lastLoss(curve, { share: 1 }) },
  { name: "accuracy of averaged weights", share: 1, of: (each) => lookAt(each, 1).averaged.accuracy },
  { name: "scoring loss of averaged weights", share: 1, of: (each) => -lookAt(each, 1).averaged.scoringLoss },
  ...[1 / 3, 2 / 3].flatMap((share) => [
    { name: "accuracy", share, of: (each) => lookAt(each, share).raw.accuracy },
    { name: "scoring loss", share, of: (each) => -lookAt(each, share).raw.scoringLoss },
    { name: "accuracy of averaged weights", share, of: (each) => lookAt(each, share).averaged.accuracy },
    { name: "scoring loss of averaged weights", share, of: (each) => -lookAt(each, share).averaged.scoringLoss },
    { name: "training loss, last tenth", share, of: (each) => -part(share)(each) },
  ]),
];

/** The processor seconds of an evaluation that ends at `share` of its training steps. */
const secondsOf = ({ buildSeconds, trainSeconds, scoreSeconds }, share) =>
  buildSeconds + share * trainSeconds + scoreSeconds;

/** The mean over the columns of `x` (one training each, or means of several) of a rank correlation with the truth. */
const overColumns = (correlate) => (units) =>
  mean(units[0].xs.map((_, column) => correlate(units.map(({ xs, truth, z }) => [xs[column], truth, z]))));

/** The rank correlations of `units` (of one set, each with scores `xs`, truth and parameters `z`). */
function rank(set, units) {
  return {
    spearman: withInterval(set, units, overColumns(spearman), RESAMPLES),
    givenParameters: round(overColumns(partialSpearman)(units)),
  };
}

/** The rows of one protocol on one set: for one training, and for the mean of two and three. */
function rowsOf(name, set, truth) {
  const byHash = shortBy.get(name);
  const list = sets[set].filter((each) => each[truth] !== undefined && byHash?.has(each.hash));
  // Complete or not at all: correlations over other genotypes cannot be compared.
  if (byHash === undefined || list.length < Math.max(FEWEST, truth === "truth" ? sets[set].length : 0)) return [];
  const most = Math.min(...list.map(({ hash }) => byHash.get(hash).length));
  const trainingsOf = ({ hash }) =>
    byHash
      .get(hash)
      .toSorted((one, other) => (one.seed < other.seed ? -1 : 1))
      .slice(0, most);
  return scores.flatMap(({ name: score, share, of }) => {
    const columns = (each, count) => {
      const values = trainingsOf(each).map(of);
      return count === 1 ? values : [mean(values.slice(0, count))];
    };
    const seconds = median(list.flatMap(trainingsOf).map((each) => secondsOf(each, share)));
    return [1, 2, 3].slice(0, most).map((count) => ({
      ...{ set, protocol: name, score, share: round(share, 3), trainings: count },
      truth: truth === "truth" ? "c0 = 16" : "equal parameters",
      processorSeconds: round(count * seconds),
      ...rank(
        set,
        list.map((each) => ({ xs: columns(each, count), truth: each[truth], z: each.parameterCount })),
      ),
    }));
  });
}

/**
 * Rungs: all genotypes are trained by one protocol, the better half also by a more expensive one, which ranks that half
 * above the other.
 */
function rungRows(set, first, second) {
  const [one, two] = [shortBy.get(first.name), shortBy.get(second.name)];
  const list = sets[set].filter(({ hash }) => one?.has(hash) && two?.has(hash));
  if (list.length < Math.max(FEWEST, sets[set].length)) return [];
  const units = list.map((each) => {
    const [cheap, dear] = [one.get(each.hash)[0], two.get(each.hash)[0]];
    return { cheap: -cheap.scoringLoss, dear: -dear.scoringLoss, truth: each.truth, z: each.parameterCount };
  });
  const order = (of) => (chosen) => {
    const middle = median(chosen.map(({ cheap }) => cheap));
    // Above every score of the lower half: losses are far below this.
    return of(chosen.map(({ cheap, dear, truth, z }) => [cheap > middle ? dear + 1_000 : cheap, truth, z]));
  };
  const seconds = (by) => median(list.map(({ hash }) => secondsOf(by.get(hash)[0], 1)));
  return [
    {
      rungs: true,
      ...{
        set,
        protocol: `${first.name}; the better half: ${second.name}`,
        score: "scoring loss",
        share: 1,
        trainings: 1,
      },
      truth: "c0 = 16",
      processorSeconds: round(seconds(one) + seconds(two) / 2),
      spearman: withInterval(set, units, order(spearman), RESAMPLES),
      givenParameters: round(order(partialSpearman)(units)),
    },
  ];
}

/**
 * The long trainings cut short: the training loss at a share of the training steps against the mean accuracy of the
 * genotype's other trainings.
 */
function cutRows(set) {
  const list = sets[set].map((each) => ({
    ...each,
    trained: long.filter(({ hash, channels }) => hash === each.hash && channels === 16),
  }));
  if (list.length < FEWEST || list.some(({ trained }) => trained.length < 2)) return [];
  return [1 / 12, 1 / 6, 1 / 3, 2 / 3, 1].map((share) => ({
    ...{ set, protocol: "long", score: "training loss, last tenth", share: round(share, 3), trainings: 1 },
    truth: "c0 = 16, other seeds",
    processorSeconds: round(median(list.map(({ trained }) => share * trained[0].processorSeconds))),
    ...rank(
      set,
      list.map(({ trained: [first, ...others], parameterCount }) => ({
        xs: [-part(share)(first)],
        truth: meanOf(others),
        z: parameterCount,
      })),
    ),
  }));
}

const names = Object.keys(sets);
const inGroup = (wanted) => candidates.filter((each) => each.group === wanted).map(({ protocol }) => protocol);
const rows = [
  ...names.flatMap((set) => candidates.flatMap(({ protocol }) => rowsOf(protocol.name, set, "truth"))),
  ...candidates.flatMap(({ protocol }) => rowsOf(protocol.name, "hierarchical", "equalTruth")),
  ...names.flatMap((set) =>
    [
      ["third", "minute"],
      ["minute", "three"],
    ].flatMap(([first, second]) =>
      inGroup(first).flatMap((one) => inGroup(second).flatMap((two) => rungRows(set, one, two))),
    ),
  ),
  ...names.flatMap(cutRows),
];

/** The rows for `rankByCost`: one training or the mean of several, at a share of the training steps. */
const ranks = rows
  .filter(({ spearman: ranked }) => ranked !== undefined)
  .map(({ set, protocol, score, share, trainings, truth, processorSeconds, spearman: ranked, givenParameters }) => ({
    protocol: `${trainings === 1 ? "" : `${trainings} × `}${protocol}${share === 1 ? "" : `, stopped at ${Math.round(100 * share)} %`}`,
    processorSeconds,
    space: set,
    comparedTo: `long trainings, ${truth}`,
    rankedBy: score,
    share,
    correlation: ranked.estimate,
    lower: ranked.interval95[0],
    upper: ranked.interval95[1],
    genotypes: ranked.genotypes,
    ...(Number.isFinite(givenParameters) && { givenParameters }),
  }));

/** The rows for `shortAgainstLong`: mean accuracies of each genotype by each short protocol. */
const shortAndLong = candidates.flatMap(({ protocol: { name: protocol } }) =>
  known.flatMap(({ name, space, hash, parameterCount, truth }) => {
    const short = meanOf(shortBy.get(protocol)?.get(hash) ?? []);
    return short === undefined ? [] : [{ name, space, protocol, short: round(short), long: round(truth), parameterCount }];
  }),
);

/** The time of an evaluation by part, and the share of luck in a score. */
const costs = candidates.flatMap(({ protocol: { name } }) => {
  const byHash = shortBy.get(name);
  const list = hierarchical.flatMap(({ hash }) => byHash?.get(hash) ?? []);
  if (list.length === 0) return [];
  const of = (pick) => round(median(list.map(pick)), 3);
  const repeated = hierarchical.map(({ hash }) => byHash.get(hash) ?? []).filter(({ length }) => length > 1);
  const within = (pick) =>
    round(Math.sqrt(mean(repeated.map((each) => sampleStandardDeviation(each.map(pick)) ** 2))), 3);
  const first = [...byHash.values()]
    .map(([each]) => each)
    .filter(({ hash }) => hierarchical.some((each) => each.hash === hash));
  return [
    {
      protocol: name,
      trainings: list.length,
      accuracy: of(({ accuracy }) => accuracy),
      accuracyDeviationOfGenotypes:
        first.length > 1 ? round(sampleStandardDeviation(first.map(({ accuracy }) => accuracy)), 3) : null,
      accuracyDeviationOfSeeds: repeated.length > 0 ? within(({ accuracy }) => accuracy) : null,
      processorSeconds: of((each) => each.processorSeconds),
      buildSeconds: of((each) => each.buildSeconds),
      trainSeconds: of((each) => each.trainSeconds),
      scoreSeconds: of((each) => each.scoreSeconds),
    },
  ];
});

const report = {
  what: "How well the rankings by short protocols agree with long trainings; see README.md",
  trainings: {
    done: short.length,
    planned: tasks.length,
    coreHours: round(sum(short.map((each) => each.processorSeconds + each.lookSeconds)) / 3600, 3),
  },
  genotypes: Object.fromEntries(names.map((set) => [set, sets[set].map(({ name }) => name)])),
  rows,
  ranks,
  shortAndLong,
  costs,
  interval: `95 %, percentiles of ${RESAMPLES} bootstrap resamples of the genotypes`,
  machine: `${machine()}; two processes of one thread`,
  data: "CIFAR-10: trained on 40,000 images, scored on 5,000 held out; long trainings scored on the test images",
  protocols: Object.fromEntries(
    candidates.map(({ protocol, warmUp }) => [protocol.name, { ...protocolData(protocol), warmUp }]),
  ),
};

const shown = (value) =>
  value === undefined
    ? "—"
    : `${value.estimate.toFixed(2)} (${value.interval95.map((end) => end.toFixed(2)).join(" to ")})`;
const table = (head, lines) =>
  [head, head.map(() => "---"), ...lines].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
const columns = ["accuracy", "scoring loss", "training loss, last tenth", "scoring loss of averaged weights"];

function ranksTable(set, truth = "c0 = 16") {
  const ofSet = rows.filter((row) => row.set === set && row.truth === truth && row.share === 1 && !row.rungs);
  const lines = [
    ...group(ofSet, ({ protocol, trainings }) => `${trainings === 1 ? "" : `${trainings} × `}${protocol}`),
  ].map(([name, list]) => [
    name,
    Math.round(list[0].processorSeconds),
    ...columns.map((score) => shown(list.find((row) => row.score === score)?.spearman)),
    list.find(({ score }) => score === "accuracy")?.givenParameters.toFixed(2) ?? "—",
  ]);
  if (lines.length === 0) return "";
  const title = `${set[0].toUpperCase()}${set.slice(1)} (${ofSet[0].spearman.genotypes}), to long trainings at ${truth}:`;
  return `${title}\n\n${table(["protocol", "s", ...columns, "accuracy, given parameters"], lines)}\n`;
}

const text = [
  `Measured so far: ${report.trainings.done} of ${report.trainings.planned} trainings, ${report.trainings.coreHours} core-hours.\n`,
  ...names.map((set) => ranksTable(set)),
  ranksTable("hierarchical", "equal parameters"),
  costs.length === 0
    ? ""
    : `The time of an evaluation by part (medians over hierarchical genotypes), and the spread of accuracies:\n\n${table(
        [
          "protocol",
          "s",
          "graph",
          "training steps",
          "scoring",
          "accuracy",
          "deviation between genotypes",
          "between seeds",
        ],
        costs.map((each) => [
          each.protocol,
          ...[each.processorSeconds, each.buildSeconds, each.trainSeconds, each.scoreSeconds, each.accuracy],
          each.accuracyDeviationOfGenotypes ?? "—",
          each.accuracyDeviationOfSeeds ?? "—",
        ]),
      )}\n`,
].filter((each) => each !== "");

/** One row per line, so that diffs show the changes of a new training. */
const lines = (list) => `[\n${list.map((each) => `  ${JSON.stringify(each)}`).join(",\n")}\n ]`;
const parts = Object.entries(report).map(([key, value]) =>
  [` ${JSON.stringify(key)}`, Array.isArray(value) ? lines(value) : JSON.stringify(value)].join(": "),
);
writeFileSync(path.join(folder, "study.json"), `{\n${parts.join(",\n")}\n}\n`);
const readme = path.join(folder, "README.md");
const [before, after] = [/^[^]*<!-- measured -->\n/, /<!-- end -->[^]*$/].map(
  (part) => part.exec(readFileSync(readme, "utf8"))[0],
);
writeFileSync(readme, `${before}\n${text.join("\n")}\n${after}`);
console.log(text.join("\n"));
