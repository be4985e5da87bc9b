/** The gallery's page: Markdown with all pictures, for browsing. */
import { markupText } from "../../figures/output/markup.js";
import { svgSize } from "../../figures/output/scale-svg.js";
import { type DrawnPicture, galleryGroups } from "./gallery-picture.js";

/** The page of these pictures, in order. */
export function galleryPage(drawn: readonly DrawnPicture[]): string {
  const groups = Object.entries(galleryGroups).map(([name, words]) => {
    const own = drawn.filter(({ picture }) => picture.group === name);
    const beginnings = sharedBeginnings(own);
    const lines = beginnings.map(({ label, code }) => `${fenced(`// ${label}\n${code}`, "ts")}\n`);
    const before =
      lines.length === 0 ? "" : `Lines that several of these pictures begin with:\n\n${lines.join("\n")}\n`;
    const sections = own.map((each) => sectionOf(each, beginnings));
    return `## ${name}\n\n${words}\n\n${gridOf(own)}\n\n${before}${sections.join("\n")}`;
  });
  return `# Gallery

Every kind of picture that hiernas draws, each with what makes it. \`npm run gallery\` draws them all again, this page included; a test says when they are not current.
Lines of code stand in a notebook or script that runs in the project's folder, after an import of the names from \`"hiernas"\`, and what is not there from \`"hiernas/figures"\`, \`"hiernas/studies"\`, \`"hiernas/literature"\` or \`"hiernas/instruments"\` (\`readFileSync\` is Node's).
Any of them for a slide: \`saveFigure(figure, "slide.png", { aspect: 16 / 9, theme: "dark" })\`, as a page that answers the pointer: \`saveFigure(figure, "page.html")\`.

${groups.join("\n")}`;
}

const COLUMNS = 4;
const [THUMBNAIL_WIDTH, THUMBNAIL_HEIGHT] = [190, 120];

/** Thumbnails, each a link to its section. */
function gridOf(drawn: readonly DrawnPicture[]): string {
  const cells = drawn.map(({ picture: { name, title }, svg }) => {
    const { width, height } = svgSize(svg);
    const isHigh = height / width > THUMBNAIL_HEIGHT / THUMBNAIL_WIDTH;
    const size = isHigh ? `height="${THUMBNAIL_HEIGHT}"` : `width="${THUMBNAIL_WIDTH}"`;
    const words = markupText(title);
    return `<td align="center" width="25%"><a href="#${anchorOf(title)}"><img src="${name}.png" ${size} alt=""><br>${words}</a></td>`;
  });
  const rows = Array.from({ length: Math.ceil(cells.length / COLUMNS) }, (_, row) =>
    cells.slice(row * COLUMNS, (row + 1) * COLUMNS).join("\n"),
  );
  return `<table>\n${rows.map((row) => `<tr>\n${row}\n</tr>`).join("\n")}\n</table>`;
}

/** Lines that more than one picture begins with, and what a picture says in their place. */
interface Beginning {
  readonly label: string;
  readonly code: string;
}

function sharedBeginnings(drawn: readonly DrawnPicture[]): readonly Beginning[] {
  const codes = drawn.map(({ picture }) => beginningOf(picture.code)).filter((code) => code !== "");
  const shared = [...new Set(codes)].filter((code) => codes.filter((each) => each === code).length > 1);
  return shared.map((code, index) => ({ label: String.fromCharCode("A".charCodeAt(0) + index), code }));
}

/** What stands before the line that shows the picture. */
function beginningOf(code: string): string {
  const end = code.lastIndexOf("\nshow(");
  return end === -1 ? "" : code.slice(0, end);
}

function sectionOf(
  { picture: { name, title, sentence, code }, shownWidth }: DrawnPicture,
  beginnings: readonly Beginning[],
): string {
  const beginning = beginnings.find((each) => each.code === beginningOf(code));
  const own = beginning === undefined ? code : `// after ${beginning.label}${code.slice(beginning.code.length)}`;
  return `### ${title}

${sentence}

<a href="${name}.png"><img src="${name}.png" width="${shownWidth}" alt="${markupText(title)}"></a>

${fenced(own, code.startsWith("npx ") ? "sh" : "ts")}
`;
}

const fenced = (code: string, language: string): string => `\`\`\`${language}\n${code}\n\`\`\``;

/** The anchor that GitHub gives a heading. */
function anchorOf(title: string): string {
  return title
    .toLowerCase()
    .replace(/[^\p{L}\p{N} -]/gu, "")
    .replaceAll(" ", "-");
}
