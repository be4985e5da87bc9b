"use strict";
// `npm run reproduce`: sets up the machine, then searches, runs the notebooks and writes out/.

const { runPrepared } = require("./prepared-command.js");

const help = `npm run reproduce [-- --fresh]

Sets up the machine, searches at laptop scale on the bundled images, scores the results on the test images, runs the
notebooks, and writes out/. Repeats no finished work; notebooks run again when they, the library or the data changed.

  --fresh   removes an earlier run's files from out/ and starts over

Example: npm run reproduce
`;

const program = ["instruments", "reproduction", "reproduce.js"];

if (require.main === module) {
  const command = { name: "reproduce", help, trains: true, program };
  runPrepared(command, process.argv.slice(2)).then((code) => (process.exitCode = code));
}
