/** Figure → SVG text, in Node, without a canvas or a browser. */
import { createRequire } from "node:module";
import * as v from "valibot";
import { InputError } from "../../input/errors.js";
import { printable, shown, visible } from "../../input/printable.js";
import { oneOf, parseWith, type Schema } from "../../input/schema.js";
import { checkObject } from "../../input/settings.js";
import { text } from "./check-input.js";
import { placeImages } from "./embedded-images.js";
import { type Figure, madeFigures, plainSpec, type Spec } from "./figure.js";
import { markupText } from "./markup.js";
import { withTextLengths } from "./text-length.js";
import { textWidth } from "./text-width.js";
import { FONT } from "./theme.js";

/** The part of Vega used here; its own types lack the renderer. */
interface Vega {
  readonly None: number;
  parse(spec: Spec): unknown;
  View: new (runtime: unknown, options: object) => View;
  SVGStringRenderer: new (loader?: unknown) => Renderer;
  resetSVGClipId(): void;
  resetSVGDefIds(): void;
  readonly textMetrics: { width: (item: TextItem, text: string) => number };
}
interface View {
  run(): View;
  signal(name: string, value: number): View;
  finalize(): View;
  background(): string;
  scenegraph(): { readonly root: unknown };
  origin(): [number, number];
  padding(): { readonly top: number; readonly right: number; readonly bottom: number; readonly left: number };
  readonly _viewWidth: number;
  readonly _viewHeight: number;
}
interface Renderer {
  initialize(element: null, width: number, height: number, origin: [number, number]): Renderer;
  background(colour: string): Renderer;
  render(scene: unknown): Renderer;
  svg(): string;
}
interface TextItem {
  readonly fontSize?: number;
  readonly fontWeight?: string | number;
  readonly limit?: number;
}
interface VegaLite {
  compile(spec: Spec, options?: { readonly logger?: Logger }): { readonly spec: Spec };
}

/** Receives warnings of the specification compiler. */
export interface Logger {
  level(value?: number): Logger | number;
  error(...messages: readonly unknown[]): Logger;
  warn(...messages: readonly unknown[]): Logger;
  info(...messages: readonly unknown[]): Logger;
  debug(...messages: readonly unknown[]): Logger;
}

/** The Vega specification of a figure: its own, or compiled from vega-lite; `logger` gets the warnings. */
export function toVega(figure: Figure, logger: Logger = quietLogger()): Spec {
  checkFigure(figure);
  // Vega writes into its input, and a figure is frozen.
  const spec = madeFigures.has(figure) ? structuredClone(figure.spec) : plainSpec(figure.spec);
  return figure.kind === "vega" ? spec : loadVegaLite().compile(spec, { logger }).spec;
}

/**
 * The figure as SVG text, `<svg …>` to `</svg>`, with its title and description for screen readers; the same on every
 * machine. Throws InputError for anything but a figure, and for a specification that Vega cannot draw.
 */
export function toSvg(figure: Figure): string {
  return toSvgs(figure)[0];
}

/**
 * The figure as by {@link toSvg}, once for each of `values` of its signal `step`; without them once, as it is. Throws
 * InputError as that does.
 */
export function toSvgs(figure: Figure, values?: readonly number[]): readonly string[] {
  checkFigure(figure);
  const vega = loadVega();
  const { textMetrics } = vega;
  const before = textMetrics.width;
  textMetrics.width = measure;
  try {
    const spec = toVega(figure);
    const view = new vega.View(vega.parse(spec), { renderer: "none", logger: quietLogger() }).run();
    const drawn = values?.map((value) => drawView(vega, view.signal("step", value).run())) ?? [drawView(vega, view)];
    view.finalize();
    return drawn.map((svg) => withTextLengths(withWords(svg, figure)));
  } catch (error) {
    const why = printable(error instanceof Error ? error.message : String(error));
    throw new InputError(`figure ${shown(figure.title)}: Vega cannot draw it: ${why}`, { cause: error });
  } finally {
    textMetrics.width = before;
  }
}

function drawView(vega: Vega, view: View): string {
  vega.resetSVGClipId();
  vega.resetSVGDefIds();
  placeImages(view.scenegraph().root);
  const { top, right, bottom, left } = view.padding();
  const [originX, originY] = view.origin();
  return new vega.SVGStringRenderer()
    .initialize(null, view._viewWidth + left + right, view._viewHeight + top + bottom, [left + originX, top + originY])
    .background(view.background())
    .render(view.scenegraph().root)
    .svg();
}

const schema: Schema<Pick<Figure, "kind" | "title" | "description">> = v.object({
  kind: oneOf(["vega", "vega-lite"]),
  title: text,
  description: text,
});

/** Throws InputError, saying where, for anything but a figure. */
export function checkFigure(figure: Figure): void {
  parseWith(schema, figure, "figure");
  checkObject("figure: spec", figure.spec);
}

// Loaded with the first figure, so that a command that draws nothing does not wait for them.
const requireHere = createRequire(__filename);
const loadVega = (): Vega => requireHere("vega") as Vega;
const loadVegaLite = (): VegaLite => requireHere("vega-lite") as VegaLite;

function measure({ fontSize = 11, fontWeight }: TextItem, text: string | null | undefined): number {
  const isBold = fontWeight === "bold" || Number(fontWeight) >= 600;
  return textWidth(`${text ?? ""}`.trim(), fontSize, isBold);
}

function withWords(svg: string, { title, description }: Figure): string {
  const [head, told] = [title, description].map((each) => markupText(visible(each)));
  const words = `<svg role="img" aria-label="${head}. ${told}" font-family="${FONT}" `;
  // With functions, since `$&` in a replacement string has a special meaning.
  return svg.replace("<svg ", () => words).replace(">", () => `><desc>${told}</desc>`);
}

function quietLogger(): Logger {
  const logger: Logger = {
    level: (value) => (value === undefined ? 0 : logger),
    error: () => logger,
    warn: () => logger,
    info: () => logger,
    debug: () => logger,
  };
  return logger;
}
