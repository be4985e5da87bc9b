/**
 * A table of results as a picture: published errors as dots with their numbers, and measured ones in a separate block
 * with its own axis. Deck, "Experiments and results".
 */
import * as v from "valibot";
import { oneOf, parseWith, type Schema } from "../../input/schema.js";
import { amount, count, text, yesOrNo } from "../output/check-input.js";
import type { ResultRow, ResultsTable } from "../../rows/results-table.js";
import { seriesChannel, topLegend } from "./chart-legend.js";
import { chartFigure, type ChartConfig, checkChart, extent, messageView, widthBeside } from "./chart-parts.js";
import type { Figure } from "../output/figure.js";
import { textWidth } from "../output/text-width.js";
import { meanings, searchColour, searchFamily, sizes } from "../output/theme.js";
import { wrapText } from "../output/wrap-text.js";

const pictureSchema: Schema<Omit<ResultsTable, "name">> = v.object({
  title: text,
  rows: v.array(
    v.object({
      ...{ source: oneOf(["published", "measured"]), name: text, measure: text, error: amount },
      ...{ spread: v.nullable(amount), trainings: v.nullable(count), isPapers: yesOrNo },
      ...{ isPointed: v.optional(yesOrNo), group: v.optional(text) },
    }),
  ),
  measuredBy: v.nullable(text),
});

const ROW_HEIGHT = 19;
const LABEL_ROOM = 78;
/** The least useful width of a panel, in pixels. */
const LEAST_PANEL = 140;

/**
 * Published errors above, one panel per measure; below, under a heading and on a separate axis, the errors measured
 * here. The two never share an axis because their trainings differ.
 */
export function resultsTable(table: Omit<ResultsTable, "name">, config: ChartConfig = {}): Figure {
  parseWith(pictureSchema, table, "resultsTable");
  checkChart("resultsTable", config);
  const { measuredBy } = table;
  const rows = table.rows.map((row) => ({ ...row, name: rowName(row) }));
  if (rows.length === 0) {
    const [title, width] = [config.title ?? table.title, config.width ?? sizes.chartWidth];
    return chartFigure({ title, width }, "No results.", { ...messageView("No results", { width, height: 80 }) });
  }
  const published = rows.filter(({ source }) => source === "published");
  const measured = rows.filter(({ source }) => source === "measured");
  const title = config.title ?? titleOf(table.rows) ?? table.title;
  const groups = [...new Set(published.flatMap(({ group }) => group ?? []))];
  const subtitle = `${title === table.title ? "" : `${table.title}: `}error in per cent, lower is better, ± standard deviation where it is known${groups.length === 0 ? "" : "; how a model was found is from memory of the literature"}`;
  const rowCount = (of: readonly ResultRow[]): number => new Set(of.map(({ name }) => name)).size;
  const rowHeight =
    config.height === undefined
      ? ROW_HEIGHT
      : Math.max(13, (config.height - (measured.length === 0 ? 0 : 90)) / (rowCount(published) + rowCount(measured)));
  const names = extent(rows.map(({ name }) => textWidth(name, sizes.small)))[1];
  const width = widthBeside(config, names);
  const block = (of: readonly ResultRow[], heading: string, look: Look): object => {
    const measures = [...new Set(of.map(({ measure }) => measure))];
    // Names stand only before the first panel, so every panel has all rows.
    const rowNames = [...new Set(of.map(({ name }) => name))];
    const room = Math.max(LEAST_PANEL, (width - 24 * (measures.length - 1)) / measures.length);
    return {
      title: {
        text: wrapText(heading, names + Math.max(width, LEAST_PANEL), sizes.text, true),
        fontSize: sizes.text,
        anchor: "start",
        offset: 6,
        color: look.colour,
      },
      spacing: 24,
      hconcat: measures.map((measure, index) =>
        panel(
          of.filter((row) => row.measure === measure),
          {
            measure,
            names: rowNames,
            width: room,
            rowHeight,
            look,
            groups,
            namesWidth: index === 0 ? names : undefined,
          },
        ),
      ),
    };
  };
  const blocks = [
    ...(published.length === 0 ? [] : [block(published, "Published (the deck)", looks.published)]),
    ...(measured.length === 0
      ? []
      : [
          block(
            measured,
            `Measured here: ${measuredBy ?? "another scale"}; not comparable with the above`,
            looks.measured,
          ),
        ]),
  ];
  const words = rows.map((row) => `${row.source}, ${row.name}, ${row.measure}: ${numberOf(row)}`).join("; ");
  return chartFigure({ title, subtitle, width: width + names }, `${words}.`, {
    spacing: 22,
    vconcat: blocks,
    resolve: { scale: { x: "independent", y: "independent" } },
  });
}

interface Look {
  readonly colour: string;
  readonly shape: string;
  readonly filled: boolean;
}

const looks: { readonly [source in ResultRow["source"]]: Look } = Object.freeze({
  published: { colour: meanings.text, shape: "circle", filled: true },
  measured: { colour: meanings.evolution, shape: "diamond", filled: false },
});

interface PanelConfig {
  readonly measure: string;
  /** All rows of the block, with or without this measure. */
  readonly names: readonly string[];
  readonly width: number;
  readonly rowHeight: number;
  readonly look: Look;
  /** How published models were found; empty where the table does not say. */
  readonly groups: readonly string[];
  /** The width of the names at the left; undefined if another panel shows them. */
  readonly namesWidth: number | undefined;
}

function panel(rows: readonly ResultRow[], config: PanelConfig): object {
  const { measure, names, width, rowHeight, look, groups, namesWidth } = config;
  const values = rows.map((row) => ({
    ...row,
    lower: row.error - (row.spread ?? 0),
    upper: row.error + (row.spread ?? 0),
    text: numberOf(row),
  }));
  const [low, high] = extent(values.flatMap(({ lower, upper }) => [lower, upper]));
  const slack = 0.06 * (high - low) || 0.5;
  // Leaves room on the axis for the numbers to the right of the points.
  const room = ((high - low + 2 * slack) * LABEL_ROOM) / Math.max(1, width - LABEL_ROOM);
  const x = {
    ...{ type: "quantitative", title: `${measure}, %` },
    ...{ scale: { domain: [low - slack, high + slack + room], nice: false, zero: false } },
    axis: { tickCount: 4, grid: true, format: ".1f" },
  };
  const y = {
    ...{ field: "name", type: "nominal", title: null, sort: names, scale: { domain: names } },
    axis: {
      ...{ ticks: false, domain: false, grid: true, gridDash: [1, 3] },
      // Aligns the headings of both blocks with the longest name.
      ...(namesWidth === undefined ? { labels: false } : { minExtent: namesWidth + 4 }),
    },
  };
  const isGrouped = rows.some(({ group }) => group !== undefined);
  const color = isGrouped
    ? seriesChannel(
        "group",
        groups,
        groups.map(groupColour),
        topLegend(groups, width + (namesWidth ?? 0), { offset: 2 }),
      )
    : { condition: { test: "datum.isPapers", value: meanings.published }, value: look.colour };
  const textColor = { condition: { test: "datum.isPapers", value: meanings.published }, value: look.colour };
  return {
    ...{ width, height: rowHeight * names.length, data: { values } },
    layer: [
      {
        transform: [{ filter: "datum.spread !== null" }],
        mark: { type: "rule", strokeWidth: 2, opacity: 1 },
        encoding: { x: { field: "lower", ...x }, x2: { field: "upper" }, y, color },
      },
      ...[false, true].map((isStarred) => ({
        transform: [{ filter: `${isStarred ? "" : "!"}(datum.isPapers && datum.isPointed)` }],
        mark: {
          ...{ type: "point", filled: look.filled, opacity: 1 },
          ...(isStarred ? { shape: STAR, size: 200 } : { shape: look.shape, size: 50 }),
        },
        encoding: {
          ...{ x: { field: "error", ...x }, y, color },
          tooltip: [
            { field: "name", type: "nominal" },
            { field: "source", type: "nominal" },
            ...(isGrouped ? [{ field: "group", type: "nominal", title: "found by" }] : []),
            { field: "text", type: "nominal", title: measure },
            ...(values.some(({ trainings }) => trainings !== null)
              ? [{ field: "trainings", type: "quantitative", format: "d" }]
              : []),
          ],
        },
      })),
      {
        mark: { type: "text", align: "left", dx: 7, fontSize: sizes.small },
        encoding: { x: { field: "upper", ...x }, y, text: { field: "text" }, color: textColor },
      },
    ],
  };
}

/** A name with the deck's arrow. */
function rowName({ name, isPointed = false }: ResultRow): string {
  return isPointed ? `→ ${name}` : name;
}

/** A star of five points in a square from −1 to 1. */
const STAR = `M${Array.from({ length: 10 }, (_, index) => {
  const [angle, radius] = [(Math.PI * index) / 5, index % 2 === 0 ? 1 : 0.42];
  return `${(radius * Math.sin(angle)).toFixed(3)},${(-radius * Math.cos(angle)).toFixed(3)}`;
}).join("L")}Z`;

function groupColour(group: string): string {
  if (group === "by hand") return meanings.quietText;
  return searchColour(group) ?? (group === "one-shot" ? searchFamily.flatLimited : searchFamily.random);
}

/** Which published row has the least error, and which place the paper's best takes; undefined if none is the paper's. */
function titleOf(rows: readonly ResultRow[]): string | undefined {
  const [measure] = rows.map((row) => row.measure);
  const own = rows.filter((row) => row.source === "published" && row.measure === measure);
  const sorted = [...own].sort((one, other) => one.error - other.error);
  const place = sorted.findIndex(({ isPapers }) => isPapers);
  if (place < 0) return undefined;
  const [first] = sorted;
  const words = (row: ResultRow): string => `${row.name.replace(/ \(.*\)/, "")}, ${row.error} %`;
  if (place === 0) return `The lowest ${measure} of ${own.length} is the paper's: ${words(first)}`;
  return `The paper's best, ${sorted[place].error} %, is no. ${place + 1} of ${own.length} by ${measure}; the lowest is ${words(first)}`;
}

/** `3.75 ± 0.12`, `21.4`. */
function numberOf({ error, spread, source, measure }: ResultRow): string {
  const digits = source === "measured" || measure.startsWith("ImageNet") ? 1 : 2;
  return spread === null ? error.toFixed(digits) : `${error.toFixed(digits)} ± ${spread.toFixed(digits)}`;
}
