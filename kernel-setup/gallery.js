"use strict";
// `npm run gallery`: makes the machine ready, then draws notebooks/gallery.

const { runPrepared } = require("./prepared-command.js");

const help = `npm run gallery [-- --fresh]

Draws notebooks/gallery: its pictures and its page. A picture that shows what is drawn today is left as it is.

  --fresh   draws those again too

Example: npm run gallery
`;

const program = ["instruments", "gallery", "gallery.js"];

if (require.main === module) {
  const command = { name: "gallery", help, trains: false, program };
  runPrepared(command, process.argv.slice(2)).then((code) => (process.exitCode = code));
}
