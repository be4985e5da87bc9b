/** The project's font inside a page, which then needs none of the machine's. */
import { readFileSync } from "node:fs";
import { fontFiles } from "./png.js";

/** The CSS rules that bring the figures' font, regular and bold. */
export function fontFaces(): string {
  return fontFiles()
    .map((file, index) => {
      const data = readFileSync(file).toString("base64");
      return `@font-face{font-family:Arimo;font-weight:${index === 0 ? 400 : 700};src:url(data:font/ttf;base64,${data}) format("truetype")}`;
    })
    .join("");
}
