/**
 * The measured width of each text in SVG: a browser without a font of Arimo's metrics sets it in another, wider one,
 * which would leave its box or the picture.
 */
import { textWidth } from "./text-width.js";

/** `svg` with its texts held to the width that they have in the figures' font. */
export function withTextLengths(svg: string): string {
  return svg.replace(/<text ([^>]*)>(.*?)<\/text>/gs, (_, attributes: string, content: string) => {
    const size = Number(/font-size="([\d.]+)px"/.exec(attributes)?.[1] ?? 0);
    const isBold = /font-weight="(?:bold|[6-9]00)"/.test(attributes);
    const lengthOf = (text: string) => lengthAttributes(textWidth(plain(text).trim(), size, isBold));
    // A text of several lines is one of tspans.
    if (!content.includes("<tspan")) return `<text ${attributes}${lengthOf(content)}>${content}</text>`;
    const lines = content.replace(
      /<tspan([^>]*)>([^<]*)<\/tspan>/g,
      (__, own: string, line: string) => `<tspan${own}${lengthOf(line)}>${line}</tspan>`,
    );
    return `<text ${attributes}>${lines}</text>`;
  });
}

/** `svg` as it was before {@link withTextLengths}: for what brings the figures' font along. */
export function withoutTextLengths(svg: string): string {
  return svg.replace(/ textLength="[\d.]+" lengthAdjust="spacingAndGlyphs"/g, "");
}

function lengthAttributes(width: number): string {
  return width === 0 ? "" : ` textLength="${Math.round(10 * width) / 10}" lengthAdjust="spacingAndGlyphs"`;
}

/** Text content without its escapes. */
function plain(content: string): string {
  return content.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&quot;", '"').replaceAll("&amp;", "&");
}
