import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { shellWord } from "../../lib/cli/shell-word.js";

describe("shellWord", () => {
  it("leaves plain paths alone", () => assert.equal(shellWord("out/study-1.sqlite"), "out/study-1.sqlite"));

  it("is one word for a shell, whatever the text contains, without control characters", () => {
    for (const text of [
      "a b",
      "it's",
      'q"',
      "$(x)",
      "`x`",
      "\\",
      "~",
      "*",
      "größe",
      "a\u001bb\nc'\\d",
      "\u202ea",
      "x\u0085",
    ]) {
      const word = shellWord(text);
      assert.doesNotMatch(word, /[\p{Cc}\u202e]/u);
      assert.equal(
        execFileSync("bash", ["-c", `printf %s ${word}`], {
          encoding: "utf8",
          env: { ...process.env, LC_ALL: "C.UTF-8" },
        }),
        text,
      );
    }
  });

  it("is not read as an option", () => assert.equal(shellWord("-rf"), "./-rf"));
});
