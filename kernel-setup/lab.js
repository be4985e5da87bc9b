"use strict";
// `hiernas lab`: opens the project's JupyterLab on the notebooks.

const childProcess = require("node:child_process");
const fs = require("node:fs");
const path = require("node:path");
const { projectPaths } = require("./project-paths.js");

const HELP = `hiernas lab [JUPYTERLAB'S OPTIONS]

Opens the notebooks in JupyterLab in the browser. Ctrl-C ends it.

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
  // Prefers the environment's tslab to another one of the user.
  const env = { ...process.env, JUPYTER_PREFER_ENV_PATH: "1", PYTHONPATH: undefined };
  const child = childProcess.spawn(paths.python, [...own, ...asRoot, ...args], {
    cwd: paths.root,
    env,
    stdio: "inherit",
  });
  // Ctrl-C reaches JupyterLab directly, which asks before it ends.
  process.on("SIGINT", () => {});
  process.on("SIGTERM", () => child.kill("SIGTERM"));
  return new Promise((resolve) => {
    child.once("error", (error) => {
      process.stderr.write(`JupyterLab cannot be started: ${error.message}; npm run setup fixes that\n`);
      resolve(1);
    });
    child.once("close", (code) => resolve(code ?? 1));
  });
}

/**
 * Keeps JupyterLab from asking about news and looking for newer versions, so that nothing leaves the machine. Warns and
 * continues if the environment is another user's.
 * @param {string} venv
 */
function keepQuiet(venv) {
  const file = path.join(venv, "share", "jupyter", "lab", "settings", "overrides.json");
  const settings = { "@jupyterlab/apputils-extension:notification": { fetchNews: "false", checkForUpdates: false } };
  const wanted = JSON.stringify(settings, null, 1) + "\n";
  try {
    if (fs.existsSync(file) && fs.readFileSync(file, "utf8") === wanted) return;
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, wanted);
  } catch (error) {
    process.stderr.write(
      `JupyterLab may ask whether to fetch news: ${error instanceof Error ? error.message : error}\n`,
    );
  }
}

module.exports = { main };
