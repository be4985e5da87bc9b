// Linter: TypeScript's recommended rules with types, a doc on every export of lib, no `any`, no unseeded randomness.
import eslint from "@eslint/js";
import jsdoc from "eslint-plugin-jsdoc";
import tseslint from "typescript-eslint";

const nodeGlobals = Object.fromEntries(
  ["require", "module", "exports", "process", "console", "__dirname", "__filename", "Buffer", "URL", "performance"]
    .concat(["setTimeout", "clearTimeout", "setInterval", "clearInterval", "AbortController"])
    .map((name) => [name, "readonly"]),
);

/** What is exported and not a function: it needs a doc too. */
const exportedDeclarations = [
  "TSInterfaceDeclaration",
  "TSTypeAliasDeclaration",
  "VariableDeclaration",
  "ClassDeclaration",
].map((kind) => `ExportNamedDeclaration[declaration.type="${kind}"]`);

export default tseslint.config(
  { ignores: ["build/", "out/", ".venv/", ".setup/", "data/", "notebooks/", "test/types/"] },
  eslint.configs.recommended,
  {
    files: ["lib/**/*.ts", "test/**/*.ts"],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { project: "./tsconfig.json", tsconfigRootDir: import.meta.dirname } },
    rules: {
      "@typescript-eslint/no-explicit-any": "error",
      "@typescript-eslint/consistent-type-imports": ["error", { fixStyle: "inline-type-imports" }],
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
      "@typescript-eslint/switch-exhaustiveness-check": ["error", { considerDefaultExhaustiveForUnions: true }],
      "@typescript-eslint/require-await": "off",
      eqeqeq: ["error", "always", { null: "ignore" }],
    },
  },
  {
    files: ["lib/**/*.ts"],
    plugins: { jsdoc },
    rules: {
      "jsdoc/require-jsdoc": [
        "error",
        {
          publicOnly: true,
          require: { FunctionDeclaration: true, ArrowFunctionExpression: false, MethodDefinition: false },
          contexts: exportedDeclarations,
        },
      ],
      "no-restricted-properties": [
        "error",
        { object: "Math", property: "random", message: "every draw comes from a seed: lib/random.ts" },
      ],
    },
  },
  {
    files: ["kernel-setup/**/*.js", "**/*.cjs"],
    languageOptions: { sourceType: "commonjs", globals: nodeGlobals },
  },
  { files: ["**/*.mjs"], languageOptions: { globals: nodeGlobals } },
);
