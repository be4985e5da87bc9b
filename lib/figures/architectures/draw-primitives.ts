/** The primitives as a table: sign, id, words. Deck, "Primitive operations". */
import { checkPrimitives, type Primitive, paperPrimitives } from "../../genotype/primitive.js";
import type { Shape } from "./drawing.js";
import { drawingFigure } from "./paint-drawing.js";
import type { Figure } from "../output/figure.js";
import { operationId } from "./operation-id.js";
import { primitiveLook } from "../output/operation-look.js";
import { textWidth } from "../output/text-width.js";
import { meanings } from "../output/theme.js";

/**
 * The key to all drawings: each primitive's sign in its colour, its id as the deck writes it, and its label; last, the
 * dot for none. Deck, "Primitive operations".
 */
export function drawPrimitives(primitives: readonly Primitive[] = paperPrimitives): Figure {
  checkPrimitives(primitives);
  const names = primitives.map(({ name }) => name);
  const rowHeight = 30;
  const looks = names.map((name) => primitiveLook(name, names, primitives));
  const words = [
    ...primitives.map((primitive, index) => `${looks[index].words}${channelWords(primitive)}`),
    "none (no edge)",
  ];
  const text = { kind: "text", size: 13, align: "left", colour: meanings.text } as const;
  const shapes = words.flatMap((line, index): readonly Shape[] => {
    const y = rowHeight * (index + 0.5);
    const look = looks[index];
    const described: Shape = { ...text, x: 96, y, text: line };
    if (look === undefined) {
      return [{ ...text, x: 62, y, size: 18, text: "·", bold: true, align: "center" }, described];
    }
    return [
      {
        kind: "box",
        x: 0,
        y: y - 11,
        width: 34,
        height: 22,
        radius: 5,
        fill: look.colour,
        tooltip: { title: look.words, name: look.name, sign: look.sign },
      },
      { ...text, x: 17, y, text: look.sign, bold: true, align: "center", colour: look.signColour },
      ...operationId(62, y, index + 1, 1, { size: 17 }),
      described,
    ];
  });
  const normalized = primitives.some(isNormalized);
  const note = "every convolution is followed by batch normalization and ReLU";
  const last: readonly Shape[] = normalized
    ? [{ ...text, x: 0, y: rowHeight * (words.length + 0.5), text: note, size: 12, colour: meanings.quietText }]
    : [];
  const width = 96 + Math.max(...words.map((line) => textWidth(line, 13)));
  const description = `A table of ${names.length} primitives: ${looks.map((look) => `${look.sign} ${look.words}`).join("; ")}.`;
  const height = rowHeight * (words.length + last.length);
  return drawingFigure(`The ${primitives.length} primitive operations`, description, {
    ...{ width, height, shapes: [...shapes, ...last] },
  });
}

/** Whether an operation of several layers normalizes. */
const isNormalized = ({ layers }: Primitive): boolean =>
  layers(PROBE.inputChannels, PROBE.channels).some(({ kind }) => kind === "batchNormalization");

/** Says of an operation that its output has the channels of its input. */
function channelWords({ layers, label }: Primitive): string {
  const sets = layers(PROBE.inputChannels, PROBE.channels).some(({ kind }) => kind === "convolution");
  return sets || / of C channels/.test(label) ? "" : "; keeps its channels";
}

const PROBE = { inputChannels: 3, channels: 5 } as const;
