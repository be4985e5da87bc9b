/** The gallery's pictures of answers from the recorded searches. */
import { bestAgainstRandom } from "../../figures/charts/best-against-random.js";
import { featureDifferences } from "../../figures/charts/feature-differences.js";
import { knownByStep } from "../../figures/charts/known-by-step.js";
import { confirmedFinalists } from "../../figures/charts/confirmed-finalists.js";
import { fitnessAtEqualSize } from "../../figures/charts/fitness-at-equal-size.js";
import { rankByCost } from "../../figures/charts/rank-by-cost.js";
import { shortAgainstLong } from "../../figures/charts/short-against-long.js";
import { tellingApart } from "../../figures/charts/telling-apart.js";
import { InputError } from "../../input/errors.js";
import { readLongTrainings } from "../../literature/long-trainings.js";
import { readStudyProtocol, studyProtocolAim, studyProtocolName } from "../../literature/study-protocol.js";
import { compareAtEqualSize } from "../../rows/equal-size.js";
import { longKind, searchKind } from "../../rows/telling-apart.js";
import { type Finalists, finalistRows } from "../../rows/winner-rows.js";
import { comparableStudies, drawnBySpace } from "../../study/comparable-studies.js";
import { bestByEffort, type Effort } from "../../rows/best-by-effort.js";
import { enrichedFeatures } from "../../rows/enriched-features.js";
import { knownRows } from "../../rows/known-rows.js";
import type { GalleryPicture, RecordedStudies } from "./gallery-picture.js";

const [EVOLUTION, RANDOM] = ["hierarchical-evolution", "hierarchical-random"] as const;
const SHORT_AND_LONG = "const { shortAndLong } = readStudyProtocol();";
const READ = `const evolution = await recorded("${EVOLUTION}");
const random = await recorded("${RANDOM}");`;

function againstRandom(effort: Effort): Pick<GalleryPicture, "code" | "figure"> {
  return {
    code: `${READ}\nconst searches = { "hierarchical, evolution": [evolution.rows] };\nshow(bestAgainstRandom(bestByEffort([random.rows], searches, { effort: "${effort}" })));`,
    figure: ({ searches: recordings }) => {
      const [evolution, random] = [EVOLUTION, RANDOM].map((name) => recordings[name].rows);
      const searches = { "hierarchical, evolution": [evolution] };
      return bestAgainstRandom(found(bestByEffort([random], searches, { effort })));
    },
  };
}

/** Pictures that answer questions about the recorded searches. */
export const answerPictures: readonly GalleryPicture[] = Object.freeze([
  {
    name: "best-against-random",
    group: "The experiments' figures",
    title: "Evolution against random search at equal evaluations",
    sentence:
      "The expected best of random search for any number of evaluations, resampled from the recorded one, and the best of the evolution; one run of each cannot show whether the difference is more than chance.",
    ...againstRandom("evaluations"),
  },
  {
    name: "best-against-random-by-compute",
    group: "The experiments' figures",
    title: "Evolution against random search at equal compute",
    sentence: "The same by core-seconds, since the networks of a search may cost more or less than random ones.",
    ...againstRandom("core-seconds"),
  },
  {
    name: "feature-differences",
    group: "The experiments' figures",
    title: "What good cells share",
    sentence:
      "Operations, wiring and depth of the best tenth of networks against networks drawn at random; families count once, and filled features survive the correction for multiple tests.",
    code: `${READ}\nshow(featureDifferences(enrichedFeatures([evolution, random])));`,
    figure: ({ searches }) => featureDifferences(found(enrichedFeatures([searches[EVOLUTION], searches[RANDOM]]))),
  },
  {
    name: "known-by-step",
    group: "The experiments' figures",
    title: "Networks that a search knows already",
    sentence: "The share of evaluations spent on networks that the search already knew, most of them the parent's.",
    code: `${READ}\nshow(knownByStep({ "hierarchical, evolution": [knownRows(evolution.rows)], "hierarchical, random search": [knownRows(random.rows)] }));`,
    figure: ({ searches }) =>
      knownByStep({
        "hierarchical, evolution": [knownRows(searches[EVOLUTION].rows)],
        "hierarchical, random search": [knownRows(searches[RANDOM].rows)],
      }),
  },
  {
    name: "fitness-at-equal-size",
    group: "The experiments' figures",
    title: "Hierarchical against flat at equal size",
    sentence:
      "Networks of both spaces that the searches drew at random, in pairs with equally many parameters: what remains of a difference that size alone could make.",
    code: `const studies = await Promise.all(recordedSearches.map((each) => recorded(each)));
const [one, other] = drawnBySpace(comparableStudies(studies)[0]);
show(fitnessAtEqualSize(compareAtEqualSize(one, other)));`,
    figure: ({ searches }) => {
      const [one, other] = drawnBySpace(comparableStudies(Object.values(searches))[0]);
      return fitnessAtEqualSize(compareAtEqualSize(one, other));
    },
  },
  {
    name: "confirmed-finalists",
    group: "The experiments' figures",
    title: "The winner before and after confirmation",
    sentence:
      "The means by which a search chose its finalists, and what trainings after the search say of them: how much of a winner's lead was luck.",
    code: `const { name, rows } = await recordedExperiment("study", "${EVOLUTION}");\nshow(confirmedFinalists([finalistRows(name, rows)]));`,
    figure: (studies: RecordedStudies) => confirmedFinalists([found(confirmed(studies))]),
    isMeasured: (studies: RecordedStudies) => confirmed(studies) !== undefined,
  },
  {
    name: "short-against-long",
    group: "The experiments' figures",
    title: "Short and long trainings of the same genotypes",
    sentence:
      "What genotypes reach in a short training and in a long one ([measured](../../data/study-protocol)): whether a short fitness finds what is good.",
    code: `${SHORT_AND_LONG}
show(shortAgainstLong(shortAndLong.filter(({ protocol }) => protocol === studyProtocolName)));`,
    figure: () =>
      shortAgainstLong(readStudyProtocol().shortAndLong.filter(({ protocol }) => protocol === studyProtocolName)),
    isMeasured: () => readStudyProtocol().shortAndLong.length > 0,
  },
  {
    name: "protocol-curve",
    group: "The experiments' figures",
    title: "Which short protocol predicts long training",
    sentence:
      "Rank correlation with the long trainings against the core-seconds of an evaluation: a point for each protocol and score ([measured](../../data/study-protocol)).",
    code: `const { curve } = readStudyProtocol();
show(rankByCost(curve, {
  aim: studyProtocolAim, chosen: studyProtocolName, interval: "95 % bootstrap interval",
}));`,
    figure: () =>
      rankByCost(readStudyProtocol().curve, {
        ...{ aim: studyProtocolAim, chosen: studyProtocolName, interval: "95 % bootstrap interval" },
      }),
    isMeasured: () => readStudyProtocol().curve.length > 0,
  },
  {
    name: "telling-apart",
    group: "The experiments' figures",
    title: "What two cores cannot tell",
    sentence:
      "The time of two cores until two networks are told apart, against how much they differ: for a training of the search and for a long one ([measured](../../data/long-trainings)).",
    code: `${READ}
const runs = [evolution.rows, random.rows];
const protocol = evolution.settings.protocol.name;
const kinds = [searchKind(protocol + " training", runs), longKind(readLongTrainings().networks)];
show(tellingApart(kinds.filter((kind) => kind !== undefined)));`,
    figure: ({ searches }) => {
      const [evolution, random] = [searches[EVOLUTION], searches[RANDOM]];
      const runs = [evolution.rows, random.rows];
      const kinds = [
        searchKind(`${evolution.settings.protocol.name} training`, runs),
        longKind(readLongTrainings().networks),
      ];
      return tellingApart(kinds.filter((kind) => kind !== undefined));
    },
  },
] satisfies readonly GalleryPicture[]);

function confirmed({ evolution: { name, rows } }: RecordedStudies): Finalists | undefined {
  return finalistRows(name, rows);
}

function found<T>(value: T | undefined): T {
  if (value === undefined) throw new InputError("gallery: the recorded searches hold too little to compare");
  return value;
}
