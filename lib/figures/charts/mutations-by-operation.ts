/** What mutations gain, by kind and operation, beside the luck of training a network once more. Deck, "Mutation". */
import { percentWords } from "../../input/quantity.js";
import { type MutationPay, mutationPay, type MutationPays } from "../../rows/mutation-pay.js";
import type { MutationRow } from "../../rows/mutation-rows.js";
import { fitnessWords, pointsWords } from "../../rows/network-words.js";
import type { Figure } from "../output/figure.js";
import { primitiveLook } from "../output/operation-look.js";
import { textWidth } from "../output/text-width.js";
import { meanings, sizes } from "../output/theme.js";
import { chartFigure, type ChartConfig, checkChart, extent, isAccuracy, widthBeside } from "./chart-parts.js";
import { checkMutations, noMutations } from "./mutations-over-time.js";

const SAME = "same network, trained again";
const HEAD = "fitter than the parent";
const ROW = 24;

/**
 * A row for the mutations that left the network as it is, and one for each kind and operation of the others: the mean
 * gain of the child over its parent, with its 95 % interval. A band repeats that of the same network across all rows:
 * what lies in it is luck. Groups that differ from it more than chance are filled and named in the title.
 */
export function mutationsByOperation(
  rows: readonly MutationRow[],
  config: Pick<ChartConfig, "title" | "width" | "height" | "fitnessTitle"> = {},
): Figure {
  checkMutations("mutationsByOperation", rows);
  checkChart("mutationsByOperation", config);
  const pays = mutationPay(rows);
  const words = { isAccuracy: isAccuracy(config) };
  const title = config.title ?? titleOf(pays);
  const known = pays.groups.filter(({ gain }) => gain !== null);
  if (known.length === 0) return noMutations(title, { width: config.width ?? sizes.chartWidth, height: 80 });
  const named = [
    ...(pays.same.drawn === 0 ? [] : [{ ...pays.same, name: SAME, by: "same" as const, differs: false }]),
    ...pays.groups.map((group) => ({ ...group, name: nameOf(group) })),
  ];
  const values = named.map(({ name, by, drawn, paid, gain, differs }) => ({
    ...{ name, by, drawn, paid, differs },
    ...(gain === null ? {} : { estimate: scaled(gain.estimate), lower: scaled(gain.lower), upper: scaled(gain.upper) }),
    said: `${percentWords(drawn === 0 ? 0 : paid / drawn)} of ${drawn}`,
  }));
  const names = values.map(({ name }) => name);
  const [nameWidth, saidWidth] = [names, [HEAD, ...values.map(({ said }) => said)]].map(
    (texts) => extent(texts.map((each) => textWidth(each, sizes.small, true)))[1],
  );
  const width = Math.min(360, widthBeside(config, nameWidth + saidWidth));
  const drawnWidth = config.width ?? width;
  const [low, high] = extent([0, ...values.flatMap(({ lower = 0, upper = 0 }) => [lower, upper])]);
  const x = {
    ...{ type: "quantitative", title: words.isAccuracy ? "gain over the parent, points" : "gain over the parent" },
    scale: { domain: [low, high], nice: true },
    axis: {
      format: words.isAccuracy ? "+.1f" : "+~g",
      tickCount: 6,
      labelExpr: "datum.value === 0 ? '0' : datum.label",
    },
  };
  const y = {
    ...{ field: "name", type: "nominal", title: null, sort: names, scale: { domain: names } },
    axis: { ticks: false, domain: false },
  };
  const tooltip = [
    { field: "name", type: "nominal", title: "mutations" },
    { field: "drawn", type: "quantitative", format: ",d" },
    { field: "paid", type: "quantitative", format: ",d", title: HEAD },
    ...["estimate", "lower", "upper"].map((field) => ({
      ...{ field, type: "quantitative", format: words.isAccuracy ? "+.2f" : "+.4f" },
      title: field === "estimate" ? "mean gain" : field,
    })),
  ];
  const color = { condition: { test: "datum.by === 'same'", value: meanings.quietText }, value: meanings.evolution };
  const { gain: luck } = pays.same;
  const band = luck === null ? [] : [{ from: scaled(luck.lower), to: scaled(luck.upper) }];
  const subtitle = `the child's fitness less its parent's, mean and 95 % interval; band: a network trained once more falls back, since its parent was chosen for a lucky training; filled: differs from that by more than chance (Bonferroni, ${pays.groups.length} groups)`;
  const head = { title, subtitle, width: drawnWidth + nameWidth + saidWidth };
  const gains = named.map(({ name, gain, drawn }) =>
    gain === null ? `${name} ${drawn}` : `${name} ${signed(gain.estimate, words)} in ${drawn}`,
  );
  return chartFigure(head, `Mean gain by mutation: ${gains.join("; ")}.`, {
    ...{ width: drawnWidth, height: config.height ?? ROW * Math.max(2, values.length), data: { values } },
    layer: [
      {
        data: { values: band },
        mark: { type: "rect", color: meanings.quietText, opacity: 0.16, tooltip: false },
        encoding: { x: { field: "from", ...x }, x2: { field: "to" } },
      },
      {
        data: { values: [{ zero: 0 }] },
        mark: { type: "rule", color: meanings.quietText, tooltip: false },
        encoding: { x: { field: "zero", ...x } },
      },
      {
        mark: { type: "rule", strokeWidth: 2.5 },
        encoding: { x: { field: "lower", ...x }, x2: { field: "upper" }, y, color, tooltip },
      },
      ...[true, false].map((differs) => ({
        transform: [{ filter: `${differs ? "" : "!"}datum.differs && isValid(datum.estimate)` }],
        mark: {
          ...{ type: "point", size: 70, opacity: 1, strokeWidth: 2, filled: false },
          fill: differs ? meanings.evolution : meanings.background,
        },
        encoding: { x: { field: "estimate", ...x }, y, stroke: color, tooltip },
      })),
      {
        mark: { type: "text", align: "left", baseline: "middle", fontSize: sizes.small, color: meanings.quietText },
        encoding: { x: { value: drawnWidth + 12 }, y, text: { field: "said" } },
      },
      {
        data: { values: [{ said: HEAD }] },
        mark: { type: "text", align: "left", fontSize: sizes.small, fontStyle: "italic", color: meanings.quietText },
        encoding: { x: { value: drawnWidth + 12 }, y: { value: -8 }, text: { field: "said" } },
      },
    ],
  });

  function scaled(gain: number): number {
    return words.isAccuracy ? 100 * gain : gain;
  }
}

function nameOf({ name, by }: MutationPay): string {
  if (by === "kind") return `${name} an edge`;
  const { words } = primitiveLook(name, [name]);
  return `edge becomes ${words.replace(" of C channels", "")}`;
}

function titleOf({ same, groups }: MutationPays): string {
  if (groups.length === 0) return "No mutation changed a network";
  if (same.gain === null) return "What mutations gain: no network was trained again to compare with";
  const differing = groups.filter(({ differs }) => differs);
  if (differing.length === 0) return "No kind of mutation gains or loses more than training the network again";
  const said = differing.slice(0, 2).map((group) => {
    const more = (group.gain?.estimate ?? 0) > (same.gain?.estimate ?? 0);
    return `${nameOf(group)} (${more ? "more" : "less"})`;
  });
  return `${differing.length} of ${groups.length} groups gain differently from a new training: ${said.join(", ")}${differing.length > 2 ? ", …" : ""}`;
}

function signed(gain: number, words: { readonly isAccuracy: boolean }): string {
  const said = words.isAccuracy ? pointsWords(Math.abs(gain), words) : fitnessWords(Math.abs(gain), words);
  return `${gain < 0 ? "−" : "+"}${said}`;
}
