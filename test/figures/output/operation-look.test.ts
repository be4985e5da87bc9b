import assert from "node:assert/strict";
import {
  closingLook,
  fallbackColours,
  motifColours,
  motifLook,
  primitiveLook,
  readableOn,
} from "../../../lib/figures/output/operation-look.js";
import { meanings } from "../../../lib/figures/output/theme.js";
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

  it("leaves the colour that marks what changed to that alone", () => {
    const own = fallbackColours.map((_, index) => `own${index}`);
    const looks = [...names, ...own].map((name) => primitiveLook(name, [...names, ...own]));
    const others = [
      ...looks.flatMap(({ colour, lineColour }) => [colour, lineColour]),
      ...motifColours.map(({ tint }) => tint),
    ];
    for (const colour of others) assert.ok(distance(colour, meanings.marked) > 80, colour);
    assert.equal(new Set(looks.map(({ colour }) => colour)).size, looks.length);
  });

  it("writes white on dark and black on light", () => {
    assert.deepEqual(["#000000", "#FFFFFF", "#F0E442"].map(readableOn), ["#FFFFFF", "#000000", "#000000"]);
  });
});

describe("the look of motifs", () => {
  it("is a number on a tint of its own, dark ink on it, and one link for all uses", () => {
    const looks = Array.from({ length: 6 }, (_, index) => motifLook(2, index + 1));
    assert.equal(new Set(looks.map(({ colour }) => colour)).size, 6);
    assert.deepEqual(
      looks.map(({ sign, motif }) => [sign, motif]),
      [1, 2, 3, 4, 5, 6].map((number) => [String(number), `2.${number}`]),
    );
    for (const { colour, lineColour, signColour } of looks) {
      assert.ok(contrast(colour, signColour) >= 7);
      assert.ok(contrast(lineColour, "#FFFFFF") >= 4.5);
    }
    assert.notEqual(motifLook(2, 1).colour, motifLook(3, 1).colour);
  });

  it("is told from the convolution that closes it, which is hollow", () => {
    assert.equal(closingLook.colour, meanings.background);
    assert.equal(closingLook.sign, primitiveLook("conv1", names).sign);
    assert.ok(contrast(closingLook.colour, closingLook.signColour) >= 4.5);
  });
});

/** How far apart two colours are, in the units of their channels. */
function distance(one: string, other: string): number {
  const [a, b] = [one, other].map((colour) => [1, 3, 5].map((start) => parseInt(colour.slice(start, start + 2), 16)));
  return Math.hypot(...a.map((value, channel) => value - b[channel]));
}

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
