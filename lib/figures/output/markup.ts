/** Text in SVG and HTML. */

/** `text` with the signs that mean something in markup written so that they show, also within quoted attributes. */
export function markupText(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
