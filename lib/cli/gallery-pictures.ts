/** Every picture of the gallery, as data. Ours. */
import { chartPictures } from "./gallery-charts.js";
import { drawingPictures } from "./gallery-drawings.js";
import { galleryGroups, type GalleryPicture } from "./gallery-picture.js";

/** All pictures, group by group. Ours. */
export const galleryPictures: readonly GalleryPicture[] = Object.freeze(
  Object.keys(galleryGroups).flatMap((name) =>
    [...drawingPictures, ...chartPictures].filter(({ group }) => group === name),
  ),
);
