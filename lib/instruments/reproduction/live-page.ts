/** The page of an executed notebook with figures that answer. */
import { figureParts } from "../../figures/output/page/figure-page.js";
import type { ShownFigure } from "./shown-figures.js";

/** `page`, which has a numbered place for each of `shown`, with the figures in these places. */
export function livePage(page: string, shown: readonly ShownFigure[]): string {
  if (shown.length === 0) return page;
  const { head, figures, foot } = figureParts(shown.map(({ figure }) => figure));
  // With functions, since `$&` in a replacement string has a special meaning.
  return page
    .replace(/<div data-hiernas-figure="(\d+)"><\/div>/g, (_, number: string) => figures[Number(number) - 1])
    .replace("</head>", () => `${head}</head>`)
    .replace(/<\/body>(?![\s\S]*<\/body>)/, () => `${foot}</body>`);
}
