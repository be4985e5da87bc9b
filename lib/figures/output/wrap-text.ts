/** Wraps text into lines no wider than a figure. */
import { textWidth } from "./text-width.js";

/** `text` in lines of at most `width` pixels, as far as its words allow. */
export function wrapText(text: string, width: number, fontSize: number, isBold = false): readonly string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (line !== "" && textWidth(longer, fontSize, isBold) > width) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  return Object.freeze([...lines, line]);
}
