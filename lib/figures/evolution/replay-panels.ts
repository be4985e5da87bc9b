/** Below a replay's chart: what the step changed, beside the best network so far with its motifs. */
import { fitnessWords, meanWords } from "../../rows/network-words.js";
import type { AnnotatedGenotype } from "../architectures/annotate-genotype.js";
import { fitting } from "../architectures/arrange-drawings.js";
import type { DrawingConfig } from "../architectures/drawing-config.js";
import { DRAWING_WIDTH } from "../architectures/drawing-width.js";
import { frameOf, moveShapes, type Shape } from "../architectures/drawing.js";
import { motifFrame, motifHead } from "../architectures/motif-head.js";
import { keyDrawing, keyItems, markedItem } from "../architectures/operation-key.js";
import { meanings } from "../output/theme.js";
import type { BestFrom } from "./best-changes.js";
import { annotated, areEncodable, changedMotif, looksOf, packMotif, unpack } from "./encode-individual.js";
import type { LineageRow } from "./lineage.js";
import { liveGraph, liveGraphData, liveSize } from "./live-graph.js";

const GAP = 8;
const INSET = 10;
const HEAD = 46;
const SMALL_HEAD = 26;

/** Parts of a Vega specification; `shapes` are what never changes. */
export interface ReplayPanels {
  readonly height: number;
  readonly shapes: readonly Shape[];
  readonly data: readonly object[];
  readonly marks: readonly object[];
  /** What a row of the data set `rows` needs for its panel. */
  readonly packed: (row: LineageRow) => object;
}

/** Settings of {@link replayPanels}. */
export interface ReplayPanelsConfig extends DrawingConfig {
  readonly isAccuracy: boolean;
}

/** The panels, from `top` down; they read the data set `now` and the signal `step`. */
export function replayPanels(
  rows: readonly LineageRow[],
  best: readonly BestFrom<LineageRow>[],
  top: number,
  config: ReplayPanelsConfig,
): ReplayPanels {
  const all = new Map(rows.map((row) => [row, annotated(row, config)]));
  const of = (row: LineageRow): AnnotatedGenotype => all.get(row) as AnnotatedGenotype;
  const [first] = rows;
  const { levels, levelCount } = of(first);
  const words = panelWords(config.isAccuracy);
  if (![...all.values()].every(areEncodable)) {
    const marks = [words("now", NOW_WORDS, INSET, top), words("leader", LEADER_WORDS, INSET, top + 2 * LINE)];
    return {
      height: 4 * LINE,
      shapes: [],
      data: [leaderData(best, config, () => ({}))],
      marks: marks.flat(),
      packed: () => ({}),
    };
  }
  const motifs = levels.slice(0, -1).flat();
  const sizesOf = [...all.values()].flatMap((each) => each.levels.flat());
  const largest = (isClosed: boolean, nodeCounts: readonly number[]) => {
    const each = nodeCounts.map((nodeCount) => liveSize(nodeCount, isClosed));
    return {
      width: Math.max(0, ...each.map(({ width }) => width)),
      height: Math.max(0, ...each.map(({ height }) => height)),
    };
  };
  const cellSize = largest(false, [
    ...new Set(sizesOf.filter(({ isCell }) => isCell).map(({ nodeCount }) => nodeCount)),
  ]);
  const motifSize = largest(true, [
    ...new Set(sizesOf.filter(({ isCell }) => !isCell).map(({ nodeCount }) => nodeCount)),
  ]);
  const half = (DRAWING_WIDTH - GAP) / 2;
  const upper = { width: half, height: HEAD + Math.max(cellSize.height, motifSize.height) + 2 * INSET };
  const right = half + GAP;
  const lower = { width: motifSize.width + 2 * INSET, height: SMALL_HEAD + motifSize.height + INSET };
  const columns = fitting(DRAWING_WIDTH, lower.width, GAP);
  const lowerTop = top + upper.height + 30;
  const place = (index: number) => ({
    x: (index % columns) * (lower.width + GAP),
    y: lowerTop + Math.floor(index / columns) * (lower.height + GAP),
  });
  const quiet = { kind: "text", size: 12, align: "left", colour: meanings.quietText } as const;
  const withLevel = levelCount > 3;
  const panels = motifs.flatMap((motif, index): readonly Shape[] => {
    const { x, y } = place(index);
    const used = { ...motif, used: true };
    return moveShapes([motifFrame(used, lower), ...motifHead(used, INSET, SMALL_HEAD / 2 + 1, { withLevel })], x, y);
  });
  const rowCount = Math.ceil(motifs.length / columns);
  const bottom = motifs.length === 0 ? top + upper.height : place((rowCount - 1) * columns).y + lower.height;
  const items = [...keyItems(sizesOf), markedItem("the edge that the step's mutation drew")];
  const key = config.key === false ? undefined : keyDrawing(items, DRAWING_WIDTH);
  const shapes: readonly Shape[] = [
    ...moveShapes([frameOf(upper)], 0, top),
    ...moveShapes([frameOf(upper)], right, top),
    ...(motifs.length === 0 ? [] : [{ ...quiet, x: 0, y: lowerTop - 14, text: "motifs of the best network so far" }]),
    ...panels,
    ...(key === undefined ? [] : moveShapes(key.shapes, 0, bottom + 12)),
  ];
  const graphTop = top + HEAD;
  const graphs = [
    liveGraph("changed", INSET + 4, graphTop, levelCount),
    liveGraph("leader cell", right + INSET + 4, graphTop, levelCount),
    ...motifs.map((_, index) => {
      const { x, y } = place(index);
      return liveGraph(`leader motif ${index}`, x + INSET, y + SMALL_HEAD, levelCount);
    }),
  ];
  const packedLeaders = (row: LineageRow): object => ({
    c: packMotif(of(row).cell),
    m: of(row).levels.slice(0, -1).flat().map(packMotif),
  });
  const data = [
    ...liveGraphData(
      sizesOf.map(({ nodeCount }) => nodeCount),
      looksOf(of(first), first, config),
    ),
    { name: "changed", source: "now", transform: [unpack("g")] },
    leaderData(best, config, packedLeaders),
    { name: "leader cell", source: "leader", transform: [unpack("c")] },
    ...motifs.map((_, index) => ({
      ...{ name: `leader motif ${index}`, source: "leader", transform: [unpack(`m[${index}]`)] },
    })),
    ...graphs.flatMap((graph) => graph.data),
  ];
  const marks = [
    ...words("now", NOW_WORDS, INSET, top + 16),
    ...words("leader", LEADER_WORDS, right + INSET, top + 16),
    ...graphs.map(({ mark }) => mark),
  ];
  return {
    height: bottom - top + (key === undefined ? 0 : 12 + key.height),
    ...{ shapes, data, marks },
    packed: (row) => ({ g: packMotif(changedMotif(of(row), row)) }),
  };
}

const LINE = 18;

/** The best network at every step: the one row of `leader` is that of the signal `step`. */
function leaderData(
  best: readonly BestFrom<LineageRow>[],
  { isAccuracy }: ReplayPanelsConfig,
  packed: (row: LineageRow) => object,
): object {
  return {
    name: "leader",
    values: best.map(({ step, network, row }, index) => ({
      ...{ from: step, until: best[index + 1]?.step ?? Number.MAX_SAFE_INTEGER },
      first: network.step,
      said: meanWords(network, { isAccuracy }),
      expected: fitnessWords(network.expected, { isAccuracy }),
      ...packed(row),
    })),
    transform: [{ type: "filter", expr: "datum.from <= step && step < datum.until" }],
  };
}

const NOW_WORDS = [
  "'step ' + datum.step + (isValid(datum.parent) ? ', mutated from step ' + datum.parent : ', drawn at random') + ': ' + FITNESS",
  "isValid(datum.parent) ? datum.change : 'its cell'",
] as const;
const LEADER_WORDS = [
  "'best so far, first at step ' + datum.first + ': ' + datum.said",
  "'expected of a new training: ' + datum.expected",
] as const;

/** A function that gives the marks of two lines of words at a place, the first bold. */
function panelWords(isAccuracy: boolean) {
  const fitness = `(isValid(datum.fitness) ? format(datum.fitness, '${isAccuracy ? ".1%" : ".4f"}') : 'failed')`;
  return (from: string, lines: readonly [string, string], x: number, y: number): readonly object[] =>
    lines.map((line, index) => ({
      type: "text",
      from: { data: from },
      interactive: false,
      encode: {
        update: {
          ...{ x: { value: x }, y: { value: y + index * LINE }, baseline: { value: "middle" } },
          text: { signal: line.replace("FITNESS", fitness) },
          ...{ fontSize: { value: 12 }, fill: { value: index === 0 ? meanings.text : meanings.quietText } },
          fontWeight: { value: index === 0 ? "bold" : "normal" },
        },
      },
    }));
}
