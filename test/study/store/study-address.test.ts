import assert from "node:assert/strict";
import { printable, shown } from "../../../lib/input/printable.js";
import { shellWord } from "../../../lib/cli/shell-word.js";
import { isAddress, parseAddress, placeOf } from "../../../lib/study/store/study-address.js";

const words = (address: string): string => {
  try {
    parseAddress(address);
  } catch (error) {
    assert.equal((error as Error).name, "InputError");
    assert.equal((error as Error).cause, undefined);
    return (error as Error).message;
  }
  assert.fail("nothing was refused");
};

describe("a study's address", () => {
  it("names the database as other clients do, and the study", () => {
    const { place, connection, study } = parseAddress("postgresql://me:secret@db.example.org:6000/nas?study=cifar-10");
    assert.deepEqual([place, study], ["postgres://db.example.org:6000/nas?study=cifar-10", "cifar-10"]);
    assert.equal(connection, "postgresql://me:secret@db.example.org:6000/nas");
    assert.equal(parseAddress("postgres://me@h/nas").study, "study");
    assert.match(parseAddress("postgres:///nas?host=/run/postgresql").place, /^postgres:\/\/\/run\/postgresql\/nas/);
  });

  it("is told from a path", () => {
    assert.ok(isAddress("postgres://h/d") && isAddress("postgresql://h/d"));
    assert.ok(!isAddress("study.sqlite") && !isAddress("postgres") && !isAddress(undefined));
    assert.equal(placeOf("a@b.sqlite"), "a@b.sqlite");
  });

  it("is refused in a line that keeps user and password", () => {
    const wrong = [
      ["postgres://me:secret@h", /must name a database/],
      ["postgres://me:secret@h/d/e", /must name a database/],
      ["postgres://me:secret@h:99999999/d", /is not an address/],
      ["postgres://me:secret@h/d?study=pg_secret", /must be up to 63 letters/],
      ["postgres://me:secret@h/d?study=a%22b", /must be up to 63 letters/],
      [`postgres://me:secret@h/d?study=${"a".repeat(64)}`, /must be up to 63 letters/],
      ["postgres://me:secret@h/d?study=a&study=b", /names 2 studies/],
    ] as const;
    for (const [address, rule] of wrong) {
      assert.match(words(address), rule);
      assert.doesNotMatch(words(address), /\bme\b|:secret/);
    }
  });

  it("keeps its secrets wherever foreign text is shown", () => {
    const given = [
      "postgres://me:secret@h/d?study=x",
      "postgres://me:sec@ret/@h/d?study=x",
      "POSTGRESQL://me:secret@h/d?study=x&password=secret&sslmode=require",
      "postgres:///d?user=me&password=secret",
    ];
    for (const address of given) {
      for (const text of [printable(`--out ${address}: no`), shown(address), shellWord(address), placeOf(address)]) {
        assert.doesNotMatch(text, /\bme\b|sec|ret/, text);
      }
    }
    assert.equal(shellWord(given[0]), "'postgres://h/d?study=x'");
    assert.equal(placeOf(given[2]), "POSTGRESQL://h/d?study=x&sslmode=require");
    assert.doesNotMatch(shown(`postgres://me:${"secret".repeat(50)}@h/d`), /secret/);
  });
});
