/** The gallery's pictures of what the recorded searches say. */
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

/** Pictures that answer a question about the recorded searches. */
export const answerPictures: readonly GalleryPicture[] = Object.freeze([
  {
    name: "best-against-random",
    group: "The experiments' figures",
    title: "Evolution against random search at equal evaluations",
    sentence:
      "What random search is expected to find with any number of evaluations, resampled from the recorded one, and what the evolution found; one run of each does not tell whether that is more than chance.",
    ...againstRandom("evaluations"),
  },
  {
    name: "best-against-random-by-compute",
    group: "The experiments' figures",
    title: "Evolution against random search at equal compute",
    sentence: "The same by core-seconds: what a search evaluates may cost more or less than what is drawn at random.",
    ...againstRandom("core-seconds"),
  },
  {
    name: "feature-differences",
    group: "The experiments' figures",
    title: "What good cells share",
    sentence:
      "Operations, wiring and depth of the best tenth of networks against networks drawn at random; families count once, and what is filled survives the correction for that many features.",
    code: `${READ}\nshow(featureDifferences(enrichedFeatures([evolution, random])));`,
    figure: (studies) => featureDifferences(found(enrichedFeatures([studies[EVOLUTION], studies[RANDOM]]))),
  },
  {
    name: "known-by-step",
    group: "The experiments' figures",
    title: "Networks that a search knows already",
    sentence: "How many evaluations went to networks that the search had met before, most of them the parent's own.",
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
