/** Below a picture of many individuals, the one that a click picked: its cell, and the motif that its mutation changed. */
import { meanWords } from "../../rows/network-words.js";
import { networkFinder } from "../../rows/trained-networks.js";
import type { Shape } from "../architectures/drawing.js";
import { frameOf, moveShapes } from "../architectures/drawing.js";
import type { DrawingConfig } from "../architectures/drawing-config.js";
import { DRAWING_WIDTH } from "../architectures/drawing-width.js";
import { keyDrawing, keyItems, markedItem } from "../architectures/operation-key.js";
import { meanings } from "../output/theme.js";
import { changeWords } from "./change-words.js";
import { annotated, areEncodable, changedMotif, looksOf, packMotif, unpack } from "./encode-individual.js";
import type { FamilyRow, LineageRow } from "./lineage.js";
import { liveGraph, liveGraphData, liveSize } from "./live-graph.js";

const GAP = 10;
const INSET = 10;
const HEAD = 46;

/** Parts of a Vega specification. */
export interface PickedPanel {
  readonly height: number;
  readonly shapes: readonly Shape[];
  readonly signals: readonly object[];
  readonly data: readonly object[];
  readonly marks: readonly object[];
}

/** Whether rows have their genotypes, as a study's rows do. */
export const haveGenotypes = (rows: readonly FamilyRow[]): rows is readonly LineageRow[] =>
  rows.length > 0 && rows.every((row) => (row as Partial<LineageRow>).genotype !== undefined);

/**
 * The panels at `top`, of the individual whose step is the signal `picked`, at first `step`; a click on a mark whose
 * name is in `picking` picks its datum's. Undefined if graphs of the genotypes are too large.
 */
export function pickedPanel(
  rows: readonly LineageRow[],
  step: number,
  top: number,
  config: DrawingConfig & { readonly isAccuracy: boolean; readonly picking: readonly string[] },
): PickedPanel | undefined {
  const { picking } = config;
  const all = rows.map((row) => ({ row, genotype: annotated(row, config) }));
  if (!all.every(({ genotype }) => areEncodable(genotype))) return undefined;
  const [{ row: firstRow, genotype: first }] = all;
  const motifs = all.flatMap(({ genotype }) => genotype.levels.flat());
  const sizes = motifs.map(({ nodeCount, isCell }) => liveSize(nodeCount, !isCell));
  const networkOf = networkFinder(rows);
  const saidOf = (row: LineageRow): string => {
    const network = networkOf(row);
    return network === undefined || network.trainingCount < 2 ? "" : `; its network ${meanWords(network, config)}`;
  };
  const half = (DRAWING_WIDTH - GAP) / 2;
  const panel = { width: half, height: HEAD + Math.max(...sizes.map(({ height }) => height)) + 2 * INSET };
  const right = half + GAP;
  const graphs = [
    liveGraph("picked cell", INSET + 4, top + HEAD, first.levelCount),
    liveGraph("picked motif", right + INSET + 4, top + HEAD, first.levelCount),
  ];
  const key =
    config.key === false
      ? undefined
      : keyDrawing([...keyItems(motifs), markedItem("the edge that the mutation drew")], DRAWING_WIDTH);
  const text = (x: number, y: number, signal: string, isBold: boolean): object => ({
    type: "text",
    from: { data: "picked" },
    interactive: false,
    encode: {
      update: {
        ...{ x: { value: x }, y: { value: top + y }, text: { signal }, baseline: { value: "middle" } },
        ...{ fontSize: { value: 12 }, fill: { value: isBold ? meanings.text : meanings.quietText } },
        fontWeight: { value: isBold ? "bold" : "normal" },
      },
    },
  });
  return {
    height: panel.height + (key === undefined ? 0 : 12 + key.height),
    shapes: [
      ...moveShapes([frameOf(panel)], 0, top),
      ...moveShapes([frameOf(panel)], right, top),
      ...(key === undefined ? [] : moveShapes(key.shapes, 0, top + panel.height + 12)),
    ],
    signals: [
      {
        name: "picked",
        value: step,
        on: [{ events: picking.map((markname) => ({ type: "click", markname })), update: "datum.step" }],
      },
    ],
    data: [
      ...liveGraphData(
        motifs.map(({ nodeCount }) => nodeCount),
        looksOf(first, firstRow, config),
      ),
      {
        name: "picked",
        values: all.map(({ row, genotype }) => ({
          ...{ step: row.step, parent: row.parent ?? null, fitness: row.fitness ?? null },
          said: saidOf(row),
          ...{ did: row.mutation == null ? "" : changeWords(row, config.primitives) },
          ...{ c: packMotif(genotype.cell), g: packMotif(changedMotif(genotype, row)) },
        })),
        transform: [{ type: "filter", expr: "datum.step === picked" }],
      },
      { name: "picked cell", source: "picked", transform: [unpack("c")] },
      {
        ...{ name: "picked motif", source: "picked" },
        transform: [{ type: "filter", expr: "datum.did !== ''" }, unpack("g")],
      },
      ...graphs.flatMap(({ data }) => data),
    ],
    marks: [
      text(
        INSET,
        16,
        `'step ' + datum.step + (isValid(datum.fitness) ? ': ' + format(datum.fitness, '${config.isAccuracy ? ".1%" : ".4f"}') : ': failed') + datum.said`,
        true,
      ),
      text(INSET, 34, "'its cell; click another individual to see it'", false),
      text(right + INSET, 16, "isValid(datum.parent) ? 'mutated from step ' + datum.parent : 'drawn at random'", true),
      text(right + INSET, 34, "datum.did", false),
      ...graphs.map(({ mark }) => mark),
    ],
  };
}
