/** Changes the colours of a specification: the one place that knows where colours stand in vega-lite and Vega. */
import type { Json, Spec } from "./figure.js";

/** What a colour paints: letters, or anything else. */
export type ColourRole = "text" | "shape";

/** Gives the colour to be taken in place of `colour`, as `#rrggbb` or another CSS colour. */
export type ColourMap = (colour: string, role: ColourRole) => string;

/** A copy of `spec` with each of its colours replaced by what `map` gives for it. */
export function mapColours(spec: Spec, map: ColourMap): Spec {
  return mapValue(spec, { map, role: "shape", isPaint: false, isData: false }) as Spec;
}

interface Place {
  readonly map: ColourMap;
  readonly role: ColourRole;
  /** Whether a string here is a colour. */
  readonly isPaint: boolean;
  /** Whether this is a row of data, whose other texts are left alone whatever they say. */
  readonly isData: boolean;
}

/** Properties and channels whose strings are colours; `colour` is that of a drawing's text. */
const PAINT = /^(fill|stroke|color|colour|background|range|scheme|[a-z]+Colou?r|symbol(Fill|Stroke)Color)$/;
const TEXT_PAINT = /^(colour|signColour|labelColor|titleColor|subtitleColor)$/;
const EXPRESSIONS = /^(signal|expr|test|calculate|update|init)$/;
const WORDS = /^(domain|field|as|text|title|subtitle|name|type|description|tooltip|sort|path|url)$/;
const HEX = /^#(?:[0-9a-f]{3}|[0-9a-f]{6})$/i;

function mapValue(value: Json, place: Place): Json {
  if (typeof value === "string") return place.isPaint ? mapped(value, place) : value;
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map((each: Json) => mapValue(each, place));
  const object = value as { readonly [key: string]: Json };
  const role = roleOf(object, place.role);
  return Object.fromEntries(
    Object.entries(object).map(([key, each]) => [
      key,
      mapValue(mapExpression(key, each, place.map, role), inside(key, { ...place, role })),
    ]),
  );
}

function inside(key: string, place: Place): Place {
  if (key === "values") return { ...place, isPaint: false, isData: true };
  const role = TEXT_PAINT.test(key) || key === "title" ? "text" : place.role;
  if (PAINT.test(key)) return { ...place, role, isPaint: true };
  return WORDS.test(key) ? { ...place, isPaint: false } : place.isData ? { ...place, isPaint: false } : place;
}

/** A mark's own role; a title's colour is that of text. */
function roleOf(object: { readonly [key: string]: Json }, outer: ColourRole): ColourRole {
  const { mark, type } = object;
  const kind =
    typeof mark === "string" ? mark : isObject(mark) ? mark.type : isObject(object.encode) ? type : undefined;
  if (typeof kind !== "string") return outer;
  return kind === "text" ? "text" : "shape";
}

const isObject = (value: Json | undefined): value is { readonly [key: string]: Json } =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function mapped(colour: string, { map, role }: Place): string {
  if (HEX.test(colour)) return map(long(colour), role);
  return colour === "white" ? map("#FFFFFF", role) : colour === "black" ? map("#000000", role) : colour;
}

/** Colours inside Vega's expressions stand in quotes. */
function mapExpression(key: string, value: Json, map: ColourMap, role: ColourRole): Json {
  if (typeof value !== "string" || !EXPRESSIONS.test(key)) return value;
  return value.replace(
    /(['"])(#[0-9a-f]{6})\1/gi,
    (_, quote: string, colour: string) => quote + map(colour, role) + quote,
  );
}

/** `#abc` as `#aabbcc`. */
function long(colour: string): string {
  return colour.length === 7 ? colour : `#${[...colour.slice(1)].map((digit) => digit + digit).join("")}`;
}
