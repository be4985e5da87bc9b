/** Series that a click on their name emphasizes: the others turn pale. A click beside the names shows all again. */

/** The selection of a figure's chosen series. */
export const CHOSEN = "chosen";

/** A layer with a mark that is an object. */
interface Layer {
  readonly mark?: { readonly opacity?: number; readonly [key: string]: unknown };
  readonly encoding?: { readonly color?: unknown; readonly opacity?: unknown; readonly [key: string]: unknown };
  readonly [key: string]: unknown;
}

/** The opacity of what is not chosen, as a share of its own. */
const PALE = 0.12;

/** `layers` that answer a click on the legend of their series, which is the colour of the rows' `field`. */
export function withChoice(layers: readonly object[], field: string): readonly object[] {
  const first = layers.findIndex((layer) => {
    const color = colourOf(layer);
    return color.field === field && typeof color.legend === "object" && color.legend !== null;
  });
  return paledUnlessChosen(layers, field).map((layer, index) =>
    index === first
      ? { ...layer, params: [{ name: CHOSEN, select: { type: "point", fields: [field] }, bind: "legend" }] }
      : layer,
  );
}

/**
 * `layers` in which what is coloured by `field` turns pale unless its series is chosen: in this figure, some layer has
 * the selection {@link CHOSEN}. Hidden layers, and those whose opacity shows something, stay as they are.
 */
export function paledUnlessChosen(layers: readonly object[], field: string): readonly object[] {
  return layers.map((layer) => {
    const { mark: { opacity = 1 } = {}, encoding = {} } = layer as Layer;
    if (colourOf(layer).field !== field || opacity === 0 || encoding.opacity !== undefined) return layer;
    const shown = { condition: { param: CHOSEN, value: opacity }, value: PALE * opacity };
    return { ...layer, encoding: { ...encoding, opacity: shown } };
  });
}

function colourOf(layer: object): { readonly field?: unknown; readonly legend?: unknown } {
  const { color } = (layer as Layer).encoding ?? {};
  return typeof color === "object" && color !== null ? color : {};
}
