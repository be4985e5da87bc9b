/** Text as HTML. */
import { markupText } from "../../figures/output/markup.js";
import type { Run } from "../outline/outline.js";

/** `runs` as HTML. Addresses that are not of the web or of mail become text. */
export function runsHtml(runs: readonly Run[]): string {
  return runs
    .map(({ text, bold, italic, code, link }) => {
      let html = markupText(text).replaceAll("\n", "<br>");
      if (code) html = `<code>${html}</code>`;
      if (italic) html = `<em>${html}</em>`;
      if (bold) html = `<strong>${html}</strong>`;
      return link !== undefined && isSafe(link) ? `<a href="${markupText(link)}">${html}</a>` : html;
    })
    .join("");
}

/** Whether an address may be followed from a page. */
export const isSafe = (link: string): boolean => /^(https?|mailto):/i.test(link);
