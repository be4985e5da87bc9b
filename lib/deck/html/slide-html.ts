/** A slide as a section of the page. */
import { markupText } from "../../figures/output/markup.js";
import { toVega } from "../../figures/output/svg.js";
import type { Json } from "../../figures/output/figure.js";
import type { DeckFigurePlace, DeckSlide } from "../deck.js";
import type { PlacedText } from "../layout/stack-texts.js";
import { CELL, columnWidths, indentOf, itemGap } from "../layout/measure-text.js";
import { type Area, areas } from "../layout/slide-size.js";
import { runsHtml } from "./runs-html.js";

/** A slide's HTML and the specifications of its figures, by the ids that the HTML gives them. */
export interface SlideHtml {
  readonly html: string;
  readonly specs: Readonly<Record<string, Json>>;
}

/** The slide numbered `number`, from 1. */
export function slideHtml({ slide, layout, texts, figures, notes }: DeckSlide, number: number): SlideHtml {
  const specs: Record<string, Json> = {};
  const drawn = figures.map((figure, index) => {
    const id = `figure-${number}-${index + 1}`;
    if (figure.placed !== undefined) specs[id] = toVega(figure.placed.bare);
    return figureHtml(figure, id);
  });
  const title = `<h2 class="title${slide.isCover ? " cover" : ""}" style="${box(layout.titleArea)}font-size:${layout.titleSize}px">${markupText(slide.title)}</h2>`;
  const part = slide.part === "" ? "" : `<p class="part" style="${box(areas.part)}">${markupText(slide.part)}</p>`;
  const sources = slide.sources.map(runsHtml).join("; ");
  const source = sources === "" ? "" : `<p class="source" style="${box(areas.source)}">Source: ${sources}</p>`;
  const page = slide.isCover ? "" : `<p class="number" style="${box(areas.number)}">${number}</p>`;
  const said = notes.map((note) => `<p>${markupText(note)}</p>`).join("");
  const html = `<section${slide.isCover ? ' class="opening"' : ""} aria-label="${markupText(slide.title)}">
${[part, title, ...texts.map(textHtml), ...drawn, source, page].filter((each) => each !== "").join("\n")}
<aside class="notes">${said}</aside>
</section>`;
  return { html, specs };
}

function box({ x, y, width, height }: Area): string {
  return `left:${px(x)};top:${px(y)};width:${px(width)};height:${px(height)};`;
}

const px = (value: number): string => `${Math.round(value * 10) / 10}px`;

function textHtml({ block, area, size }: PlacedText): string {
  const style = `style="${box(area)}font-size:${size}px"`;
  if (block.kind === "paragraph") return `<p class="text" ${style}>${runsHtml(block.runs)}</p>`;
  if (block.kind === "list") {
    const items = block.items.map((item) => {
      const mark = item.number === undefined ? "•" : `${item.number}.`;
      const hang = `style="padding-left:${px(indentOf(item, size))};margin-bottom:${px(itemGap(size))}"`;
      return `<li${item.fragment ? ' class="fragment"' : ""} ${hang}><span class="mark">${mark}</span>${runsHtml(item.runs)}</li>`;
    });
    return `<ul class="text" ${style}>${items.join("")}</ul>`;
  }
  const columns = columnWidths(block, size).map((width) => `<col style="width:${width}px">`);
  const pad = `padding:${px(CELL.above * size)} ${px(CELL.beside * size)}`;
  const rows = block.rows.map((row, index) => {
    const tag = index === 0 ? "th" : "td";
    const cells = row.map(
      (cell, at) => `<${tag} style="text-align:${block.align[at]};${pad}">${runsHtml(cell)}</${tag}>`,
    );
    return `<tr>${cells.join("")}</tr>`;
  });
  return `<table class="text" ${style}><colgroup>${columns.join("")}</colgroup>${rows.join("")}</table>`;
}

function figureHtml({ area, placed, picture, why }: DeckFigurePlace, id: string): string {
  if (placed === undefined) {
    return `<p class="missing" style="${box(area)}"><span>This figure has no data: ${markupText(why ?? "")}.</span></p>`;
  }
  const { svg, width, height, scale, figure } = placed;
  const steps = picture.kind === "drawing" ? picture.steps : 0;
  const keys = Array.from(
    { length: steps },
    (_, step) => `<i class="fragment key" data-figure="${id}" data-step="${step + 1}"></i>`,
  );
  const inner = `style="width:${px(width)};height:${px(height)};transform:scale(${scale.toFixed(4)})"`;
  return `<figure style="${box(area)}"><div id="${id}" class="figure" data-scale="${scale.toFixed(4)}" data-steps="${steps}" role="img" aria-label="${markupText(figure.title)}" ${inner}>${ownIds(svg, id)}</div>${keys.join("")}</figure>`;
}

/** `svg` with ids that no other picture of the page has. */
function ownIds(svg: string, prefix: string): string {
  return svg
    .replace(/ id="([^"]+)"/g, ` id="${prefix}-$1"`)
    .replace(/url\(#([^)]+)\)/g, `url(#${prefix}-$1)`)
    .replace(/href="#([^"]+)"/g, `href="#${prefix}-$1"`);
}
