/** The gallery's pictures of answers from the recorded searches. */
import { bestAgainstRandom } from "../../figures/charts/best-against-random.js";
import { featureDifferences } from "../../figures/charts/feature-differences.js";
import { knownByStep } from "../../figures/charts/known-by-step.js";
import { InputError } from "../../input/errors.js";
import { bestByEffort, type Effort } from "../../rows/best-by-effort.js";
import { enrichedFeatures } from "../../rows/enriched-features.js";
import { knownRows } from "../../rows/known-rows.js";
import type { GalleryPicture, RecordedStudies } from "./gallery-picture.js";

const [EVOLUTION, RANDOM] = ["hierarchical-evolution", "hierarchical-random"] as const;
const READ = `const evolution = await recorded("${EVOLUTION}");
const random = await recorded("${RANDOM}");`;

function againstRandom(effort: Effort): Pick<GalleryPicture, "code" | "figure"> {
  return {
    code: `${READ}\nconst searches = { "hierarchical, evolution": [evolution.rows] };\nshow(bestAgainstRandom(bestByEffort([random.rows], searches, { effort: "${effort}" })));`,
    figure: (studies) => {
      const [evolution, random] = [EVOLUTION, RANDOM].map((name) => studies[name].rows);
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
    figure: (studies) => featureDifferences(found(enrichedFeatures([studies[EVOLUTION], studies[RANDOM]]))),
  },
  {
    name: "known-by-step",
    group: "The experiments' figures",
    title: "Networks that a search knows already",
    sentence: "The share of evaluations spent on networks that the search already knew, most of them the parent's.",
    code: `${READ}\nshow(knownByStep({ "hierarchical, evolution": [knownRows(evolution.rows)], "hierarchical, random search": [knownRows(random.rows)] }));`,
    figure: (studies: RecordedStudies) =>
      knownByStep({
        "hierarchical, evolution": [knownRows(studies[EVOLUTION].rows)],
        "hierarchical, random search": [knownRows(studies[RANDOM].rows)],
      }),
  },
] satisfies readonly GalleryPicture[]);

function found<T>(value: T | undefined): T {
  if (value === undefined) throw new InputError("gallery: the recorded searches hold too little to compare");
  return value;
}
