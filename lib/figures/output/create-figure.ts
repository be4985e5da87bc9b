/** The only maker of figures: freezes them and lets them show themselves in notebooks. */
import { visible } from "../../input/printable.js";
import { type Figure, type Json, madeFigures, plainSpec } from "./figure.js";
import { toPng } from "./png.js";
import { toSvg } from "./svg.js";

/** One output of a notebook: MIME type → data. */
export type MimeBundle = { readonly [mimeType: string]: Json };

/** The MIME type by which JupyterLab draws a figure's specification. */
function figureMimeType(figure: Figure): string {
  return figure.kind === "vega" ? "application/vnd.vega.v5+json" : "application/vnd.vegalite.v5+json";
}

/** One short line in place of a figure that is returned rather than shown, or cannot be drawn. */
export function figureLine(figure: Figure): string {
  return `${figure.title} (figure: show(…) draws it)`;
}

/**
 * A figure for a notebook: the specification, which JupyterLab draws interactively; SVG for HTML and slides; unless
 * `png` is false, PNG for whatever draws neither; and one line of text. Never `text/html`, which JupyterLab would
 * prefer.
 */
export function figureBundle(figure: Figure, png = true): MimeBundle {
  return {
    [figureMimeType(figure)]: figure.spec,
    "image/svg+xml": toSvg(figure),
    ...(png ? { "image/png": Buffer.from(toPng(figure, { scale: 1 })).toString("base64") } : {}),
    "text/plain": figure.title,
  };
}

/**
 * A frozen {@link Figure}, with title and description in its specification too. Control characters in its texts, which
 * may come from foreign names, are escaped, so that it stays valid XML.
 */
export function createFigure(
  kind: Figure["kind"],
  title: string,
  description: string,
  spec: { readonly [key: string]: unknown },
): Figure {
  const plain = plainSpec({ ...spec, description: `${title}. ${description}` });
  const figure: Figure = { kind, spec: freezeDeep(plain), title: visible(title), description: visible(description) };
  madeFigures.add(figure);
  const hidden = (value: unknown): PropertyDescriptor => ({ value, enumerable: false });
  return Object.freeze(
    Object.defineProperties(figure, {
      [Symbol.for("Jupyter.display")]: hidden(() => figureBundle(figure)),
      [Symbol.for("nodejs.util.inspect.custom")]: hidden(() => figureLine(figure)),
    }),
  );
}

function freezeDeep<T extends Json>(data: T): T {
  if (typeof data === "object" && data !== null) {
    Object.values(data).forEach((each) => freezeDeep(each));
    Object.freeze(data);
  }
  return data;
}
