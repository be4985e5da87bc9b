/** The gallery's pictures of a training run. */
import { confusionMatrix } from "../../figures/charts/confusion-matrix.js";
import { errorByClass } from "../../figures/charts/error-by-class.js";
import { predictedPictures } from "../../figures/charts/predicted-pictures.js";
import { trainingCurves } from "../../figures/charts/training-curves.js";
import { wrongPictures } from "../../figures/charts/wrong-pictures.js";
import { hasSampleRun, readSampleRun } from "../../literature/sample-run.js";
import { classErrorRows, confusionRows } from "../../rows/prediction-rows.js";
import type { GalleryPicture } from "./gallery-picture.js";

const READ = "const run = readSampleRun();";
const FIRST = { width: 700, columns: 2, title: "Ten test images, and what the trained network says" };
const shared = { group: "A training run", isMeasured: hasSampleRun } as const;

/** Pictures of a run. */
export const runPictures: readonly GalleryPicture[] = Object.freeze([
  {
    ...{ ...shared, name: "training-curves", title: "The curve of a run" },
    sentence: "Loss and validation accuracy by training step; dashed lines where the learning rate drops.",
    code: `${READ}\nshow(trainingCurves([{ name: run.name, points: run.curve }]));`,
    figure: () => {
      const { name, curve } = readSampleRun();
      return trainingCurves([{ name, points: curve }]);
    },
  },
  {
    ...{ ...shared, name: "predicted-pictures", title: "Test images with a network's predictions" },
    sentence:
      "The first test image of each class, not chosen by their results: its class, what the network takes it for, and how sure it is.",
    code: `${READ}\nshow(predictedPictures(run.first, { width: 700, columns: 2, title: "${FIRST.title}" }));`,
    figure: () => predictedPictures(readSampleRun().first, FIRST),
  },
  {
    ...{ ...shared, name: "confusion-matrix", title: "The confusion matrix" },
    sentence: "How often each class is taken for each other.",
    code: `${READ}\nshow(confusionMatrix(confusionRows(run.tests)));`,
    figure: () => confusionMatrix(confusionRows(readSampleRun().tests)),
  },
  {
    ...{ ...shared, name: "error-by-class", title: "The error by class" },
    sentence: "Which classes the network finds hard.",
    code: `${READ}\nshow(errorByClass(classErrorRows(run.tests)));`,
    figure: () => errorByClass(classErrorRows(readSampleRun().tests)),
  },
  {
    ...{ ...shared, name: "wrong-pictures", title: "The pictures most wrongly classified" },
    sentence: "The test images whose own class the network finds least probable.",
    code: `${READ}\nshow(wrongPictures(run.wrong));`,
    figure: () => wrongPictures(readSampleRun().wrong),
  },
] satisfies readonly GalleryPicture[]);
