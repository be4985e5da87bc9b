import assert from "node:assert/strict";
import { darkPaper } from "../../../lib/figures/output/dark-theme.js";
import type { Figure } from "../../../lib/figures/output/figure.js";
import { restyle } from "../../../lib/figures/output/restyle.js";
import { toSvg } from "../../../lib/figures/output/svg.js";
import { measuredPictures, readRecordedStudies } from "../../../lib/instruments/gallery/gallery-picture.js";
import { galleryPictures } from "../../../lib/instruments/gallery/gallery-pictures.js";
import { architectures } from "../sample-drawings.js";
import { charts, drawings } from "../sample-figures.js";
import { textContrasts } from "./text-contrast.js";

/** The least contrast of text for people with weak eyes. */
const LEAST = 4.5;

/** Texts of `figure` in the dark theme that can be read less well than they should, and than in the light one. */
function lost(figure: Figure): readonly string[] {
  const light = textContrasts(toSvg(figure));
  const dark = textContrasts(toSvg(restyle(figure, { theme: "dark" })));
  assert.equal(dark.length, light.length);
  return dark.flatMap(({ text, colour, behind, contrast }, index) =>
    // What is pale on purpose stays pale, and what a mark covers covered.
    light[index].contrast >= 2 && contrast < Math.min(LEAST, 0.8 * light[index].contrast)
      ? [`${text}: ${colour} on ${behind}: ${contrast.toFixed(1)}, light ${light[index].contrast.toFixed(1)}`]
      : [],
  );
}

describe("the dark theme", function () {
  this.timeout(120_000);

  it("loses no text of a picture of the gallery", async () => {
    const studies = await readRecordedStudies();
    const found = measuredPictures(galleryPictures, studies).flatMap(({ name, figure }) => {
      const texts = lost(figure(studies));
      return texts.length === 0 ? [] : [`${name}: ${texts.slice(0, 3).join("; ")}`];
    });
    assert.deepEqual(found, []);
  });

  for (const [name, figure] of Object.entries({ ...charts, ...drawings, ...architectures })) {
    it(`loses no text of ${name}, on dark paper`, () => {
      assert.deepEqual(lost(figure), []);
      const svg = toSvg(restyle(figure, { theme: "dark" }));
      assert.ok(svg.includes(`fill="${darkPaper}"`));
      assert.doesNotMatch(svg, /fill="(white|#FFFFFF)"/i, "a light place");
    });
  }
});
