/** The population, a tournament and its child in three lanes on one axis of fitness. */
import { max } from "d3-array";
import { type Competitors, competitorsOf } from "../../rows/competing.js";
import type { LineageRow } from "./lineage.js";
import { fitnessWords, pointsWords, type MeanWordsConfig } from "../../rows/network-words.js";
import { DRAWING_WIDTH } from "../architectures/drawing-width.js";
import { textWidth } from "../output/text-width.js";
import { FITNESS_TITLE, PERCENT } from "../charts/chart-parts.js";
import { meanings } from "../output/theme.js";

/** What a picture of a step needs from an individual; `evolutionRows` gives it. */
export interface StepPictureRow extends LineageRow {
  /** Who competed in its tournament; absent or null for an individual drawn at random. */
  readonly competitors?: Competitors | null;
  /** Its place in the order in which evaluations finished; needed if `competitors` are to be drawn again. */
  readonly arrival?: number;
}

/** Sizes of the lanes in pixels. */
export const stepLaneSizes = Object.freeze({ width: DRAWING_WIDTH, left: 86, right: 200, stack: 84, lane: 30 });

const { width: WIDTH, left: LEFT, right: RIGHT, stack: STACK, lane: LANE } = stepLaneSizes;

/** The diameter of a dot of the population, in pixels. */
const DOT = 5;

/** Parts of a Vega specification, with what they show in words. */
export interface StepLanes {
  readonly height: number;
  readonly words: string;
  readonly data: readonly object[];
  readonly scales: readonly object[];
  readonly marks: readonly object[];
}

/** The lanes of `child`'s step, one of `rows`; rows of later steps are left out. */
export function stepLanes(
  rows: readonly StepPictureRow[],
  child: StepPictureRow,
  fitnessTitle: string | undefined,
  fitnessDomain: readonly [number, number] | undefined,
): StepLanes {
  const words = { isAccuracy: fitnessTitle === undefined };
  const earlier = rows.filter(({ step }) => step < child.step);
  const scored = earlier.filter(({ fitness }) => fitness != null);
  const competitors = new Set(competitorsOf(rows, child));
  const domain = fitnessDomain ?? domainOf([...scored, child]);
  const across = WIDTH - LEFT - RIGHT;
  const place = (fitness: number): number => ((fitness - domain[0]) / (domain[1] - domain[0])) * across;
  const failedCount = earlier.length - scored.length;
  const rank = child.fitness == null ? 0 : 1 + scored.filter((row) => row.fitness! > child.fitness!).length;
  const winner = rows.find(({ step }) => step === child.parent);
  const gain =
    child.fitness == null || winner?.fitness == null
      ? ""
      : `, ${child.fitness < winner.fitness ? "−" : "+"}${pointsWords(Math.abs(child.fitness - winner.fitness), words)}`;
  const childWords =
    child.fitness == null
      ? `#${child.step} failed: it stays in the population, but never wins`
      : `#${child.step}: ${fitnessWords(child.fitness, words)}, place ${rank} of ${scored.length + 1}${gain}`;
  const winnerWords =
    winner?.fitness == null
      ? ""
      : `#${winner.step} wins among ${competitors.size}: ${fitnessWords(winner.fitness, words)}`;
  const failedInIt = earlier.filter(({ step, fitness }) => competitors.has(step) && fitness == null).length;
  const drawn = competitors.size === 0 ? "no tournament: drawn at random" : "";
  const middle = { tournament: STACK + LANE / 2, child: STACK + LANE * 1.5 };
  // There is room to the right of the tournament, where the winner need not be the rightmost: it won by the mean of its
  // network. The child is alone in its lane, with room on one of its sides.
  const rightmost = max(earlier, ({ step, fitness }) => (competitors.has(step) ? fitness : null));
  const beside = (fitness: number | null | undefined, text: string, y: number): object => {
    const x = fitness == null ? -11 : place(fitness);
    const fits = x + 11 + textWidth(text, 12, true) < across + RIGHT;
    return { x: x + (fits ? 11 : -11), y, text, bold: true, align: fits ? "left" : "right" };
  };
  const name = (text: string, y: number): object => ({ x: -LEFT, y, text, bold: false, align: "left" });
  const texts = [
    name("population", STACK - 8),
    name("tournament", middle.tournament),
    name("child", middle.child),
    beside(winnerWords ? rightmost : null, winnerWords || drawn, middle.tournament),
    beside(child.fitness, childWords, middle.child),
  ];
  const told = (row: StepPictureRow): object => ({ step: row.step, fitness: row.fitness });
  const competing = scored.filter(({ step }) => competitors.has(step));
  return {
    height: STACK + 2 * LANE + 38,
    words: `${earlier.length} in the population${failedCount ? `, ${failedCount} of them failed` : ""}; ${competitors.size} competed${failedInIt ? `, ${failedInIt} of them failed` : ""}. ${winnerWords}${winnerWords ? ". " : ""}Child ${childWords}.`,
    data: [
      { name: "population", values: stackDots(scored, place) },
      { name: "competing", values: competing.map((row) => ({ ...told(row), wins: row === winner })) },
      { name: "born", values: child.fitness == null ? [] : [told(child)] },
      { name: "said", values: texts },
    ],
    scales: [
      { name: "fitness", type: "linear", domain, range: [0, across], zero: false, nice: false },
      { name: "lanes", type: "linear", domain: [0, 1], range: [STACK + 2 * LANE, 0] },
    ],
    marks: [
      {
        type: "group",
        encode: {
          enter: {
            ...{ x: { value: LEFT }, y: { value: 0 }, width: { value: across }, height: { value: STACK + 2 * LANE } },
          },
        },
        axes: [
          {
            ...{ scale: "fitness", orient: "bottom", title: fitnessTitle ?? FITNESS_TITLE, tickCount: 8, grid: true },
            ...(words.isAccuracy ? PERCENT : { format: ".2f" }),
            ...{ gridScale: "lanes", gridColor: "#EBEBEB" },
          },
        ],
        marks: [
          // From the winner, the parent, to its child.
          ...(winner?.fitness == null || child.fitness == null
            ? []
            : [
                {
                  type: "rule",
                  interactive: false,
                  encode: {
                    enter: {
                      ...{ x: { value: place(winner.fitness) }, y: { value: middle.tournament } },
                      ...{ x2: { value: place(child.fitness) }, y2: { value: middle.child } },
                      ...{ stroke: { value: meanings.quietText }, strokeWidth: { value: 1.5 } },
                    },
                  },
                },
              ]),
          dots("population", { y: { field: "y" }, size: { value: DOT * DOT }, fill: { value: "#B5B5B5" } }, words),
          dots(
            "competing",
            {
              y: { value: middle.tournament },
              size: { signal: "datum.wins ? 110 : 55" },
              fill: { signal: `datum.wins ? '${meanings.evolution}' : '${meanings.background}'` },
              stroke: { value: meanings.evolution },
              strokeWidth: { value: 1.5 },
            },
            words,
          ),
          dots(
            "born",
            {
              y: { value: middle.child },
              shape: { value: "diamond" },
              size: { value: 130 },
              fill: { value: meanings.best },
            },
            words,
          ),
          {
            type: "text",
            from: { data: "said" },
            interactive: false,
            encode: {
              enter: {
                ...{ x: { field: "x" }, y: { field: "y" }, text: { field: "text" }, align: { field: "align" } },
                ...{ baseline: { value: "middle" }, fontSize: { value: 12 }, fill: { value: meanings.text } },
                fontWeight: { signal: "datum.bold ? 'bold' : 'normal'" },
              },
            },
          },
        ],
      },
    ],
  };
}

function dots(data: string, look: object, { isAccuracy }: MeanWordsConfig): object {
  const format = isAccuracy ? ".1%" : ".4f";
  const tooltip = { signal: `{title: 'step ' + datum.step, fitness: format(datum.fitness, '${format}')}` };
  return {
    type: "symbol",
    from: { data },
    encode: { enter: { x: { scale: "fitness", field: "fitness" }, tooltip, ...look } },
  };
}

/** Stacks dots of about equal fitness; when there are many, they overlap but stay in their lane. */
function stackDots(scored: readonly StepPictureRow[], place: (fitness: number) => number): readonly object[] {
  const stacks = new Map<number, number>();
  const stacked = scored.map(({ step, fitness }) => {
    const bin = Math.round(place(fitness as number) / DOT);
    const above = stacks.get(bin) ?? 0;
    stacks.set(bin, above + 1);
    return { step, fitness, above };
  });
  const most = Math.max(1, ...stacks.values());
  const distance = Math.min(DOT + 1, (STACK - 14) / most);
  return stacked.map(({ above, ...row }) => ({ ...row, y: Math.round(10 * (STACK - 8 - above * distance)) / 10 }));
}

function domainOf(rows: readonly StepPictureRow[]): readonly [number, number] {
  const values = rows.flatMap(({ fitness }) => (fitness == null ? [] : [fitness]));
  if (values.length === 0) return [0, 1];
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const room = Math.max(0.005, (high - low) * 0.05);
  return [low - room, high + room];
}
