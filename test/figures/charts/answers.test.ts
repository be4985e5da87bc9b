import assert from "node:assert/strict";
import { compile, type TopLevelSpec } from "vega-lite";
import { bestAgainstRandom } from "../../../lib/figures/charts/best-against-random.js";
import { confirmedFinalists } from "../../../lib/figures/charts/confirmed-finalists.js";
import { featureDifferences } from "../../../lib/figures/charts/feature-differences.js";
import { knownByStep } from "../../../lib/figures/charts/known-by-step.js";
import { fitnessAtEqualSize } from "../../../lib/figures/charts/fitness-at-equal-size.js";
import { shortAgainstLong } from "../../../lib/figures/charts/short-against-long.js";
import { tellingApart } from "../../../lib/figures/charts/telling-apart.js";
import type { Figure } from "../../../lib/figures/output/figure.js";
import { toPng } from "../../../lib/figures/output/png.js";
import { toSvg } from "../../../lib/figures/output/svg.js";
import { searchColours } from "../../../lib/figures/output/theme.js";
import { recordedFile } from "../../../lib/literature/recorded-searches.js";
import { bestByEffort, type BestByEffort, type SearchBest } from "../../../lib/rows/best-by-effort.js";
import { enrichedFeatures } from "../../../lib/rows/enriched-features.js";
import { type KnownRow, knownRows } from "../../../lib/rows/known-rows.js";
import type { EqualSize } from "../../../lib/rows/equal-size.js";
import type { TrainingKind } from "../../../lib/rows/telling-apart.js";
import type { Finalists } from "../../../lib/rows/winner-rows.js";
import { readStudy } from "../../../lib/study/study.js";

/** SYNTHETIC: made up for these tests. */
const search: SearchBest = {
  ...{ name: "hierarchical, evolution", effort: 100, best: 0.29, expected: 0.27, shareBelow: 0.99 },
  runs: [
    [
      { effort: 1, best: 0.2 },
      { effort: 100, best: 0.3 },
    ],
    [
      { effort: 2, best: 0.22 },
      { effort: 50, best: 0.26 },
      { effort: 110, best: 0.28 },
    ],
  ],
  difference: { estimate: 0.02, lower: 0.01, upper: 0.03 },
};
const best: BestByEffort = {
  ...{ effort: "evaluations", searches: [search], noise: 0.018 },
  random: {
    ...{ runs: 3, evaluations: 300 },
    points: [1, 50, 100].map((effort, index) => ({
      ...{ effort, expected: 0.25 + 0.01 * index, lower: 0.24 + 0.01 * index, upper: 0.26 + 0.01 * index },
    })),
  },
};
const finalists: Finalists = {
  name: "hierarchical, evolution",
  rows: [1, 2].map((rank) => ({
    ...{ rank, step: 10 * rank, searchTrainings: rank, searchMean: 0.32 - 0.01 * rank, expected: 0.28 },
    ...{ fresh: [0.27, 0.29], freshMean: { estimate: 0.28, lower: 0.26, upper: 0.3 } },
  })),
  ...{ typical: 0.25, networks: 90, noise: { spread: 0.018, freedom: 30 } },
};
const known = (kinds: string): readonly KnownRow[] =>
  [...kinds].map((kind, index) => ({
    ...{ step: index + 1, seconds: 1, known: kind === "p" ? "parent" : kind === "o" ? "other" : null },
  }));
const sized = ["hierarchical", "flat"].map((space, side) =>
  [0, 1, 2].map((index) => ({
    ...{ hash: `${space} ${index}`, fitness: 0.25 + 0.05 * side + 0.01 * index, parameterCount: 9_000 * 2 ** index },
  })),
);
const equalSize: EqualSize = {
  sides: [
    { name: "hierarchical networks", networks: sized[0] },
    { name: "flat networks", networks: sized[1] },
  ],
  ...{ tolerance: 0.1, pairs: [[sized[0][0], sized[1][0]]] },
  difference: { estimate: -0.05, lower: -0.06, upper: -0.04 },
  regardless: { estimate: -0.07, lower: -0.09, upper: -0.05 },
};
const kinds: readonly TrainingKind[] = ["laptop", "long"].map((name, index) => ({
  ...{ name: `${name} training`, between: index === 0 ? 0.02 : null, seconds: 4 * 60 ** index },
  noise: { estimate: 0.018 / (1 + 2 * index), lower: 0.016 / (1 + 2 * index), upper: 0.02 / (1 + 2 * index) },
}));
const pairs = Array.from({ length: 12 }, (_, index) => ({
  ...{
    name: `g${index}`,
    space: index < 6 ? "hierarchical" : "flat",
    protocol: "short",
    parameterCount: 1_000 + index,
  },
  ...{ short: 0.2 + 0.01 * index, long: 0.5 + 0.01 * (index < 6 ? index : index % 2) },
}));

const widthOf = (figure: Figure): number => Number(/ width="([\d.]+)"/.exec(toSvg(figure))?.[1]);

/** The names at the ends of lines or beside rows. */
const textsOf = (figure: Figure): readonly string[] =>
  [...toSvg(figure).matchAll(/>([^<>]+)<\/text>/g)].map(([, text]) => text);

describe("charts that answer questions about searches", function () {
  this.timeout(60_000);
  const figures = {
    bestAgainstRandom: bestAgainstRandom(best),
    confirmedFinalists: confirmedFinalists([finalists]),
    "confirmedFinalists of two": confirmedFinalists([
      finalists,
      { ...finalists, name: "flat, evolution, at most 60,000 parameters" },
    ]),
    knownByStep: knownByStep({ evaluate: [known("....po.p"), known("...oo.pp")], redraw: [known("........")] }),
    shortAgainstLong: shortAgainstLong(pairs),
    fitnessAtEqualSize: fitnessAtEqualSize(equalSize),
    tellingApart: tellingApart(kinds),
  };

  for (const [name, figure] of Object.entries(figures)) {
    it(`${name} compiles, is at most 840 px wide and becomes a PNG`, () => {
      compile(figure.spec as unknown as TopLevelSpec);
      assert.ok(widthOf(figure) <= 840, `${widthOf(figure)}`);
      assert.ok(toPng(figure).length > 1_000);
    });
  }

  it("give the answer in their titles", () => {
    assert.deepEqual(
      Object.values(figures).map(({ title }) => title),
      [
        "Hierarchical evolution beats random search by 2.0 points after 100 evaluations",
        "Of the winner's lead of 6.0 points, fresh trainings leave 3.0 points: 3.0 points luck",
        "Of the 2 winners' lead of 6.0 points, fresh trainings leave 3.0 points: 3.0 points luck",
        "Known networks took 0.0 % (redraw) to 43.8 % (evaluate) of the evaluations",
        "A short training ranks 6 hierarchical genotypes (ρ = 1.00) and hardly ranks 6 flat genotypes (ρ = 0.29) as long ones do",
        "At equal size hierarchical networks are worse than flat networks: −5.0 points (−6.0 to −4.0)",
        "Networks that differ by 1 point are told apart by 51 laptop trainings of each (noise 1.8 points) or 6 long trainings of each (noise 0.6 points)",
      ],
    );
  });

  it("claim nothing that chance or too few runs could explain", () => {
    const titleOf = (given: Partial<SearchBest>, more: readonly SearchBest[] = []): string =>
      bestAgainstRandom({ ...best, searches: [{ ...search, ...given }, ...more] }).title;
    const chance = { difference: { estimate: 0.02, lower: -0.01, upper: 0.05 } };
    assert.equal(
      titleOf(chance),
      "Hierarchical evolution and random search do not differ by more than chance after 100 evaluations",
    );
    assert.equal(
      titleOf({ difference: null, best: 0.26 }),
      "Hierarchical evolution is 1.0 points below random search after 100 evaluations: too few runs to tell",
    );
    assert.equal(
      titleOf({ best: 0.26, difference: { estimate: -0.01, lower: -0.02, upper: -0.001 } }),
      "Hierarchical evolution falls short of random search by 1.0 points after 100 evaluations",
    );
    const other = { ...search, ...chance, name: "flat, evolution" };
    assert.equal(
      titleOf({}, [other]),
      "Hierarchical evolution beats random search at equal evaluations by more than chance",
    );
    assert.equal(
      titleOf(chance, [other]),
      "None of the searches beats random search at equal evaluations by more than chance",
    );
    assert.equal(
      titleOf({ difference: null }, [{ ...other, difference: null }]),
      "Searches beside random search at equal evaluations: too few runs to tell",
    );
    const sizeTitle = (difference: EqualSize["difference"]): string =>
      fitnessAtEqualSize({ ...equalSize, difference }).title;
    assert.equal(
      sizeTitle({ estimate: -0.01, lower: -0.03, upper: 0.01 }),
      "At equal size hierarchical networks and flat networks do not differ by more than chance: −1.0 points (−3.0 to +1.0)",
    );
    assert.equal(
      sizeTitle(null),
      "Too few pairs of equal size (1) to compare hierarchical networks with flat networks",
    );
    const lucky = {
      ...finalists,
      rows: [{ ...finalists.rows[0], freshMean: { estimate: 0.255, lower: 0.24, upper: 0.27 } }],
    };
    assert.match(confirmedFinalists([lucky]).title, /leave 0\.5 points, no more than chance: 5\.5 points luck$/);
  });

  it("name lines at their ends and rows at their sides", () => {
    const texts = textsOf(figures.bestAgainstRandom);
    assert.ok(["random search", "hierarchical, evolution"].every((name) => texts.includes(name)));
    assert.ok(textsOf(figures.knownByStep).includes("evaluate: 43.8 %"));
    assert.ok(textsOf(figures.confirmedFinalists).includes("31.0 % (1) → 28.0 % (2)"));
    assert.ok(textsOf(figures["confirmedFinalists of two"]).includes("hierarchical, evolution: winner"));
  });

  it("keep the name of a short line readable above a longer one: it has a halo", () => {
    const svg = toSvg(knownByStep({ long: [known(".".repeat(200))], short: [known("..pp")] }));
    const halos = svg.match(/<text [^>]*stroke="#FFFFFF"[^>]*>short: 50\.0 %<\/text>/g);
    assert.equal(halos?.length, 1);
  });

  it("mark the spread between networks drawn at random, and name the lines at their ends", () => {
    const texts = textsOf(figures.tellingApart);
    assert.ok(["laptop training", "long training", "1 hour of two cores"].every((name) => texts.includes(name)));
    const points = toSvg(figures.tellingApart).match(/aria-roledescription="point"/g);
    assert.equal(points?.length, 1, "one for the laptop training, none where it is not known");
  });

  it("join the networks of a pair, and draw all others pale", () => {
    const svg = toSvg(figures.fitnessAtEqualSize);
    assert.equal(svg.match(/aria-roledescription="point"/g)?.length, 6);
    assert.equal(svg.match(/aria-roledescription="point"[^>]*opacity="0\.25"/g)?.length, 4);
  });

  it("draw the median and range of the runs that have got that far", () => {
    const sets: Record<string, number>[][] = [];
    JSON.stringify(figures.bestAgainstRandom.spec, (name, value: unknown) => {
      if (name === "values" && Array.isArray(value)) sets.push(value as Record<string, number>[]);
      return value;
    });
    const rows = sets.find((values) => values.some((row) => "most" in row && row.runs === 2)) ?? [];
    assert.deepEqual(
      rows.filter(({ effort }) => effort >= 50).map((row) => [row.effort, row.best, row.least, row.most]),
      [
        [50, 0.23, 0.2, 0.26],
        [100, 0.28, 0.26, 0.3],
      ],
    );
  });

  it("say so when there is nothing to draw", () => {
    assert.match(confirmedFinalists([]).description, /No finalist was confirmed/);
    assert.match(knownByStep({}).description, /No evaluations yet/);
    assert.match(shortAgainstLong([]).description, /No genotype was trained both short and long yet/);
    const nobody = { name: "nobody", networks: [] };
    const unpaired = { ...equalSize, sides: [nobody, nobody] as const, pairs: [], difference: null, regardless: null };
    assert.match(fitnessAtEqualSize(unpaired).description, /No networks to compare yet/);
    assert.match(tellingApart([]).description, /No network was trained twice/);
    assert.match(bestAgainstRandom({ ...best, searches: [] }).title, /^The best of random search by evaluations$/);
    const nothing = featureDifferences({ features: [], good: { networks: 3, families: 3 }, random: { networks: 3 } });
    assert.match(nothing.description, /No feature varies/);
  });

  it("are drawn from recorded searches", async () => {
    const [evolution, random] = await Promise.all(
      (["hierarchical-evolution", "hierarchical-random"] as const).map((name) =>
        readStudy(recordedFile(name), async (study) => ({
          rows: await study.rows(),
          population: await study.individuals(),
        })),
      ),
    );
    const compared = bestByEffort([random.rows], { evolution: [evolution.rows] });
    const enriched = enrichedFeatures([evolution, random]);
    assert.ok(compared !== undefined && enriched !== undefined);
    const drawn = [
      bestAgainstRandom(compared),
      featureDifferences(enriched),
      knownByStep({ evolution: [knownRows(evolution.rows)] }),
    ];
    for (const figure of drawn) assert.ok(widthOf(figure) <= 840, `${figure.title}: ${widthOf(figure)}`);
    const surviving = enriched.features.filter(({ survives }) => survives);
    assert.ok(surviving.every(({ name }) => drawn[1].title.includes(name)));
    assert.match(drawn[2].title, /^38\.3 % of the evaluations went to known networks, 35\.0 % to the parent's$/);
  });
});

describe("searchColours", () => {
  it("gives each search one colour in all figures, different from every other search's", () => {
    const names = [
      "flat, evolution",
      "hierarchical, evolution",
      "hierarchical, random search",
      "mine",
      "flat, random search",
    ];
    const all = searchColours(names);
    assert.equal(new Set(all).size, names.length);
    assert.equal(searchColours(["hierarchical, evolution"])[0], all[1]);
    assert.equal(searchColours(["hierarchical"])[0], all[1]);
    assert.equal(new Set(searchColours(["evolution", "evolution again", "evolution once more"])).size, 3);
  });
});
