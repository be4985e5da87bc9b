/** The gallery's page: Markdown with all pictures, for browsing. */
import { type DrawnPicture, galleryGroups } from "./gallery-picture.js";

/** The page of these pictures, in order. */
export function galleryPage(drawn: readonly DrawnPicture[]): string {
  const groups = Object.entries(galleryGroups).map(([name, words]) => {
    const own = drawn.filter(({ picture }) => picture.group === name);
    const links = own.map(({ picture: { title } }) => `[${title}](#${anchorOf(title)})`).join(" · ");
    return `## ${name}\n\n${words}\n\n${links}\n\n${own.map(sectionOf).join("\n")}`;
  });
  return `# Gallery

Every kind of picture that hiernas draws, each with what makes it. \`npm run gallery\` draws them all again, this page included; a test says when they are not current.
Lines of code stand in a notebook or script that runs in the project's folder, after an import of the names from \`"hiernas"\`, and what is not there from \`"hiernas/figures"\`, \`"hiernas/studies"\`, \`"hiernas/literature"\` or \`"hiernas/instruments"\` (\`readFileSync\` is Node's).

${groups.join("\n")}`;
}

function sectionOf({ picture: { name, title, sentence, code }, shownWidth }: DrawnPicture): string {
  const language = code.startsWith("npx ") ? "sh" : "ts";
  return `### ${title}

${sentence}

<a href="${name}.png"><img src="${name}.png" width="${shownWidth}" alt="${title}"></a>

\`\`\`${language}
${code}
\`\`\`
`;
}

/** The anchor that GitHub gives a heading. */
function anchorOf(title: string): string {
  return title
    .toLowerCase()
    .replace(/[^\p{L}\p{N} -]/gu, "")
    .replaceAll(" ", "-");
}
