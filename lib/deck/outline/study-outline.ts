/** An outline to begin with: a talk about a study of one's own. */
import { visible } from "../../input/printable.js";
import type { DeckStudy } from "../deck-data.js";

/**
 * The Markdown of a talk about a study, with the figures that tell most; `command` writes its slides.
 */
export function studyOutline({ study }: DeckStudy, command: string): string {
  const hasResult = study.best !== undefined;
  const isHierarchical = (study.best?.genotype.levels.length ?? 2) > 1;
  return `<!-- The outline of a talk. Write the slides with
  ${command}
# begins a part (the first is the title), ## a slide. Items of a list with + come one by one.
![figure: NAME ARGUMENTS] is a figure; npx hiernas deck --figures lists them. What follows Notes: is the speaker's. -->

# ${headingText(study.name)}

Your name, your institute

![figure: cell ${hasResult ? "found" : "best"}]

Notes:
${headingText(study.origin)}.

# The search

## What was searched, and how

+ A genotype is mutated: one edge gets another operation
+ A tournament picks the fittest of a random sample as the parent
+ Every child is trained, scored and kept

![figure: tournament steps]

## The study in numbers

![figure: table-study]

# Results

## Fitness by step

![figure: fitness-by-step]

## The best network

![figure: ${isHierarchical ? "cell" : "genotype"} ${hasResult ? "found" : "best"}]

## What it cost

![figure: fitness-by-cost]

## How sure is that?

![figure: network-trainings]

Notes:
One training may be lucky. Networks are compared by the mean of all their trainings.

# Questions?
`;
}

/** A name as a heading: no Markdown of its own. */
function headingText(name: string): string {
  return visible(name).replace(/[\\`*_[\]<>#]/g, "\\$&");
}
