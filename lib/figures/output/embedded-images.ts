/** Images inside a specification, without a canvas: Vega loads them only where there is one. */

/** A part of Vega's scene: a mark with its items, or an item. */
interface ScenePart {
  readonly marktype?: string;
  readonly items?: readonly ScenePart[];
  readonly url?: string;
  image?: { readonly complete: boolean; readonly width: number; readonly height: number; readonly src: string };
}

const EMBEDDED = /^data:image\/png;base64,[A-Za-z0-9+/=]+$/;

/** Gives every image mark in `scene` whose address is an embedded PNG that image; nothing is loaded from elsewhere. */
export function placeImages(scene: unknown): void {
  const { marktype, items = [] } = scene as ScenePart;
  for (const item of items) {
    if (marktype === "image" && item.url !== undefined && EMBEDDED.test(item.url)) {
      // What Vega's loader would put there; sizes come from the mark.
      item.image = Object.assign({ complete: true, width: 0, height: 0, src: item.url }, { url: item.url });
    }
    placeImages(item);
  }
}
