import assert from "node:assert/strict";
import { studyForms } from "../../lib/cli/draw-forms.js";
import { figureContent } from "../../lib/figures/output/figure-file.js";
import { recordedExperiment } from "../../lib/literature/recorded-experiments.js";
import { recorded } from "../../lib/literature/recorded-searches.js";

describe("the forms of a study", function () {
  this.timeout(60_000);

  for (const form of ["lineage", "family", "step"]) {
    it(`${form}: fits a slide of 16:9 with type of at least 12 points`, async () => {
      const studies = [await recordedExperiment("study", "hierarchical-evolution"), await recorded("flat-evolution")];
      for (const { population: rows } of studies) {
        const content = await figureContent(studyForms[form]({ rows, isSlide: true }), "svg", { aspect: 16 / 9 });
        assert.match(String(content), /^<svg /);
      }
    });
  }

  it("lineage: shows the last changes on a slide, and says of how many", async () => {
    const { population: rows } = await recordedExperiment("study", "hierarchical-evolution");
    const { title } = studyForms.lineage({ rows, isSlide: true });
    assert.match(title, /^\d+ mutations lead to the best network, step \d+; .*: the last 6$/);
    assert.doesNotMatch(studyForms.lineage({ rows, isSlide: false }).title, /the last/);
  });
});
