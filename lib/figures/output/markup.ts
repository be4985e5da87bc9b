/** Text in SVG, HTML and PowerPoint's XML. */

/** `text` with markup characters escaped, for content and quoted attributes. */
export function markupText(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
