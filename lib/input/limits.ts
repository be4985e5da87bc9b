/**
 * The bounds on everything read or requested, all in one place. They lie far above anything sensible and far below what
 * would exhaust a machine; an error about one names it.
 */
export const limits = Object.freeze({
  /** Bytes of a JSON file that a person names. */
  fileBytes: 64 * 2 ** 20,
  /** Levels of brackets in JSON. */
  jsonDepth: 64,
  /** Characters of a name: of a primitive, a space, a study. */
  nameLength: 100,
  /** Nodes of a motif. */
  motifNodes: 128,
  /** Motifs of a level. */
  levelMotifs: 64,
  /** Levels of a genotype above its primitives. */
  genotypeLevels: 8,
  /** Primitives of a space or a genotype. */
  primitives: 64,
  /** Edges examined to tell whether two motifs are equal; the paper's spaces need a few thousand. */
  canonicalVisits: 1_000_000,
  /** Operations in a network's plan, over all cells. */
  planOperations: 100_000,
  /** Channels of a value in a network: 2²⁰. */
  channels: 1_048_576,
  /** The widest first group tried when networks are made equally large. */
  matchedChannels: 256,
  /** Cells in a group of a network, and groups in a network. */
  cellsPerGroup: 1_000,
  groups: 16,
  /** Pixels along a side of an image. */
  imageSide: 8_192,
  /** Classes of a data set. */
  classes: 100_000,
  /** Individuals of a search. */
  steps: 10_000_000,
  /** Tournaments in a row whose competitors had all failed. */
  tournamentAttempts: 10_000,
  /** Repeats of an experiment. */
  repeats: 1_000,
  /** Evaluations of a search at one time, on any number of machines. */
  concurrentEvaluations: 100_000,
  /** Workers of a search on one machine. */
  workers: 1_024,
  /** Mutations from the trivial genotype to a random one. */
  initializationMutations: 1_000_000,
  /** The least and the most millimetres along a side of a figure on paper, and points of its font. */
  paperMillimetres: Object.freeze([10, 2_000] as const),
  paperFontPoints: Object.freeze([1, 200] as const),
  /** The least and the most pixels along a side of a picture's plotting area. */
  pictureSide: Object.freeze([10, 100_000] as const),
  /** Characters of a picture's title. */
  titleLength: 500,
  /** The least and the most width by height of a picture. */
  aspect: Object.freeze([0.1, 10] as const),
  /** Pixels of all frames of an animation together. */
  animationPixels: 400_000_000,
  /** Pixels in a PNG: 400 MB while it is drawn. */
  pngPixels: 100_000_000,
  /** Slides of a talk. */
  slides: 500,
  /** Characters of foreign text in a message. */
  messageLength: 80,
  /** TensorFlow's threads of one child process. */
  threads: 1_024,
  /** Trainings behind one fitness. */
  trainings: 1_000,
  /** Training steps of one training, and batches of its recalibration. */
  trainingSteps: 1_000_000_000,
  /** Images of a batch. */
  batchSize: 65_536,
  /** Channels of an image: values per pixel. */
  imageChannels: 256,
  /** Bytes of the images of one split. */
  imageBytes: 2 ** 31,
  /** Classes of a folder of pictures: what a 16-bit label can say. */
  pictureClasses: 65_536,
  /** Bytes of a picture's file, and its pixels: 400 MB once decoded. */
  pictureBytes: 2 ** 28,
  picturePixels: 100_000_000,
  /** Pictures that are decoded at once. */
  decoders: 1_024,
  /** Images in one file of CIFAR-10; the official ones have 10,000. */
  cifarRecords: 100_000,
  /** Bytes of a checkpoint: 137 billion weights with their momentum. */
  checkpointBytes: 2 ** 40,
  /** Checkpoints that a run keeps. */
  checkpoints: 1_000,
  /** Layers of a network's stem. */
  stemLayers: 100,
  /** Kernel, stride and dilation of a layer, in pixels. */
  kernelSide: 64,
  /** Pictures that are classified at once. */
  predictedPictures: 10_000,
  /** Displays waiting for the notebook. */
  waitingDisplays: 2_000,
});
