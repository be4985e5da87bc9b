/** Printing commands that can be copied into a shell. */
import { visible, withoutSecrets } from "../input/printable.js";

/**
 * `text`, without a database's user and password, as one word of a POSIX shell, or of bash if it contains characters
 * that a terminal cannot show.
 */
export function shellWord(text: string): string {
  const word = withoutSecrets(text.startsWith("-") ? `./${text}` : text);
  if (/^[\w./:=@%+,-]+$/.test(word)) return word;
  const escaped = visible(word.replaceAll("\\", "\\\\"));
  if (escaped !== word.replaceAll("\\", "\\\\")) return `$'${escaped.replaceAll("'", "\\'")}'`;
  return `'${word.replaceAll("'", "'\\''")}'`;
}
