/** What a protocol asks for, in words: rows of a table. */
import type { Augmentation } from "../dataset/augment.js";
import type { Size } from "../dataset/resize.js";
import type { Schedule } from "../graph/session/learning-rate.js";
import { InputError } from "../input/errors.js";
import { checkProtocol } from "./check-protocol.js";
import { protocolFromData } from "./protocol-data.js";
import type { Protocol, ProtocolData } from "./protocol.js";

/** One setting of protocols: its name in the column `setting`, and what each protocol has in a column of its name. */
export type ProtocolRow = { readonly [column: string]: string };

/**
 * The settings of one protocol or of several beside each other, for `showTable`: network, images, training steps,
 * learning rate, optimizer, scoring and trainings. Takes protocols and those that a study's settings hold. Throws
 * InputError for what is no protocol, for none, and for two of one name.
 */
export function describeProtocol(...protocols: readonly (Protocol | ProtocolData)[]): readonly ProtocolRow[] {
  if (protocols.length === 0) throw new InputError("describeProtocol: got no protocol, must be one or several");
  const columns = protocols.map((each) => {
    const protocol = toProtocol(each);
    return [protocol.name, wordsOf(protocol)] as const;
  });
  const names = ["setting", ...columns.map(([name]) => name)];
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) {
    throw new InputError(`describeProtocol: the column ${twice} is there already; give each protocol its own name`);
  }
  return Object.freeze(
    Object.keys(columns[0][1]).map((setting) =>
      Object.freeze({ setting, ...Object.fromEntries(columns.map(([name, words]) => [name, words[setting]])) }),
    ),
  );
}

function toProtocol(given: Protocol | ProtocolData): Protocol {
  const stem: unknown = (given as Partial<Protocol> | null | undefined)?.network?.stem;
  if (Array.isArray(stem)) return protocolFromData(given as ProtocolData);
  checkProtocol(given as Protocol);
  return given as Protocol;
}

function wordsOf(protocol: Protocol): Readonly<Record<string, string>> {
  const { network, schedule, augmentation, trainingImages, scoringImages, scoringSize } = protocol;
  const scored = scoringImages === undefined ? "all images" : `${count(scoringImages)} images`;
  return {
    network: `${network.name}: c0 = ${network.channels}, N = ${network.cellsPerGroup}, ${network.groupCount} groups`,
    "images to train on": [
      ...(trainingImages === undefined ? [] : [`${count(trainingImages)} images`]),
      ...augmentationWords(augmentation),
    ].join(", "),
    "training steps": `${count(protocol.trainingSteps)} of batch ${count(protocol.batchSize)}`,
    "learning rate": scheduleWords(schedule),
    momentum: String(protocol.momentum),
    "weight decay": String(protocol.weightDecay),
    "scored on": `${scored}, ${sizeWords(scoringSize)}`,
    "trainings of one evaluation": count(protocol.trainingCount),
  };
}

function augmentationWords({ resize, crop, shift = 0, flip }: Augmentation): readonly string[] {
  const words = [
    ...(resize === undefined ? [] : [`resized to ${sizeWords(resize)}`]),
    ...(crop === undefined ? [] : [`crops of ${sizeWords(crop)}`]),
    ...(shift === 0 ? [] : [`shifted by up to ${shift} ${shift === 1 ? "pixel" : "pixels"}`]),
    ...(flip ? ["flipped"] : []),
  ];
  return words.length === 0 ? ["as they are"] : words;
}

function scheduleWords(schedule: Schedule): string {
  switch (schedule.kind) {
    case "constant":
      return `${schedule.rate}, constant`;
    case "cosine":
      return `${schedule.rate}, falling to 0 as a cosine`;
    case "steps":
      return `${schedule.rate}, × ${schedule.factor} after ${schedule.dropAt.map(count).join(" and ")}`;
  }
}

const sizeWords = ({ height, width }: Size): string => `${height}×${width}`;
const count = (number: number): string => number.toLocaleString("en-US");
