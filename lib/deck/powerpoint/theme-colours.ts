/** The colours of a deck's theme. */
import { colours, meanings } from "../../figures/output/theme.js";

/** The colours of the theme: the figures' own, so that a user who changes them changes both. */
const themeColours: Readonly<Record<string, string>> = {
  ...{ dk1: meanings.text, lt1: meanings.background, dk2: meanings.quietText, lt2: "#EEEEEE" },
  ...{ accent1: colours.blue, accent2: colours.vermillion, accent3: colours.green, accent4: colours.orange },
  ...{ accent5: colours.skyBlue, accent6: colours.purple, hlink: colours.blue, folHlink: meanings.quietText },
};

/** The name of a colour in the theme; undefined for one that it lacks. */
export function themeName(colour: string): string | undefined {
  const name = Object.entries(themeColours).find(([, value]) => value.toLowerCase() === colour.toLowerCase())?.[0];
  const onSlides: Readonly<Record<string, string>> = {
    dk1: "tx1",
    lt1: "bg1",
    dk2: "tx2",
    lt2: "bg2",
    hlink: "accent1",
  };
  return name === undefined ? undefined : (onSlides[name] ?? name);
}

/** A theme's XML with the deck's colours. */
export function withThemeColours(theme: string): string {
  const written = Object.entries(themeColours).map(
    ([name, value]) => `<a:${name}><a:srgbClr val="${value.slice(1).toUpperCase()}"/></a:${name}>`,
  );
  return theme.replace(
    /<a:clrScheme name="[^"]*">[^]*?<\/a:clrScheme>/,
    `<a:clrScheme name="hiernas">${written.join("")}</a:clrScheme>`,
  );
}
