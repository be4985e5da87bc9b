/** Commands that are printed to be copied into a shell. */
import { visible } from "../input/printable.js";

/** `text` as one word of a POSIX shell, or, where it holds what a terminal cannot show, of bash. */
export function shellWord(text: string): string {
  const word = text.startsWith("-") ? `./${text}` : text;
  if (/^[\w./:=@%+,-]+$/.test(word)) return word;
  const escaped = visible(word.replaceAll("\\", "\\\\"));
  if (escaped !== word.replaceAll("\\", "\\\\")) return `$'${escaped.replaceAll("'", "\\'")}'`;
  return `'${word.replaceAll("'", "'\\''")}'`;
}
