/** Every picture of the gallery, as data. */
import { answerPictures } from "./gallery-answers.js";
import { costPictures } from "./gallery-costs.js";
import { drawingPictures } from "./gallery-drawings.js";
import { galleryGroups, type GalleryPicture } from "./gallery-picture.js";
import { runPictures } from "./gallery-run.js";
import { searchPictures } from "./gallery-searches.js";
import { talkPictures } from "./gallery-talk.js";

/** All pictures, by group. */
export const galleryPictures: readonly GalleryPicture[] = Object.freeze(
  Object.keys(galleryGroups).flatMap((name) =>
    [...drawingPictures, ...searchPictures, ...answerPictures, ...runPictures, ...costPictures, ...talkPictures].filter(
      ({ group }) => group === name,
    ),
  ),
);
