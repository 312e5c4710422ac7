import importX from "eslint-plugin-import-x";
import tseslint from "typescript-eslint";

// Imports point one way: stack file -> model -> rendered files -> target. Pulumi appears at the two ends alone.
const stages = [
    { target: "components/config", from: ["components/proxy", "components/targets", "tools"] },
    { target: "components/proxy", from: ["components/tls", "components/targets", "tools"] },
    { target: "components/tls", from: ["components/proxy", "components/targets", "tools"] },
    { target: "components/targets", from: ["tools"] },
    { target: ["components", "tools", "index.ts"], from: ["test"] },
];

const pulumiEnds = ["components/config/load.ts", "components/tls/**", "components/targets/**", "tools/engine/**", "index.ts", "test/**"];

export default tseslint.config(
    { ignores: ["node_modules", ".evenkeel"] },
    {
        files: ["**/*.ts"],
        extends: [tseslint.configs.strict, tseslint.configs.stylistic],
        plugins: { "import-x": importX },
        languageOptions: { parserOptions: { projectService: true } },
        linterOptions: { reportUnusedDisableDirectives: "error", noInlineConfig: true },
        rules: {
            "@typescript-eslint/no-floating-promises": "error",
            "@typescript-eslint/no-misused-promises": "error",
            "@typescript-eslint/switch-exhaustiveness-check": "error",
            "@typescript-eslint/consistent-type-imports": ["error", { fixStyle: "inline-type-imports", prefer: "type-imports" }],
            "@typescript-eslint/no-empty-function": "off",
            "@typescript-eslint/no-extraneous-class": "off",
            "@typescript-eslint/class-literal-property-style": "off",
            "import-x/no-restricted-paths": ["error", { zones: stages }],
            "import-x/no-cycle": "error",
            "max-lines": ["error", { max: 250, skipBlankLines: true }],
            eqeqeq: "error",
        },
        settings: { "import-x/resolver": { typescript: true } },
    },
    {
        files: ["components/**/*.ts", "tools/**/*.ts"],
        ignores: pulumiEnds,
        rules: {
            "no-restricted-imports": ["error", { patterns: [{ group: ["@pulumi/*"], message: "Pulumi appears at the two ends of the data flow alone." }] }],
        },
    },
    {
        files: ["components/config/**/*.ts", "components/proxy/**/*.ts"],
        ignores: ["components/config/load.ts", "components/config/sandbox.ts", "components/proxy/templates.ts"],
        rules: {
            "no-restricted-imports": [
                "error",
                { patterns: [{ group: ["@pulumi/*", "node:fs", "node:fs/*"], message: "Stages 1 and 2 are pure: no Pulumi, no file system." }] },
            ],
        },
    },
);
