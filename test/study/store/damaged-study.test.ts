import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { runStudy } from "../../../lib/study/run-study.js";
import { readStudy, type Study } from "../../../lib/study/study.js";
import { figureRows } from "../../../lib/study/figure-rows.js";
import { openSqliteFile } from "../../../lib/study/store/sqlite-file.js";
import { runCommand } from "../../cli/command.js";
import { createRandom } from "../../../lib/random.js";
import { lookElsewhere } from "../elsewhere.js";
import { toyStudy, useStudyFile } from "../toy-study.js";

const readAll = async (study: Study): Promise<void> => {
  await study.settings();
  await study.summary();
  await study.events();
  await study.unfinished();
  await figureRows(study);
};

describe("a study that was damaged or edited", function () {
  this.timeout(60_000);
  const place = useStudyFile();
  beforeEach(() => runStudy({ ...toyStudy, path: place.path, steps: 8 }));
  const edit = async (...statements: readonly string[]): Promise<void> => {
    const file = await openSqliteFile(place.path, "write");
    for (const each of statements) file.exec(each);
    file.close();
  };
  const settings = (value: string) => `UPDATE study SET settings = ${value}`;
  const evaluation = (value: string) => `UPDATE individual SET evaluation = ${value} WHERE step = 7`;

  const notUtf8 = "CAST(x'ff41' AS TEXT)";
  // libsql may crash on damaged files, so each is read in a separate process.
  for (const [what, statements, expected] of [
    [
      "text that is not UTF-8",
      [evaluation(notUtf8), `UPDATE individual SET hash = ${notUtf8} WHERE step = 7`],
      /step 7: its row cannot be read: damaged or edited \(row: hash: got an object, must be a string/,
    ],
    [
      "such text in place of a number",
      [`UPDATE individual SET fitness = ${notUtf8} WHERE step = 7`],
      /step 7: its row cannot be read: .*fitness/,
    ],
    ["such settings", [settings(notUtf8)], /its settings cannot be read: damaged or edited/],
    [
      "such a holder",
      [`INSERT INTO holder (id, process_id, host, since_millis) VALUES (1, 1, ${notUtf8}, 1)`],
      /its holder: host: got an object/,
    ],
    ["such a name of a column", [], /has no column fitness|is damaged/],
    [
      "an endless view",
      [
        "ALTER TABLE individual RENAME TO hidden",
        `CREATE VIEW study.individual AS WITH RECURSIVE more(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM more)
       SELECT hidden.* FROM hidden, more`,
      ],
      /individual is not a plain table: damaged or edited/,
    ],
  ] as const) {
    it(`is refused in one line for ${what}`, async () => {
      await edit(...statements);
      if (statements.length === 0) {
        const bytes = readFileSync(place.path);
        bytes[bytes.indexOf('"fitness" double') + 3] = 0xff;
        writeFileSync(place.path, bytes);
      }
      const said = lookElsewhere(place.path);
      assert.ok(typeof said === "string", JSON.stringify(said));
      assert.match(said, /^InputError: .*study\.sqlite: /);
      assert.match(said, expected);
      const status = await runCommand(["status", place.path], place.folder);
      assert.deepEqual([status.code, status.stdout], [2, ""]);
      assert.match(status.stderr, /^hiernas: [^\n]*study\.sqlite: [^\n]*\n$/);
    });
  }

  for (const [what, statements, expected] of [
    [
      "settings {}",
      [settings("'{}'")],
      /its settings cannot be read: damaged or edited \(settings: space: is missing\)/,
    ],
    ["settings null", [settings("'null'")], /its settings cannot be read/],
    ["settings that are a number", [settings("'5'")], /its settings cannot be read/],
    ["settings that are an SQL number", [settings("5")], /its settings cannot be read: .*settings: got/],
    [
      "settings that are not JSON",
      [settings("'{\"space\":'")],
      /its settings cannot be read: .*not JSON, or cut short/,
    ],
    ["settings that are bytes", [settings("x'ff00ff'")], /its settings cannot be read/],
    [
      "settings without a protocol",
      [settings("json_remove(settings, '$.protocol')")],
      /settings: protocol: is missing/,
    ],
    ["settings without a space", [settings("json_remove(settings, '$.space')")], /settings: space: is missing/],
    [
      "settings without primitives",
      [settings("json_remove(settings, '$.space.primitives')")],
      /space\.primitives: is missing/,
    ],
    ["no settings", ["DELETE FROM study"], /its settings cannot be read: damaged or edited \(the row is missing\)/],
    ["steps as a word", ["UPDATE study SET steps = 'many'"], /settings cannot be read: .*steps: got "many"/],
    ["negative steps", ["UPDATE study SET steps = -5"], /settings cannot be read: .*steps: got -5/],
    ["a missing table", ["DROP TABLE individual"], /has no table individual: damaged or edited/],
    ["a missing holder table", ["DROP TABLE holder"], /has no table holder/],
    ["a missing table of confirmations", ["DROP TABLE confirmation"], /has no table confirmation/],
    ["a missing column", ["ALTER TABLE individual DROP COLUMN fitness"], /its table individual has no column fitness/],
    [
      "a virtual table",
      ["DROP TABLE event", "CREATE VIRTUAL TABLE study.event USING fts5(number, kind, step, at_millis)"],
      /event is not a plain table/,
    ],
    [
      "a trigger",
      ["CREATE TRIGGER study.t AFTER INSERT ON individual BEGIN DELETE FROM event; END"],
      /table individual has a trigger/,
    ],
    ["an evaluation that is NULL", [evaluation("NULL")], /step 7: its row cannot be read: .*evaluation: got null/],
    ["an evaluation null", [evaluation("'null'")], /step 7: its evaluation cannot be read: damaged or edited/],
    ["an evaluation {}", [evaluation("'{}'")], /step 7: its evaluation cannot be read: .*status: is missing/],
    [
      "an evaluation that is not JSON",
      [evaluation("'{\"status\"'")],
      /step 7: its evaluation cannot be read: .*not JSON/,
    ],
    [
      "a mutation that is not JSON",
      ["UPDATE individual SET mutation = '{' WHERE step = 7"],
      /step 7: its mutation cannot be read: .*not JSON/,
    ],
    [
      "a mutation {}",
      ["UPDATE individual SET mutation = '{}' WHERE step = 7"],
      /step 7: its mutation cannot be read: .*level: is missing/,
    ],
    [
      "invalid competitors",
      ["UPDATE individual SET competitors = '[1,\"two\"]' WHERE step = 7"],
      /step 7: its competitors cannot be read/,
    ],
    [
      "an invalid genotype",
      ["UPDATE individual SET genotype = '{}' WHERE step = 7"],
      /step 7: its genotype cannot be read: damaged or edited \(genotype: format/,
    ],
    [
      "a fitness of text",
      ["UPDATE individual SET fitness = 'high' WHERE step = 7"],
      /step 7: its row cannot be read: .*fitness: got "high", must be a finite number/,
    ],
    [
      "an infinite fitness",
      ["UPDATE individual SET fitness = 9e999 WHERE step = 7"],
      /step 7: its row cannot be read: .*fitness: got Infinity/,
    ],
    [
      "an unknown status",
      ["UPDATE individual SET status = 'perfect' WHERE step = 7"],
      /step 7: its row cannot be read: .*status: got "perfect"/,
    ],
    ["no status", ["UPDATE individual SET status = NULL WHERE step = 7"], /step 7: its row cannot be read/],
    [
      "a hash with terminal control codes",
      ["UPDATE individual SET hash = char(27) || '[2J' WHERE step = 7"],
      /step 7: its row cannot be read: .*hash: got .*without control characters/,
    ],
    [
      "a negative step",
      ["UPDATE individual SET step = -3 WHERE step = 7"],
      /step -3: its row cannot be read: .*step: got -3/,
    ],
    [
      "an event of unknown kind",
      ["UPDATE event SET kind = 'dreamt' WHERE number = 3"],
      /number 3: its row cannot be read: .*kind: got "dreamt"/,
    ],
  ] as const) {
    it(`is refused in one line for ${what}`, async () => {
      await edit(...statements);
      await assert.rejects(readStudy(place.path, readAll), (error: Error) => {
        assert.equal(error.name, "InputError", error.stack);
        assert.match(error.message, /^[^\n]*study\.sqlite: [^\n]*$/);
        assert.match(error.message, expected);
        return true;
      });
    });
  }

  it("is not resumed, and is left unchanged", async () => {
    await edit(settings("'{}'"));
    const before = readFileSync(place.path);
    await assert.rejects(runStudy({ ...toyStudy, path: place.path }), {
      name: "InputError",
      message: /its settings cannot be read/,
    });
    // The holder is written for a moment; the contents are the same.
    const copy = `${place.path} before`;
    writeFileSync(copy, before);
    const texts = await Promise.all(
      [place.path, copy].map(async (path) => {
        const file = await openSqliteFile(path, "read");
        const rows = file.read("SELECT step, evaluation FROM individual", ["step", "evaluation"]);
        file.close();
        return JSON.stringify(rows);
      }),
    );
    assert.equal(texts[0], texts[1]);
  });

  it("is refused or read, but never crashes the process, whichever bytes change", async () => {
    const whole = readFileSync(place.path);
    const random = createRandom("bytes");
    for (let round = 0; round < 300; round++) {
      const bytes = Buffer.from(whole);
      const reach = round % 2 === 0 ? 8_192 : bytes.length;
      for (let count = 1 + random.integer(round % 3 === 0 ? 100 : 4); count > 0; count--) {
        bytes[random.integer(reach)] = random.integer(256);
      }
      const path = `${place.path} ${round}`;
      writeFileSync(path, round % 10 === 9 ? bytes.subarray(0, random.integer(bytes.length)) : bytes);
      await readStudy(path, readAll).catch((error: Error) => {
        assert.equal(error.name, "InputError", `round ${round}: ${error.stack}`);
        assert.ok(!/\p{Cc}/u.test(error.message), error.message);
      });
    }
  });
});
