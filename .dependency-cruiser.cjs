"use strict";
// The direction of imports: the data's way, as README draws it.

/** A folder of lib imports only from itself and from folders before it. */
const ORDER = [
  "genotype",
  "network",
  "graph",
  "dataset",
  "evaluation",
  "search",
  "rows",
  "study",
  "training",
  "literature",
  "figures",
  "export",
  "deck",
  "notebook",
  "cli",
  "instruments",
];

/** What may come before a folder and is still not for it. */
const NARROWER = {
  search: { only: ["genotype"], why: "evaluation is an argument of the search" },
  rows: { not: ["graph", "dataset"], why: "rows are data" },
  figures: { only: ["genotype", "network", "rows"], why: "figures take rows" },
  notebook: { only: ["figures", "deck"], why: "display takes figures and decks" },
};

/** The public lists: what `package.json` exports. */
const PUBLIC = "^lib/(index\\.ts$|public/)";

const SERVES_ALL = "^lib/(random\\.ts$|statistics/|input/|files/)";

const inOrder = ORDER.map((folder, place) => {
  const narrower = NARROWER[folder] ?? {};
  const before = (narrower.only ?? ORDER.slice(0, place)).filter((name) => !(narrower.not ?? []).includes(name));
  return {
    name: `${folder}-imports-only-from-before-it`,
    comment: narrower.why ?? "one direction, as the data goes",
    severity: "error",
    from: { path: `^lib/${folder}/` },
    to: { path: "^lib/", pathNot: [SERVES_ALL, `^lib/(${[folder, ...before].join("|")})/`] },
  };
});

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    ...inOrder,
    {
      name: "only-known-folders",
      comment: "a new folder of lib gets its place in ORDER",
      severity: "error",
      from: {},
      to: { path: "^lib/[^/]+/", pathNot: [SERVES_ALL, PUBLIC, `^lib/(${ORDER.join("|")})/`] },
    },
    {
      name: "what-serves-all-imports-nothing-of-ours",
      severity: "error",
      from: { path: SERVES_ALL },
      to: { path: "^lib/", pathNot: SERVES_ALL },
    },
    {
      name: "nobody-imports-the-public-lists",
      comment: "inside lib, the file that has the thing",
      severity: "error",
      from: { path: "^lib/" },
      to: { path: PUBLIC },
    },
    {
      name: "genotype-and-network-are-pure",
      comment: "nothing from outside, but Node's hashes",
      severity: "error",
      from: { path: "^lib/(genotype|network)/" },
      to: { pathNot: "^lib/", path: "^(?!(node:)?crypto$)" },
    },
    {
      name: "only-graph-loads-tensorflow",
      severity: "error",
      from: { path: "^lib/", pathNot: "^lib/graph/" },
      to: { path: "@tensorflow/" },
    },
    {
      name: "only-notebook-imports-tslab",
      severity: "error",
      from: { path: "^lib/", pathNot: "^lib/notebook/" },
      to: { path: "(^|/)tslab(/|$)" },
    },
    { name: "no-cycles", severity: "error", from: {}, to: { circular: true } },
    {
      name: "no-orphans",
      comment: "a file that nothing imports and that imports nothing, but declarations and what browsers read",
      severity: "error",
      from: {
        orphan: true,
        path: "^lib/",
        pathNot: [PUBLIC, SERVES_ALL, "\\.d\\.ts$", "^lib/figures/output/page/.*\\.js$"],
      },
      to: {},
    },
    { name: "no-unresolvable", severity: "error", from: { path: "^lib/" }, to: { couldNotResolve: true } },
    {
      name: "no-development-packages",
      comment: "what lib needs is a dependency",
      severity: "error",
      from: { path: "^lib/" },
      to: { dependencyTypes: ["npm-dev", "npm-no-pkg"], dependencyTypesNot: ["type-only"] },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    combinedDependencies: false,
    enhancedResolveOptions: {
      extensions: [".ts", ".js", ".d.ts"],
      exportsFields: ["exports"],
      conditionNames: ["require", "node", "default", "types"],
    },
  },
};
