/** A network as rows for its drawing, one per stage from image to classes. Paper, section 4. */
import { sum } from "d3-array";
import type { Plan, PlanOperation } from "../../network/plan.js";

/** One stage of a network: a chain of layers, or a whole cell. */
export interface NetworkRow {
  readonly kind: "image" | "stem" | "cell" | "after" | "pool" | "classifier";
  /** For example `3×3 separable convolution`. */
  readonly words: string;
  /** From 1; undefined outside groups. */
  readonly group?: number;
  /** Its number within the group, from 1. */
  readonly cell?: number;
  readonly stride: number;
  /** The height of the output. */
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly parameterCount: number;
  /** For one image. */
  readonly multiplyAdds: number;
  /** How many stages of the network the row stands for, if not one. */
  readonly times?: number;
}

/** The rows of a plan, from the image to the classifier. */
export function networkRows(plan: Plan): readonly NetworkRow[] {
  const chains: PlanOperation[][] = [];
  const keyOf = ({ path }: PlanOperation): string =>
    /^group \d+\/cell \d+\/after/.test(path)
      ? path.replace(/\/[^/]*$/, "")
      : path.replace(/^(group \d+\/cell \d+)\/.*/, "$1");
  plan.operations.forEach((operation, index) => {
    const before = plan.operations[index - 1] as PlanOperation | undefined;
    const ends =
      before === undefined || stepOf(keyOf(before)) !== stepOf(keyOf(operation)) || isSecondStem(before, operation);
    if (ends) chains.push([operation]);
    else chains[chains.length - 1].push(operation);
  });
  const rows = chains.map(rowOf);
  return Object.freeze(withIdentityCells(rows, plan));
}

/** The rows with the cells of each group as one row, and what follows each of them as another. */
export function foldedRows(rows: readonly NetworkRow[]): readonly NetworkRow[] {
  const folded: NetworkRow[] = [];
  for (const row of rows) {
    const own = rows.filter(({ group, kind }) => group === row.group && kind === row.kind);
    if (row.group === undefined || own.length === 1) folded.push(row);
    else if (row === own[0])
      folded.push({
        ...own[own.length - 1],
        times: own.length,
        parameterCount: sum(own, ({ parameterCount }) => parameterCount),
        multiplyAdds: sum(own, ({ multiplyAdds }) => multiplyAdds),
      });
  }
  return folded;
}

const stepOf = (key: string): string => key.replace(/^stem\/.*/, "stem");

const isSecondStem = (before: PlanOperation, { path }: PlanOperation): boolean =>
  path.startsWith("stem/") && before.layer.kind === "relu";

function rowOf(chain: readonly PlanOperation[]): NetworkRow {
  const [first, last] = [chain[0], chain[chain.length - 1]];
  const place = /^group (\d+)\/cell (\d+)(\/after)?/.exec(first.path);
  const kind = kindOf(first, place?.[3] !== undefined);
  return {
    kind,
    words: wordsOf(kind, chain),
    ...(place ? { group: Number(place[1]), cell: Number(place[2]) } : {}),
    stride: chain.reduce((product, { layer }) => product * ("stride" in layer ? (layer.stride ?? 1) : 1), 1),
    height: last.height,
    width: last.width,
    channels: last.channels,
    parameterCount: sum(chain, ({ parameterCount }) => parameterCount),
    multiplyAdds: sum(chain, ({ multiplyAdds }) => multiplyAdds),
  };
}

function kindOf({ layer, path }: PlanOperation, isAfter: boolean): NetworkRow["kind"] {
  if (layer.kind === "input") return "image";
  if (layer.kind === "globalAveragePool") return "pool";
  if (layer.kind === "dense") return "classifier";
  return path.startsWith("stem") ? "stem" : isAfter ? "after" : "cell";
}

function wordsOf(kind: NetworkRow["kind"], chain: readonly PlanOperation[]): string {
  if (kind === "cell") return "cell";
  if (kind === "image") return "image";
  if (kind === "pool") return "global average pooling";
  if (kind === "classifier") return "classifier (softmax)";
  const kernels = chain.flatMap(({ layer }) => ("kernel" in layer ? [layer] : []));
  const [{ kernel, kind: first }] = kernels;
  const name =
    first === "depthwiseConvolution"
      ? kernels.length > 1
        ? "separable convolution"
        : "depthwise convolution"
      : "convolution";
  return `${kernel}×${kernel} ${name}`;
}

/**
 * Adds rows for cells of identities alone, which have no operations. A cell's output is the concatenation at its sink,
 * which is the input of the chain after it.
 */
function withIdentityCells(rows: readonly NetworkRow[], plan: Plan): NetworkRow[] {
  return rows.flatMap((row, index) => {
    const before = rows[index - 1] as NetworkRow | undefined;
    if (row.kind !== "after" || before?.kind === "cell") {
      const after = rows[index + 1] as NetworkRow | undefined;
      return [row.kind === "cell" && after ? { ...row, channels: inputOf(after, plan) } : row];
    }
    const cell: NetworkRow = {
      ...row,
      kind: "cell",
      words: "cell",
      stride: 1,
      height: before?.height ?? row.height,
      width: before?.width ?? row.width,
      channels: inputOf(row, plan),
      parameterCount: 0,
      multiplyAdds: 0,
    };
    return [cell, row];
  });
}

function inputOf({ group, cell }: NetworkRow, plan: Plan): number {
  const path = `group ${group}/cell ${cell}/after/`;
  return (plan.operations.find((operation) => operation.path.startsWith(path)) as PlanOperation).inputChannels;
}
