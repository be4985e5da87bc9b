"use strict";
// `hiernas lab`: JupyterLab of the project's environment, open at the notebooks.

const childProcess = require("node:child_process");
const fs = require("node:fs");
const path = require("node:path");
const { projectPaths } = require("./project-paths.js");

const HELP = `hiernas lab [JUPYTERLAB'S OPTIONS]

Opens JupyterLab on the notebooks in the browser. Ctrl-C ends it.

Example: npx hiernas lab --no-browser --port 8899
`;

/**
 * @param {readonly string[]} args passed on to JupyterLab
 * @returns {Promise<number>} JupyterLab's exit code
 */
function main(args) {
  const paths = projectPaths();
  if (args.includes("--help") || args.includes("-h")) {
    process.stdout.write(HELP);
    return Promise.resolve(0);
  }
  if (!fs.existsSync(path.join(paths.venv, "bin", "jupyter-lab"))) {
    process.stderr.write("not set up: npm run setup\n");
    return Promise.resolve(1);
  }
  keepQuiet(paths.venv);
  const asRoot = process.getuid?.() === 0 ? ["--allow-root"] : [];
  const own = ["-m", "jupyterlab", `--ServerApp.root_dir=${paths.root}`, "--LabApp.default_url=/lab/tree/notebooks"];
  // The environment's own tslab before one that the user has elsewhere.
  const env = { ...process.env, JUPYTER_PREFER_ENV_PATH: "1", PYTHONPATH: undefined };
  const child = childProcess.spawn(paths.python, [...own, ...asRoot, ...args], {
    cwd: paths.root,
    env,
    stdio: "inherit",
  });
  // Ctrl-C reaches JupyterLab by itself, and it asks before it ends.
  process.on("SIGINT", () => {});
  process.on("SIGTERM", () => child.kill("SIGTERM"));
  return new Promise((resolve) => child.once("close", (code) => resolve(code ?? 1)));
}

/**
 * Asks for no news and looks for no newer JupyterLab: nothing leaves the machine.
 * @param {string} venv
 */
function keepQuiet(venv) {
  const folder = path.join(venv, "share", "jupyter", "lab", "settings");
  const settings = { "@jupyterlab/apputils-extension:notification": { fetchNews: "false", checkForUpdates: false } };
  fs.mkdirSync(folder, { recursive: true });
  fs.writeFileSync(path.join(folder, "overrides.json"), JSON.stringify(settings, null, 1) + "\n");
}

module.exports = { main };
