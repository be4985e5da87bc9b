/** A genotype as modules that a framework's source can name: primitives, motifs and the cell, only what is used. */
import { findLive } from "../../genotype/liveness.js";
import { conv1, type Primitive, separable } from "../../genotype/primitive.js";
import { asInput, type WideLayer, type Width } from "../../genotype/primitive-widths.js";
import type { ExportedNetwork } from "../exported-network.js";
import { addWidths, asChannels, classLayers, widthWithin } from "./widths.js";

/** A primitive with weights, as a class. */
export interface PrimitiveModule {
  readonly className: string;
  /** For example `3×3 separable convolution, batch normalization and ReLU`. */
  readonly words: string;
  readonly layers: readonly WideLayer[];
  /** Whether its depthwise convolution takes a stride: the one after each cell. */
  readonly isStrided: boolean;
}

/** What an edge does: nothing, a layer without weights, a primitive's class or a motif's. */
export type EdgeWork =
  | { readonly kind: "identity" }
  | { readonly kind: "layer"; readonly layer: WideLayer }
  | { readonly kind: "primitive" | "motif"; readonly className: string };

/** An edge of a motif that is in the network. */
export interface EdgeModule {
  readonly predecessor: number;
  readonly successor: number;
  readonly work: EdgeWork;
  /** The width of its predecessor. */
  readonly from: Width;
}

/** A motif, or the cell. */
export interface MotifModule {
  readonly className: string;
  readonly words: string;
  readonly isCell: boolean;
  readonly nodeCount: number;
  /** By successor, then predecessor: the order in which they are joined. */
  readonly edges: readonly EdgeModule[];
  /** The width at its last node, before the convolution that closes a motif. */
  readonly to: Width;
}

/** All classes of a network, each after those that it uses; the cell is the last motif. */
export interface NetworkModules {
  readonly primitives: readonly PrimitiveModule[];
  readonly motifs: readonly MotifModule[];
  /** The class that closes a motif, and the one after a cell. */
  readonly closeName: string;
  readonly afterName: string;
}

const knownNames: Readonly<Record<string, string>> = {
  conv1: "Conv1x1",
  dw: "DepthwiseConv3x3",
  sep: "SeparableConv3x3",
  conv3: "Conv3x3",
  conv5: "Conv5x5",
};
/** Names that the source uses otherwise. */
const taken = ["Cell", "Block", "Network", "SameConv2d", "Path", "Image", "ImageOps", "F"];

/** The modules of a network. Throws InputError as {@link classLayers} does. */
export function networkModules({ genotype, primitives }: ExportedNetwork): NetworkModules {
  const live = findLive(genotype);
  const hasMotifs = live.length > 1;
  const classes = new Map<Primitive, PrimitiveModule>();
  const moduleOf = (primitive: Primitive): PrimitiveModule => {
    const known = classes.get(primitive);
    if (known !== undefined) return known;
    const layers = classLayers(primitive);
    const names = [...taken, ...[...classes.values()].map(({ className }) => className)];
    const made = {
      ...{ className: classNameOf(primitive, names), words: wordsOf(primitive, layers), layers },
      isStrided: primitive === separable,
    };
    classes.set(primitive, made);
    return made;
  };
  const used = new Set(live[0].flatMap((motif) => (motif.used ? motif.edges.map(({ operation }) => operation) : [])));
  for (const [index, primitive] of primitives.entries())
    if (used.has(index + 1) && hasWeights(classLayers(primitive))) moduleOf(primitive);
  const closing = hasMotifs ? [conv1] : [];
  for (const primitive of [...closing, separable]) moduleOf(primitive);

  const motifs = live.flatMap((level, index) =>
    level.flatMap(({ used: isUsed, edges }, at): readonly MotifModule[] => {
      if (!isUsed) return [];
      const isCell = index === live.length - 1;
      const { nodeCount } = genotype.levels[index][at];
      const workOf = (operation: number): readonly [EdgeWork, Width] => {
        if (index > 0) return [{ kind: "motif", className: motifName(live.length, index + 1, operation) }, asChannels];
        const primitive = primitives[operation - 1];
        const layers = classLayers(primitive);
        const to = layers.at(-1)?.to ?? asInput;
        if (layers.length === 0) return [{ kind: "identity" }, to];
        if (layers.length === 1 && !hasWeights(layers)) return [{ kind: "layer", layer: layers[0] }, to];
        return [{ kind: "primitive", className: moduleOf(primitive).className }, to];
      };
      const widths = new Map<number, Width>([[1, asInput]]);
      const ordered = [...edges].sort(
        (one, other) => one.successor - other.successor || one.predecessor - other.predecessor,
      );
      const own = ordered.map(({ predecessor, successor, operation }): EdgeModule => {
        const from = widths.get(predecessor) as Width;
        const [work, to] = workOf(operation);
        const before = widths.get(successor);
        widths.set(successor, addWidths([...(before === undefined ? [] : [before]), widthWithin(to, from)]));
        return { predecessor, successor, work, from };
      });
      return [
        {
          className: isCell ? "Cell" : motifName(live.length, index + 2, at + 1),
          words: isCell ? "The cell" : `Motif ${at + 1} of level ${index + 2}`,
          ...{ isCell, nodeCount, edges: own, to: widths.get(nodeCount) as Width },
        },
      ];
    }),
  );
  return {
    primitives: [...classes.values()],
    motifs,
    closeName: hasMotifs ? moduleOf(conv1).className : "",
    afterName: moduleOf(separable).className,
  };
}

/** `Motif3`; with motifs at several levels `Level2Motif3`. */
function motifName(levels: number, level: number, motif: number): string {
  return levels > 2 ? `Level${level}Motif${motif}` : `Motif${motif}`;
}

function classNameOf({ name }: Primitive, others: readonly string[]): string {
  const words = name.split(/[^A-Za-z0-9]+/).filter((word) => word !== "");
  const camel = words.map((word) => `${word[0].toUpperCase()}${word.slice(1)}`).join("");
  const own = knownNames[name] ?? (/^[A-Z]/.test(camel) ? camel : `Primitive${camel}`);
  let count = 1;
  while (others.includes(count === 1 ? own : `${own}V${count}`)) count++;
  return count === 1 ? own : `${own}V${count}`;
}

const hasWeights = (layers: readonly WideLayer[]): boolean =>
  layers.some(({ kind }) => kind !== "relu" && kind !== "maxPool" && kind !== "averagePool");

function wordsOf({ label }: Primitive, layers: readonly WideLayer[]): string {
  const plain = label.replace(" of C channels", "");
  const kinds = layers.map(({ kind }) => kind);
  return kinds.includes("batchNormalization") && kinds.includes("relu")
    ? `${plain}, batch normalization and ReLU`
    : plain;
}
