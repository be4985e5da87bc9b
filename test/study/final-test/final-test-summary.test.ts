import assert from "node:assert/strict";
import type { FinalTestRow } from "../../../lib/rows/final-test-row.js";
import { compareSentence, summarizeFinalTest } from "../../../lib/study/final-test/final-test-summary.js";

const row = (name: string, seed: number, accuracy: number | null): FinalTestRow => ({
  name,
  hash: name,
  seed: `check/${seed}`,
  accuracy,
  reason: accuracy === null ? "loss not finite" : null,
  parameterCount: 1,
});

describe("summarizeFinalTest and compareSentence", () => {
  const rows = [
    row("one", 1, 0.3),
    row("one", 2, 0.32),
    row("one", 3, 0.34),
    row("two", 1, 0.2),
    row("two", 2, 0.22),
    row("two", 3, 0.24),
  ];

  it("give mean, standard deviation and the significance of the difference", () => {
    const [one] = summarizeFinalTest(rows);
    assert.equal(one.count, 3);
    assert.ok(Math.abs(one.mean - 0.32) < 1e-12 && Math.abs(one.spread - 0.02) < 1e-12);
    // Variances of 0.0004 and three trainings each: 2.7764 · √(2 · 0.0004 / 3) = 0.04534.
    assert.equal(
      compareSentence(rows, "one", "two"),
      "one against two (3 and 3 trainings): +10.0 points, 95 % interval +5.5 to +14.5: more than chance.",
    );
    // 4 points apart, 2.4 standard errors: three trainings give that by chance in 7 % of draws.
    const close = [...rows.slice(0, 3), row("two", 1, 0.26), row("two", 2, 0.28), row("two", 3, 0.3)];
    assert.equal(
      compareSentence(close, "two", "one"),
      "two against one (3 and 3 trainings): −4.0 points, 95 % interval −8.5 to +0.5: chance alone could give it.",
    );
  });

  it("leave failed trainings out and say when too few are left", () => {
    const few = [row("one", 1, 0.3), row("one", 2, null), row("two", 1, 0.2), row("two", 2, 0.2)];
    assert.equal(summarizeFinalTest(few)[0].count, 1);
    assert.equal(
      compareSentence(few, "one", "two"),
      "one against two: 1 and 2 trainings are too few to tell; at least 3 each are needed.",
    );
    assert.match(compareSentence(few, "one", "three"), /^one against three: 1 and 0 trainings are too few to tell/);
  });

  it("do not compare a network with itself", () => {
    const twice = rows.map((each) => ({ ...each, hash: "same" }));
    assert.equal(compareSentence(twice, "one", "two"), "one and two are one network.");
  });
});
