"use strict";
// `npm run reproduce`: makes the machine ready, then searches, runs the notebooks and writes out/.

const { runPrepared } = require("./prepared-command.js");

const help = `npm run reproduce [-- --fresh]

Makes the machine ready, searches at laptop scale on the bundled images, scores what it found on the test images, runs the
notebooks, and writes out/. What is done is not repeated; notebooks run again when they, the library or the data changed.

  --fresh   removes what an earlier run left in out/ and begins again

Example: npm run reproduce
`;

const program = ["instruments", "reproduction", "reproduce.js"];

if (require.main === module) {
  const command = { name: "reproduce", help, trains: true, program };
  runPrepared(command, process.argv.slice(2)).then((code) => (process.exitCode = code));
}
