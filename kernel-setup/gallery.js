"use strict";
// `npm run gallery`: sets up the machine, then draws notebooks/gallery.

const { runPrepared } = require("./prepared-command.js");

const help = `npm run gallery [-- --fresh]

Draws the pictures and the page of notebooks/gallery. Leaves up-to-date pictures unchanged.

  --fresh   redraws those too

Example: npm run gallery
`;

const program = ["instruments", "gallery", "gallery.js"];

if (require.main === module) {
  const command = { name: "gallery", help, trains: false, program };
  runPrepared(command, process.argv.slice(2)).then((code) => (process.exitCode = code));
}
