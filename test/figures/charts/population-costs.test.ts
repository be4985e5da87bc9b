import assert from "node:assert/strict";
import { populationCosts } from "../../../lib/figures/charts/population-costs.js";

describe("populationCosts", () => {
  it("draws one point per genotype and gives each space's median", () => {
    const rows = [10, 30, 20].map((parameterCount) => ({
      space: "flat",
      parameterCount,
      multiplyAdds: 100 * parameterCount,
    }));
    const { spec, description } = populationCosts(rows);
    assert.deepEqual((spec.data as { readonly values: unknown }).values, rows);
    assert.match(description, /flat: 3 genotypes, median 20 parameters/);
  });

  it("takes the middle of an even count", () => {
    const rows = [10, 40, 20, 31].map((parameterCount) => ({ space: "flat", parameterCount, multiplyAdds: 1 }));
    assert.match(populationCosts(rows).description, /flat: 4 genotypes, median 26 parameters/);
  });

  it("says so when there is nothing to draw", () => {
    assert.match(populationCosts([]).description, /No genotypes yet/);
  });
});
