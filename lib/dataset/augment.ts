/**
 * Random variation of training images, as plain data: crop, shift, flip and cutout. The paper's experiments use a 24×24 crop
 * and a horizontal flip.
 */
import * as v from "valibot";
import { InputError } from "../input/errors.js";
import { limits } from "../input/limits.js";
import { oneOf, parseWith, type Schema, wholeNumber } from "../input/schema.js";
import { type Images } from "./images.js";
import { type Size, sizeSchema } from "./resize.js";

/**
 * How training images are varied, as plain data that survives JSON. Every choice is drawn uniformly and anew each time
 * an image is used.
 */
export interface Augmentation {
  /** Resize to this first, by area average, once when loading. Default: no resizing. */
  readonly resize?: Size;
  /** Cut out a window of this size at a random place. Default: the whole image. */
  readonly crop?: Size;
  /** Let the window extend up to this many pixels over each border. Default: 0. */
  readonly shift?: number;
  /**
   * What lies beyond the border: the image mirrored at its outermost pixels, or the mean colour (0 after
   * normalization). Default: `reflect`.
   */
  readonly padding?: "reflect" | "zero";
  /**
   * Cut out a window of 8 to 100 % of the picture's area and of a shape between 3:4 and 4:3, and resize it to this. For
   * pictures of any size; those of a folder are then decoded anew for each batch. Excludes the settings above.
   */
  readonly resizedCrop?: Size;
  /** Whether to mirror half of the images left to right. */
  readonly flip: boolean;
  /**
   * The side of a square that is set to the mean colour (0 after normalization) around a random pixel, cut off at the
   * border (cutout: DeVries and Taylor, 2017). Default: no such square.
   */
  readonly cutout?: number;
}

/** Augmentations as data; {@link augmentedSize} checks whether one fits images. */
export const augmentationSchema: Schema<Augmentation> = v.strictObject({
  resize: v.optional(sizeSchema),
  crop: v.optional(sizeSchema),
  shift: v.optional(wholeNumber(0, limits.imageSide)),
  padding: v.optional(oneOf(["reflect", "zero"])),
  resizedCrop: v.optional(sizeSchema),
  flip: v.boolean("must be true or false"),
  cutout: v.optional(wholeNumber(1, limits.imageSide)),
});

/**
 * The paper's: random 24×24 crop and horizontal flip; such networks are scored on the whole 32×32 images (the paper's
 * experiments on CIFAR-10).
 */
export const paperAugmentation: Augmentation = Object.freeze({
  crop: Object.freeze({ height: 24, width: 24 }),
  flip: true,
});

/** Images halved to 16×16, shifted by up to 2 pixels and flipped; such networks are scored on whole images of 16×16. */
export const laptopAugmentation: Augmentation = Object.freeze({
  resize: Object.freeze({ height: 16, width: 16 }),
  shift: 2,
  padding: "reflect",
  flip: true,
});

/**
 * For pictures of any size: a random resized crop to 299×299 and a horizontal flip, Inception's (Szegedy et al., 2015),
 * which the field uses on ImageNet. The deck does not say what the paper does.
 */
export const pictureAugmentation: Augmentation = Object.freeze({
  resizedCrop: Object.freeze({ height: 299, width: 299 }),
  flip: true,
});

/** No variation: whole images as they are. */
export const noAugmentation: Augmentation = Object.freeze({ flip: false });

/**
 * The size of images of size `size` after `augmentation`. Throws InputError when the crop is larger than the (resized)
 * image, the shift is larger than its padding allows, the cutout is larger than what is cut, or a size is not a whole
 * number.
 */
export function augmentedSize(size: Pick<Images, "height" | "width">, augmentation: Augmentation): Size {
  const checked = parseWith(augmentationSchema, augmentation, "augmentation");
  const { resize, crop, shift = 0, cutout, resizedCrop } = checked;
  if (resizedCrop !== undefined) return checkResizedCrop(checked, resizedCrop);
  const { height, width } = resize ?? parseWith(sizeSchema, size, "images");
  if (crop && (crop.height > height || crop.width > width)) {
    throw new InputError(
      `augmentation: got a crop of ${crop.height}×${crop.width}, must fit into the image of ${height}×${width}`,
    );
  }
  if (shift >= Math.min(height, width)) {
    throw new InputError(`augmentation: got a shift of ${shift}, must be smaller than the image of ${height}×${width}`);
  }
  const cut = { height: crop?.height ?? height, width: crop?.width ?? width };
  return checkCutout(cut, cutout);
}

function checkResizedCrop({ resize, crop, shift, padding, cutout }: Augmentation, resizedCrop: Size): Size {
  const other = Object.entries({ resize, crop, shift, padding }).find(([, value]) => value !== undefined);
  if (other !== undefined) {
    throw new InputError(`augmentation: got a resizedCrop and ${other[0]}, must be one or the other`);
  }
  return checkCutout(resizedCrop, cutout);
}

function checkCutout(size: Size, cutout = 1): Size {
  if (cutout <= Math.min(size.height, size.width)) return size;
  throw new InputError(
    `augmentation: got a cutout of ${cutout}, must fit into the image of ${size.height}×${size.width}`,
  );
}
