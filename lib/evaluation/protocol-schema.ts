/** The settings of a protocol with their bounds. */
import * as v from "valibot";
import { augmentationSchema } from "../dataset/augment.js";
import { sizeSchema } from "../dataset/resize.js";
import type { Layer } from "../genotype/primitive.js";
import type { PrimitiveData } from "../genotype/primitive-data.js";
import type { Schedule } from "../graph/session/learning-rate.js";
import { limits } from "../input/limits.js";
import { finiteNumber, nameText, positiveNumber, type Schema, wholeNumber } from "../input/schema.js";
import type { NetworkConfig } from "../network/network-config.js";
import type { NetworkData } from "../network/network-data.js";
import type { TrainingProtocol } from "./messages.js";
import type { Protocol, ProtocolData } from "./protocol.js";

const isTrue = v.boolean("must be true or false");
const trainingSteps = wholeNumber(1, limits.trainingSteps);
const batchSize = wholeNumber(1, limits.batchSize);
const shareRule = "must be a number of at least 0 and below 1";
const share = v.pipe(v.number(shareRule), v.minValue(0, shareRule), v.ltValue(1, shareRule));

const rate = positiveNumber();
const scheduleSchema: Schema<Schedule> = v.variant(
  "kind",
  [
    v.strictObject({ kind: v.literal("constant"), rate }),
    v.strictObject({
      kind: v.literal("steps"),
      rate,
      dropAt: v.array(wholeNumber(0, limits.trainingSteps)),
      factor: positiveNumber(),
    }),
    v.strictObject({ kind: v.literal("cosine"), rate }),
  ],
  'must be "constant", "steps" or "cosine"',
);

const side = wholeNumber(1, limits.kernelSide);
const stride = v.optional(side);
const channels = wholeNumber(1, limits.channels);
const convolution = { kind: v.literal("convolution"), kernel: side, stride, dilation: v.optional(side) };
const otherLayers = [
  v.strictObject({ kind: v.literal("depthwiseConvolution"), kernel: side, stride, dilation: v.optional(side) }),
  v.strictObject({ kind: v.literal("maxPool"), kernel: side, stride }),
  v.strictObject({ kind: v.literal("averagePool"), kernel: side, stride }),
  v.strictObject({ kind: v.literal("batchNormalization") }),
  v.strictObject({ kind: v.literal("relu") }),
] as const;
const layerRule = "must be a kind of layer, for example convolution";
const layerSchema: Schema<Layer> = v.variant(
  "kind",
  [v.strictObject({ ...convolution, channels }), ...otherLayers],
  layerRule,
);
const multiple = wholeNumber(0, limits.channels);
const width = v.strictObject({ input: multiple, channels: multiple });

/** A primitive as plain data. */
export const primitiveDataSchema: Schema<PrimitiveData> = v.strictObject({
  ...{ name: nameText(), label: v.string(), sign: v.string(), digest: v.string() },
  layers: v.nullable(
    v.array(v.variant("kind", [v.strictObject({ ...convolution, channels: width }), ...otherLayers], layerRule)),
  ),
});

/** The layers of a stem. */
export const stemSchema: Schema<readonly Layer[]> = v.pipe(
  v.array(layerSchema),
  v.maxLength(limits.stemLayers, `must be a list of at most ${limits.stemLayers} layers`),
);

const networkSizes = {
  name: nameText(),
  groupCount: wholeNumber(1, limits.groups),
  cellsPerGroup: wholeNumber(1, limits.cellsPerGroup),
  channels,
  imageSize: v.strictObject({
    height: wholeNumber(1, limits.imageSide),
    width: wholeNumber(1, limits.imageSide),
    channels: wholeNumber(1, limits.imageChannels),
  }),
  classCount: wholeNumber(2, limits.classes),
};
const networkSchema: Schema<NetworkConfig> = v.strictObject({
  ...networkSizes,
  stem: v.custom<NetworkConfig["stem"]>(
    (value) => typeof value === "function",
    "must be a function that returns the layers for a number of channels",
  ),
});
/** A network as plain data. */
export const networkDataSchema: Schema<NetworkData> = v.strictObject({ ...networkSizes, stem: stemSchema });

const bound = v.optional(positiveNumber());
const training = {
  name: nameText(),
  trainingCount: wholeNumber(1, limits.trainings),
  batchSize,
  trainingSteps,
  schedule: scheduleSchema,
  momentum: share,
  weightDecay: finiteNumber(0),
  labelSmoothing: v.optional(share),
  augmentation: augmentationSchema,
  trainingImages: v.optional(wholeNumber(1)),
  scoringImages: v.optional(wholeNumber(1)),
  scoringSize: sizeSchema,
  scoringBatchSize: batchSize,
  recalibrationBatches: trainingSteps,
  gpu: v.optional(v.strictObject({ tensorFloat32: v.optional(isTrue), xla: v.optional(isTrue) })),
  limits: v.strictObject({ parameterCount: bound, multiplyAdds: bound, memoryBytes: bound, timeLimitMillis: bound }),
};

/** A protocol; `checkProtocol` checks whether its parts fit each other. */
export const protocolSchema: Schema<Protocol> = v.strictObject({ ...training, network: networkSchema });

/** A protocol as plain data. */
export const protocolDataSchema: Schema<ProtocolData> = v.strictObject({ ...training, network: networkDataSchema });

/** The settings of a protocol that say how to train a plan; others are allowed. */
export const trainingProtocolSchema: Schema<TrainingProtocol> = v.object(training);
