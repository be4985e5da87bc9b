/** What trained networks made of the test images: confusions, errors by class, the pictures most wrongly classified. */

/** What a trained network made of every test image, in their order. */
export interface TestPredictions {
  readonly classNames: readonly string[];
  /** Each image's class, an index into `classNames`. */
  readonly labels: readonly number[];
  /** The most probable class. */
  readonly predicted: readonly number[];
  /** The probability of that class, to five digits. */
  readonly probabilities: readonly number[];
  /** The probability of the image's own class, to five digits. */
  readonly labelProbabilities: readonly number[];
}

/** How often images of one class were taken for one class. */
export interface ConfusionRow {
  /** The images' class. */
  readonly label: string;
  /** The class that they were taken for. */
  readonly predicted: string;
  /** Images, over all trainings. */
  readonly count: number;
  /** Of all images of the class `label`, 0 to 1. */
  readonly share: number;
}

/** The error on one class's images in one training. */
export interface ClassErrorRow {
  readonly className: string;
  /** The training, from 1. */
  readonly training: number;
  readonly images: number;
  /** The share classified wrongly, 0 to 1. */
  readonly error: number;
}

/** A wrongly classified image. */
export interface WrongImage {
  /** Its place among the test images, from 0. */
  readonly image: number;
  readonly label: string;
  readonly predicted: string;
  /** The probability of `predicted`. */
  readonly probability: number;
  /** The probability of `label`. */
  readonly labelProbability: number;
}

/** A wrongly classified image with its pixels. */
export interface WrongPictureRow extends WrongImage {
  readonly height: number;
  readonly width: number;
  /** Red, green and blue of every pixel, 0 to 255, `[height, width, 3]`. */
  readonly pixels: Uint8Array;
}

/** A class of a picture, and how sure a network is of it. */
export interface PredictedClass {
  readonly className: string;
  /** 0 to 1. */
  readonly probability: number;
}

/** What a network makes of a picture. */
export interface PicturePrediction {
  /** Its path, or what it is called. */
  readonly picture: string;
  /** The most probable classes, the most probable first. */
  readonly classes: readonly PredictedClass[];
  /** The picture as the network takes it. */
  readonly height: number;
  readonly width: number;
  /** Red, green and blue of every pixel, 0 to 255, `[height, width, 3]`. */
  readonly pixels: Uint8Array;
}

/**
 * A row for each pair of classes, summed over the trainings: by class of the images, then by the class that they were
 * taken for, both in the order of `classNames`.
 */
export function confusionRows(tests: readonly TestPredictions[]): readonly ConfusionRow[] {
  const names = tests[0]?.classNames ?? [];
  const counts = names.map(() => names.map(() => 0));
  for (const { labels, predicted } of tests) labels.forEach((label, image) => counts[label][predicted[image]]++);
  return counts.flatMap((row, label) => {
    const all = row.reduce((sum, count) => sum + count, 0);
    return row.map((count, predicted) =>
      Object.freeze({
        ...{ label: names[label], predicted: names[predicted], count },
        share: all === 0 ? 0 : count / all,
      }),
    );
  });
}

/** A row for each class and training, by class in the order of `classNames`; classes without images have none. */
export function classErrorRows(tests: readonly TestPredictions[]): readonly ClassErrorRow[] {
  return (tests[0]?.classNames ?? []).flatMap((className, label) =>
    tests.flatMap(({ labels, predicted }, index) => {
      const own = labels.flatMap((each, image) => (each === label ? [image] : []));
      if (own.length === 0) return [];
      const wrong = own.filter((image) => predicted[image] !== label).length;
      return [Object.freeze({ className, training: index + 1, images: own.length, error: wrong / own.length })];
    }),
  );
}

/** The `count` images most wrongly classified: those whose own class was given the least probability. */
export function mostWrong(test: TestPredictions, count: number): readonly WrongImage[] {
  const { classNames, labels, predicted, probabilities, labelProbabilities } = test;
  return labels
    .flatMap((label, image) =>
      label === predicted[image]
        ? []
        : [
            Object.freeze({
              ...{ image, label: classNames[label], predicted: classNames[predicted[image]] },
              ...{ probability: probabilities[image], labelProbability: labelProbabilities[image] },
            }),
          ],
    )
    .sort((one, other) => one.labelProbability - other.labelProbability || other.probability - one.probability)
    .slice(0, count);
}
