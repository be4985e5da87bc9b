/** The figures that an executed notebook shows. */
import { readFileSync } from "node:fs";
import type { Figure, Spec } from "../../figures/output/figure.js";
import { InputError } from "../../input/errors.js";

/** A figure with the pictures that the notebook keeps of it. */
export interface ShownFigure {
  readonly figure: Figure;
  readonly svg: string;
  readonly png: Uint8Array;
}

interface Output {
  readonly data?: Readonly<Record<string, unknown>>;
}

/** The figures of the executed notebook at `path`, in order. Throws InputError for one without its pictures or title. */
export function readShownFigures(path: string): readonly ShownFigure[] {
  const { cells } = JSON.parse(readFileSync(path, "utf8")) as {
    readonly cells: readonly { readonly outputs?: readonly Output[] }[];
  };
  return cells.flatMap(({ outputs = [] }) => outputs.flatMap(({ data = {} }) => figureOf(data) ?? []));
}

function figureOf(data: Readonly<Record<string, unknown>>): ShownFigure | undefined {
  const [vega, lite] = ["vega", "vegalite"].map((kind) => data[`application/vnd.${kind}.v5+json`] as Spec | undefined);
  const spec = vega ?? lite;
  if (spec === undefined) return undefined;
  const title = text(data["text/plain"]);
  // The specification's description begins with the title.
  const told = typeof spec.description === "string" ? spec.description : "";
  const description = told.startsWith(`${title}. `) ? told.slice(title.length + 2) : told;
  return {
    figure: { kind: vega === undefined ? "vega-lite" : "vega", spec, title, description },
    svg: text(data["image/svg+xml"]),
    png: Buffer.from(text(data["image/png"]), "base64"),
  };
}

/** Notebook files store long texts as lists of lines. */
function text(value: unknown): string {
  if (Array.isArray(value)) return value.join("");
  if (typeof value === "string") return value;
  throw new InputError("executed notebook: a figure lacks its SVG, PNG or title");
}
