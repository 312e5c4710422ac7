import tseslint from "typescript-eslint";

// Imports point one way: stack file -> model -> rendered files -> target. Pulumi appears at the two ends alone.
const pulumiAtTheEnds = { group: ["@pulumi/*"], message: "Pulumi appears at the two ends of the data flow alone." };
const pure = { group: ["node:fs", "node:fs/*", "node:child_process"], message: "Stages 1 and 2 are pure: no file system, no processes." };
const oneWay = folders => ({
    group: [...folders.map(folder => `**/${folder}/**`), "!@pulumi/**"],
    message: "Imports point one way: config, then proxy, then monitoring and tls, then targets, then policy, then tools.",
});
const restrict = (...patterns) => ({ "no-restricted-imports": ["error", { patterns }] });

export default tseslint.config(
    { ignores: ["node_modules", ".evenkeel"] },
    {
        files: ["**/*.ts"],
        extends: [tseslint.configs.strict, tseslint.configs.stylistic],
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
            "max-lines": ["error", { max: 250, skipBlankLines: true }],
            eqeqeq: "error",
        },
    },
    { files: ["components/config/**"], rules: restrict(pulumiAtTheEnds, pure, oneWay(["proxy", "targets", "policy", "tools", "test"])) },
    { files: ["components/config/sandbox.ts"], rules: restrict(pulumiAtTheEnds, oneWay(["proxy", "targets", "policy", "tools", "test"])) },
    { files: ["components/config/load.ts"], rules: restrict(oneWay(["proxy", "targets", "policy", "tools", "test"])) },
    { files: ["components/proxy/**"], rules: restrict(pulumiAtTheEnds, pure, oneWay(["monitoring", "tls", "targets", "policy", "tools", "test"])) },
    { files: ["components/proxy/templates.ts"], rules: restrict(pulumiAtTheEnds, oneWay(["tls", "targets", "policy", "tools", "test"])) },
    { files: ["components/monitoring/**"], rules: restrict(pulumiAtTheEnds, pure, oneWay(["tls", "targets", "policy", "tools", "test"])) },
    { files: ["components/tls/**"], rules: restrict(oneWay(["proxy", "targets", "policy", "tools", "test"])) },
    { files: ["components/targets/**"], rules: restrict(oneWay(["policy", "tools", "test"])) },
    { files: ["components/targets/kubernetes/manifests/**", "components/targets/kubernetes/monitoring/**"], rules: restrict(pulumiAtTheEnds, pure, oneWay(["policy", "tools", "test"])) },
    { files: ["policy/**"], rules: restrict(oneWay(["tools", "test"])) },
    { files: ["tools/**"], ignores: ["tools/engine/**"], rules: restrict(pulumiAtTheEnds, oneWay(["test"])) },
);
