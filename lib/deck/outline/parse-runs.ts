/** The styled text of a paragraph, an item or a cell. */
import type { Token } from "markdown-it" with { "resolution-mode": "import" };
import { InputError } from "../../input/errors.js";
import type { Run } from "./outline.js";

/** The runs of an inline token. Throws InputError, beginning with `where`, for a picture and for markup. */
export function parseRuns(inline: Token, where: string): readonly Run[] {
  const runs: Run[] = [];
  const style: { bold: number; italic: number; link?: string } = { bold: 0, italic: 0 };
  const add = (text: string, code = false): void => {
    if (text === "") return;
    const { bold, italic, link } = style;
    runs.push({
      text,
      ...(bold > 0 ? { bold: true } : {}),
      ...(italic > 0 ? { italic: true } : {}),
      ...(code ? { code } : {}),
      ...(link === undefined ? {} : { link }),
    });
  };
  for (const token of inline.children ?? []) {
    if (token.type === "text") add(token.content);
    else if (token.type === "softbreak") add(" ");
    else if (token.type === "hardbreak") add("\n");
    else if (token.type === "code_inline") add(token.content, true);
    else if (token.type === "strong_open") style.bold++;
    else if (token.type === "strong_close") style.bold--;
    else if (token.type === "em_open") style.italic++;
    else if (token.type === "em_close") style.italic--;
    else if (token.type === "link_open") style.link = String(token.attrGet("href") ?? "") || undefined;
    else if (token.type === "link_close") style.link = undefined;
    else throw new InputError(`${where}: ${wordsOf(token)}`);
  }
  return Object.freeze(runs);
}

function wordsOf({ type, content }: Token): string {
  if (type === "image") return "pictures are figures by name: ![figure: NAME ARGUMENTS]";
  return `a slide has no ${type.replace(/_.*/, "")} (${content.slice(0, 40)})`;
}
