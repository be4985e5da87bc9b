/** Printing commands that can be copied into a shell. */
import { visible } from "../input/printable.js";

/** `text` as one word of a POSIX shell, or of bash if it contains characters that a terminal cannot show. */
export function shellWord(text: string): string {
  const word = text.startsWith("-") ? `./${text}` : text;
  if (/^[\w./:=@%+,-]+$/.test(word)) return word;
  const escaped = visible(word.replaceAll("\\", "\\\\"));
  if (escaped !== word.replaceAll("\\", "\\\\")) return `$'${escaped.replaceAll("'", "\\'")}'`;
  return `'${word.replaceAll("'", "'\\''")}'`;
}
