import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join, resolve } from "node:path";
import { parse, parseAllDocuments } from "yaml";
import { parseAddress } from "../../lib/study/store/study-address.js";

const project = resolve(__dirname, "..", "..", "..");
const cluster = join(project, "kernel-setup", "cluster");
const textOf = (name: string): string => readFileSync(join(cluster, name), "utf8");

const helps = new Map<string, string>();

/** What `command --help` prints. */
const helpOf = (command: string): string => {
  const known = helps.get(command);
  if (known !== undefined) return known;
  const launcher = join(project, "kernel-setup", "hiernas.js");
  const { status, stdout } = spawnSync(process.execPath, [launcher, command, "--help"], { encoding: "utf8" });
  assert.equal(status, 0, command);
  helps.set(command, stdout);
  return stdout;
};

/** Asserts that hiernas has this command with these options, and that they tell no secret. */
function checkCommand(words: readonly string[]): void {
  const [command, ...rest] = words;
  const help = helpOf(command);
  const options = rest.filter((word) => word.startsWith("--")).map((word) => word.split("=")[0]);
  assert.ok(options.length > 0);
  for (const option of options) assert.match(help, new RegExp(`^ +${option}\\b`, "m"), `${command} ${option}`);
  const addresses = rest.flatMap((word) => /postgres:\S+/.exec(word)?.[0] ?? []);
  assert.equal(addresses.length, 1, words.join(" "));
  assert.equal(new URL(addresses[0]).host, "");
  assert.equal(parseAddress(addresses[0]).study, "first");
}

interface Service {
  readonly command?: string;
  readonly environment: Readonly<Record<string, string>>;
}

interface KubernetesJob {
  readonly kind: string;
  readonly spec: {
    readonly template: { readonly spec: { readonly containers: readonly { readonly args: readonly string[] }[] } };
  };
}

describe("the files for clusters", function () {
  this.timeout(60_000);

  it("Compose: hiernas has the commands, and the services share a database", () => {
    const text = textOf("compose.yaml").replaceAll(/\$\{HIERNAS_STUDY:-(\w+)\}/g, "$1");
    const { services } = parse(text, { merge: true }) as { readonly services: Readonly<Record<string, Service>> };
    assert.deepEqual(Object.keys(services), ["db", "search", "worker"]);
    for (const name of ["search", "worker"]) {
      checkCommand((services[name].command ?? "").trim().split(/\s+/));
      assert.deepEqual(Object.keys(services[name].environment), ["PGHOST", "PGUSER", "PGPASSWORD"]);
    }
    const example = textOf("env.example");
    for (const [, name] of textOf("compose.yaml").matchAll(/\$\{([A-Z_]+)/g))
      assert.ok(example.includes(`${name}=`), name);
    assert.match(readFileSync(join(project, ".gitignore"), "utf8"), /^kernel-setup\/cluster\/\.env$/m);
  });

  it("Kubernetes: hiernas has the commands, and the jobs end by themselves", () => {
    const jobs = parseAllDocuments(textOf("kubernetes.yaml")).map((each) => each.toJS() as KubernetesJob);
    assert.deepEqual(
      jobs.map(({ kind }) => kind),
      ["Job", "Job"],
    );
    for (const { spec } of jobs) for (const { args } of spec.template.spec.containers) checkCommand(args);
  });

  it("SLURM: the script starts a worker, without the password in its arguments", () => {
    const folder = mkdtempSync(join(tmpdir(), "hiernas-slurm-"));
    try {
      mkdirSync(join(folder, "kernel-setup", "cluster"), { recursive: true });
      cpSync(join(cluster, "slurm.sh"), join(folder, "slurm.sh"));
      writeFileSync(join(folder, "kernel-setup", "cluster", ".env"), "PGHOST=db\nPGUSER=me\nPGPASSWORD='a secret'\n");
      writeFileSync(join(folder, "node"), '#!/bin/sh\necho "$PGPASSWORD"\nprintf "%s\\n" "$@"\n', { mode: 0o755 });
      const { stdout, stderr, status } = spawnSync("bash", [join(folder, "slurm.sh")], {
        cwd: tmpdir(),
        encoding: "utf8",
        env: {
          PATH: `${folder}${delimiter}${process.env.PATH}`,
          ...{
            SLURM_SUBMIT_DIR: folder,
            SLURM_CPUS_PER_TASK: "4",
            SLURM_ARRAY_TASK_ID: "3",
            CUDA_VISIBLE_DEVICES: "0,1",
          },
        },
      });
      assert.equal(status, 0, stderr);
      const [password, launcher, ...words] = stdout.trim().split("\n");
      assert.equal(password, "a secret");
      assert.equal(launcher, "kernel-setup/hiernas.js");
      checkCommand(words);
      assert.doesNotMatch(words.join(" "), /secret/);
      assert.match(words.join(" "), /--workers 4 --threads 1 --devices 0,1$/);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
