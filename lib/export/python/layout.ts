/** Lines of Python as the formatter black sets them. */
import { visible } from "../../input/printable.js";

/** Columns of a line. */
const COLUMNS = 88;

/** Lines, each indented by so many levels of four spaces. */
export function indent(levels: number, lines: readonly string[]): readonly string[] {
  return lines.map((line) => (line === "" ? line : `${" ".repeat(4 * levels)}${line}`));
}

/**
 * `head`, then `parts` separated by commas, then `tail`, at `levels` of indentation: in one line where that fits,
 * otherwise with the parts in a line of their own, otherwise with a line for each. `after` follows in the same line.
 */
export function bracketed(
  levels: number,
  head: string,
  parts: readonly string[],
  tail: string,
  after = "",
): readonly string[] {
  const inner = parts.join(", ");
  const fits = (line: string, more: number): boolean => 4 * (levels + more) + line.length <= COLUMNS;
  if (fits(`${head}${inner}${tail}${after}`, 0)) return [`${head}${inner}${tail}`];
  return fits(inner, 1) ? [head, ...indent(1, [inner]), tail] : listed(head, parts, tail);
}

/** `head`, then each of `parts` in lines of its own, ended by a comma, then `tail`. */
export function listed(head: string, parts: readonly (string | readonly string[])[], tail: string): readonly string[] {
  const inner = parts.flatMap((part) => {
    const lines = typeof part === "string" ? [part] : part;
    return [...lines.slice(0, -1), `${lines.at(-1)},`];
  });
  return [head, ...indent(1, inner), tail];
}

/** As {@link listed}, or in one line where that fits at `levels` of indentation. */
export function oneLineOrListed(
  levels: number,
  head: string,
  parts: readonly string[],
  tail: string,
): readonly string[] {
  const line = `${head}${parts.join(", ")}${tail}`;
  return 4 * levels + line.length <= COLUMNS ? [line] : listed(head, parts, tail);
}

/** A documentation string of one paragraph or several. */
export function docstring(levels: number, ...paragraphs: readonly string[]): readonly string[] {
  const quoted = paragraphs.map((text) => visible(text).replaceAll("\\", "/").replaceAll('"', "'"));
  const wide = COLUMNS - 4 * levels;
  if (quoted.length === 1 && quoted[0].length + 6 <= wide) return [`"""${quoted[0]}"""`];
  const [first, ...others] = quoted.map((text, index) => wrap(text, index === 0 ? wide - 3 : wide));
  return [`"""${first[0]}`, ...first.slice(1), ...others.flatMap((lines) => ["", ...lines]), '"""'];
}

/** A text in double quotes. */
export function quoted(text: string): string {
  return JSON.stringify(text);
}

function wrap(text: string, columns: number): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= columns) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
