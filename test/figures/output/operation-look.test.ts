import assert from "node:assert/strict";
import { primitiveLook, readableOn } from "../../../lib/figures/output/operation-look.js";
import { paperPrimitives, type Primitive } from "../../../lib/genotype/primitive.js";

const names = paperPrimitives.map(({ name }) => name);

describe("the look of primitives", () => {
  it("is one colour and one sign each, of at most three characters", () => {
    const looks = names.map((name) => primitiveLook(name, names));
    assert.equal(new Set(looks.map(({ colour }) => colour)).size, 6);
    assert.equal(new Set(looks.map(({ sign }) => sign)).size, 6);
    assert.ok(looks.every(({ sign }) => sign.length <= 3));
  });

  it("has signs that are legible on their colour (contrast of at least 4.5)", () => {
    const own = Array.from({ length: 7 }, (_, index) => `own${index}`);
    for (const name of [...names, ...own]) {
      const { colour, signColour } = primitiveLook(name, [...names, ...own]);
      assert.ok(contrast(colour, signColour) >= 4.5, `${name} ${colour}: ${contrast(colour, signColour)}`);
    }
  });

  it("gives a custom primitive its sign and words, and a stable colour", () => {
    const own: Primitive = { name: "dil", label: "3×3 dilated convolution", sign: "d2", layers: () => [] };
    const look = primitiveLook("dil", [...names, "dil"], [...paperPrimitives, own]);
    assert.deepEqual([look.sign, look.words], ["d2", "3×3 dilated convolution"]);
    assert.ok(names.every((name) => primitiveLook(name, names).colour !== look.colour));
    assert.equal(primitiveLook("dil", ["id", "dil"]).colour, look.colour);
    assert.equal(primitiveLook("dilated", ["dilated"]).sign, "dil");
  });

  it("writes white on dark and black on light", () => {
    assert.deepEqual(["#000000", "#FFFFFF", "#F0E442"].map(readableOn), ["#FFFFFF", "#000000", "#000000"]);
  });
});

/** The contrast ratio of the web accessibility guidelines. */
function contrast(one: string, other: string): number {
  const [darker, lighter] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (lighter + 0.05) / (darker + 0.05);
}

function luminance(colour: string): number {
  const shares = colour.match(/[0-9A-Fa-f]{2}/g)?.map((hex) => parseInt(hex, 16) / 255) ?? [];
  const [red, green, blue] = shares.map((share) =>
    share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4,
  );
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
