/** How well the texts of an SVG picture stand out from what is behind them, by the picture's pixels. */
import { createRequire } from "node:module";
import type * as resvg from "@resvg/resvg-js";
import { fontFiles } from "../../../lib/figures/output/png.js";
import { withoutTextLengths } from "../../../lib/figures/output/text-length.js";
import { textWidth } from "../../../lib/figures/output/text-width.js";

/** A text with its contrast as the Web Content Accessibility Guidelines define it, 1 to 21. */
export interface TextContrast {
  readonly text: string;
  readonly colour: string;
  readonly behind: string;
  readonly contrast: number;
}

interface Place {
  readonly x: number;
  readonly y: number;
  readonly angle: number;
  readonly opacity: number;
}

const requireHere = createRequire(__filename);

/** Each text of `svg`, as Vega writes it, that has letters. */
export function textContrasts(svg: string): readonly TextContrast[] {
  const { Resvg } = requireHere("@resvg/resvg-js") as typeof resvg;
  const font = { loadSystemFonts: false, fontFiles: [...fontFiles()], defaultFontFamily: "Arimo" };
  const bare = withoutTextLengths(svg).replace(/<text [^>]*>.*?<\/text>/gs, "");
  const { width, height, pixels } = new Resvg(bare, { background: "white", font }).render();
  const behind = (x: number, y: number): readonly number[] => {
    const at =
      4 * (Math.min(height - 1, Math.max(0, Math.round(y))) * width + Math.min(width - 1, Math.max(0, Math.round(x))));
    return [...pixels.subarray(at, at + 3)];
  };
  const found: TextContrast[] = [];
  const stack: Place[] = [{ x: 0, y: 0, angle: 0, opacity: 1 }];
  for (const [, closing, tag, attributes = "", content = ""] of svg.matchAll(
    /<(?:(\/)g>|(g|text)\b([^>]*)>(?:((?:(?!<\/?(?:g|text)\b).)*)<\/text>)?)/gs,
  )) {
    if (closing) stack.pop();
    if (tag === undefined) continue;
    const place = inside(stack[stack.length - 1], attributes);
    if (tag === "g") {
      if (!/\/\s*$/.test(attributes)) stack.push(place);
      continue;
    }
    const size = Number(/font-size="([\d.]+)px"/.exec(attributes)?.[1] ?? 11);
    const text = content
      .replace(/<[^>]*>/g, " ")
      .replaceAll("&lt;", "<")
      .replaceAll("&gt;", ">")
      .replaceAll("&amp;", "&")
      .trim();
    if (text === "" || place.opacity === 0) continue;
    const length = textWidth(text, size);
    const anchor = /text-anchor="(\w+)"/.exec(attributes)?.[1] ?? "start";
    const from = anchor === "middle" ? -length / 2 : anchor === "end" ? -length : 0;
    const colour = /fill="(#[0-9a-f]{6})"/i.exec(attributes)?.[1] ?? "#000000";
    const samples = [0.15, 0.35, 0.5, 0.65, 0.85].map((share) => {
      const [along, up] = [from + share * length, -0.35 * size];
      const [cos, sin] = [Math.cos(place.angle), Math.sin(place.angle)];
      return behind(place.x + along * cos - up * sin, place.y + along * sin + up * cos);
    });
    // The commonest of what is behind: a grid line that passes hides no text.
    const [paper] = samples
      .map((each) => [each, samples.filter((other) => String(other) === String(each)).length] as const)
      .sort((one, other) => other[1] - one[1])[0];
    const ink = [1, 3, 5].map(
      (start, index) =>
        parseInt(colour.slice(start, start + 2), 16) * place.opacity + paper[index] * (1 - place.opacity),
    );
    const [light, dark] = [luminance(ink), luminance(paper)].sort((one, other) => other - one);
    found.push({ text, colour, behind: paper.join(), contrast: (light + 0.05) / (dark + 0.05) });
  }
  return found;
}

function inside({ x, y, angle, opacity }: Place, attributes: string): Place {
  const numbers = (name: string): readonly number[] =>
    new RegExp(`\\b${name}\\(([^)]*)\\)`).exec(attributes)?.[1].split(",").map(Number) ?? [];
  const [dx = 0, dy = 0] = numbers("translate");
  const [turn = 0] = numbers("rotate");
  const own = Number(/ (?:fill-)?opacity="([\d.]+)"/.exec(attributes)?.[1] ?? 1);
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  return {
    ...{ x: x + dx * cos - dy * sin, y: y + dx * sin + dy * cos },
    ...{ angle: angle + (turn * Math.PI) / 180, opacity: opacity * own },
  };
}

function luminance(rgb: readonly number[]): number {
  const [red, green, blue] = rgb.map((value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
