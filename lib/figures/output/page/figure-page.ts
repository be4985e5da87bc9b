/** Figures in HTML that need no network: drawn by Vega in the page, interactive, light or dark as the reader's screen. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import * as v from "valibot";
import { projectFolder } from "../../../files/project-folder.js";
import { checkList } from "../../../input/settings.js";
import { visible } from "../../../input/printable.js";
import { oneOf, type Schema } from "../../../input/schema.js";
import { checkConfig, text } from "../check-input.js";
import { darkColour } from "../dark-theme.js";
import { fontFaces } from "../font-faces.js";
import type { Figure } from "../figure.js";
import { mapColours } from "../map-colours.js";
import { markupText } from "../markup.js";
import { svgToSmallPng } from "../png.js";
import { svgSize } from "../scale-svg.js";
import { toSvg, toVega } from "../svg.js";

/** The parts of a page with figures. */
export interface FigureParts {
  /** Styles, for the page's head. */
  readonly head: string;
  /** Each figure's element, for where it stands. */
  readonly figures: readonly string[];
  /** Scripts, for the end of the page's body. */
  readonly foot: string;
}

const requireHere = createRequire(__filename);
/** The page's own styles and script, which browsers read as they are. */
const own = (name: string): string =>
  readFileSync(join(projectFolder, "lib", "figures", "output", "page", name), "utf8");

/**
 * The parts of a page that shows `figures`, with Vega once. A reader without scripts sees pictures, one who cannot see
 * them hears their descriptions.
 */
export function figureParts(figures: readonly Figure[]): FigureParts {
  const palette = new Map<string, readonly [number, string, string]>();
  const elements = figures.map((figure, index) => figureElement(figure, `figure-${index + 1}`, palette));
  const pairs = [...palette.values()].map(([, light, dark]) => [light, dark]);
  const vega = readFileSync(requireHere.resolve("vega/build/vega.min.js"), "utf8");
  return {
    head: `<style>${fontFaces()}${own("figure-page.css")}</style>`,
    figures: elements,
    foot: `<script type="application/json" id="hiernas-palette">${JSON.stringify(pairs)}</script>
${[vega, own("live-figures.js")].map((script) => `<script>${script.replaceAll("</script", "<\\/script")}</script>`).join("\n")}`,
  };
}

/** Settings of {@link figurePage}. */
export interface PageConfig {
  /** By default the first figure's. */
  readonly title?: string;
  /** By default as the reader's screen. */
  readonly theme?: "light" | "dark";
}

const schema: Schema<PageConfig> = v.object({ title: v.optional(text), theme: v.optional(oneOf(["light", "dark"])) });

/** What a page made here has in its first lines. */
export const PAGE_MARK = '<meta name="generator" content="hiernas">';

/** A file that shows `figures` below each other, without any other file or a network. Throws InputError for no list. */
export function figurePage(figures: readonly Figure[], config: PageConfig = {}): string {
  checkList("page: figures", figures);
  checkConfig("page", config, schema);
  const { title = figures[0]?.title ?? "Figures", theme } = config;
  const parts = figureParts(figures);
  return `<!doctype html>
<html lang="en"${theme === undefined ? "" : ` data-theme="${theme}"`}>
<head>
<meta charset="utf-8">
${PAGE_MARK}
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${markupText(visible(title))}</title>
${parts.head}
<style>${own("alone.css")}</style>
</head>
<body>
<main>
${parts.figures.join("\n")}
</main>
${parts.foot}
</body>
</html>
`;
}

type Palette = Map<string, readonly [number, string, string]>;

/** Marks around a colour's number, from Unicode's private use: no text of a figure has them. */
const [OPEN, CLOSE] = ["\ue000", "\ue001"];

function figureElement(figure: Figure, id: string, palette: Palette): string {
  const spec = mapColours(toVega(figure), (colour, role) => {
    const key = `${role} ${colour}`;
    const [index] = palette.get(key) ?? [palette.size];
    palette.set(key, [index, colour, darkColour(colour, role)]);
    return `${OPEN}${index}${CLOSE}`;
  });
  const svg = toSvg(figure);
  const { width, height } = svgSize(svg);
  const png = Buffer.from(svgToSmallPng(svg, { mode: "zoom", value: 1 })).toString("base64");
  const words = markupText(visible(`${figure.title}. ${figure.description}`));
  const [across, down] = [Math.ceil(width), Math.ceil(height)];
  return `<figure class="hiernas-figure" id="${id}" tabindex="0" role="group" aria-label="${words}">
<div class="hiernas-picture" style="min-height:${down}px"></div>
<noscript><img src="data:image/png;base64,${png}" width="${across}" height="${down}" alt="${words}"></noscript>
<script type="application/json">${inScript(JSON.stringify(spec))}</script>
</figure>`;
}

/** JSON inside a script element: nothing in it ends the element or begins a comment. */
function inScript(json: string): string {
  return json.replaceAll("<", "\\u003c");
}
