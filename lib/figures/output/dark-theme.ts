/** The dark theme: what each colour of the light one becomes. */
import { hcl } from "d3-color";
import type { ColourRole } from "./map-colours.js";
import { fallbackColours } from "./operation-look.js";
import { colours, meanings } from "./theme.js";

/** The background of dark pictures and pages. */
export const darkPaper = "#16181C";

/**
 * Okabe and Ito's hues, as light as a dark background needs and still told apart by colour-blind people; the ink of a
 * label within one of them is the paper's colour.
 */
const hues: ReadonlyMap<string, string> = new Map([
  [colours.black, "#E8EAED"],
  [colours.orange, "#DB9519"],
  [colours.skyBlue, "#74BFEA"],
  [colours.green, "#2DBE8D"],
  [colours.yellow, colours.yellow],
  [colours.blue, "#5B95F5"],
  [colours.vermillion, "#FF7A38"],
  [colours.purple, "#E296C1"],
  [colours.grey, "#A3A8B0"],
  [colours.paleGrey, "#3D4249"],
  [meanings.background, darkPaper],
  [meanings.marked, "#5C5200"],
]);

/** Letters, whose contrast matters more than that of what they name. */
const inks: ReadonlyMap<string, string> = new Map([
  [colours.black, colours.black],
  [meanings.text, "#ECECEC"],
  [meanings.quietText, "#DCDCDC"],
]);

/** Below the first chroma a colour is an ink or a paper, below the second a light one is a tint: their lightness turns round. */
const [GREY_CHROMA, TINT_CHROMA] = [26, 50];
const TINT_LIGHTNESS = 68;
/** The lightness that white and black turn into. */
const [PAPER, INK] = [9, 100];
/** The least lightness of a hue on a dark background. */
const LEAST_LIGHTNESS = 66;

/**
 * What `colour` (`#rrggbb`) becomes in the dark theme. Black and white letters are for the inside of coloured shapes:
 * black ones stay, since hues only become lighter, and for the same reason white ones become dark.
 */
export function darkColour(colour: string, role: ColourRole): string {
  const plain = colour.toUpperCase();
  const known = (role === "text" ? inks.get(plain) : undefined) ?? hues.get(plain);
  if (known !== undefined) return known;
  const { h, c, l } = hcl(plain);
  const isHue = fallbackColours.includes(plain) || c >= TINT_CHROMA || (c >= GREY_CHROMA && l < TINT_LIGHTNESS);
  const lightness = isHue ? Math.max(l, LEAST_LIGHTNESS) : INK - ((INK - PAPER) * l) / 100;
  return hcl(h, c, lightness).formatHex().toUpperCase();
}
