/** The part of `d3-color` used here; the package ships no types. */
declare module "d3-color" {
  /** A colour in CIE LCh: hue in degrees, chroma, and lightness from 0 to 100. */
  interface HclColour {
    readonly h: number;
    readonly c: number;
    readonly l: number;
    /** As `#rrggbb`, cut to what a screen can show. */
    formatHex(): string;
  }
  export function hcl(colour: string): HclColour;
  export function hcl(hue: number, chroma: number, lightness: number): HclColour;
}
