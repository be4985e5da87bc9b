/** A deck as one HTML file that needs no network: reveal.js, Vega and the font are in it. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { Json } from "../../figures/output/figure.js";
import { fontFaces } from "../../figures/output/font-faces.js";
import { markupText } from "../../figures/output/markup.js";
import { projectFolder } from "../../files/project-folder.js";
import type { Deck } from "../deck.js";
import { slideSize } from "../layout/slide-size.js";
import { slideHtml } from "./slide-html.js";

const requireHere = createRequire(__filename);
const packageFile = (path: string): string => readFileSync(requireHere.resolve(path), "utf8");

/** The page's own style and script, which browsers read as they are. */
const own = (name: string): string => readFileSync(join(projectFolder, "lib", "deck", "html", name), "utf8");

/** The whole page. */
export function deckPage(deck: Deck): string {
  const slides = deck.slides.map((slide, index) => slideHtml(slide, index + 1));
  const specs: Readonly<Record<string, Json>> = Object.assign({}, ...slides.map((each) => each.specs)) as Record<
    string,
    Json
  >;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${markupText(deck.title)}</title>
<style>${packageFile("reveal.js/reset.css")}${packageFile("reveal.js/reveal.css")}</style>
<style>${fontFaces()}${own("deck.css")}</style>
</head>
<body>
<div class="reveal"><div class="slides">
${slides.map(({ html }) => html).join("\n")}
</div></div>
<script type="application/json" id="specs">${inScript(JSON.stringify(specs))}</script>
<script type="application/json" id="size">${JSON.stringify(slideSize)}</script>
${[
  packageFile("reveal.js"),
  packageFile("reveal.js/plugin/notes"),
  packageFile("vega/build/vega.min.js"),
  own("deck-page.js"),
]
  .map((text) => `<script>${text.replaceAll("</script", "<\\/script")}</script>`)
  .join("\n")}
</body>
</html>
`;
}

/** The part of the style that a slide needs outside the page. */
export function deckStyle(): string {
  const text = own("deck.css");
  return (
    text.slice(0, text.indexOf("@media")).replace(":root", ".hiernas-slide") + text.slice(text.indexOf(".reveal {"))
  );
}

/** JSON inside a script element: nothing in it ends the element or begins a comment. */
function inScript(json: string): string {
  return json.replaceAll("<", "\\u003c");
}
