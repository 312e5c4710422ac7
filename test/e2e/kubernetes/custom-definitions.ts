import { spawnSync } from "node:child_process";
import { join } from "node:path";

/** The APIs beside Kubernetes' own that a stack may use, where their projects publish what defines them. */
const modules = [
    { module: "sigs.k8s.io/gateway-api@v1.3.0", files: ["config/crd/standard/gateway.networking.k8s.io_httproutes.yaml"] },
    {
        module: "github.com/prometheus-operator/prometheus-operator@v0.82.0",
        files: ["example/prometheus-operator-crd/monitoring.coreos.com_podmonitors.yaml", "example/prometheus-operator-crd/monitoring.coreos.com_prometheusrules.yaml"],
    },
];

/** Milliseconds. */
const patience = 120_000;

/** Files with CustomResourceDefinitions, or why there are none. */
export function customDefinitions(): { readonly files: readonly string[] } | { readonly reason: string } {
    const found = modules.map(({ module, files }) => ({ folder: moduleFolder(module), files }));
    const missing = modules.filter((_, i) => found[i]?.folder === undefined).map(({ module }) => module);
    return missing.length > 0
        ? { reason: `needs Go, and ${missing.join(" and ")} from where it finds modules` }
        : { files: found.flatMap(({ folder, files }) => files.map(file => join(folder ?? "", file))) };
}

function moduleFolder(module: string): string | undefined {
    const { status, stdout } = spawnSync("go", ["mod", "download", "-json", module], {
        encoding: "utf8",
        timeout: patience,
        env: { ...process.env, PATH: `${process.env["PATH"] ?? ""}:/usr/local/go/bin` },
    });
    return status === 0 ? (JSON.parse(stdout) as { readonly Dir: string }).Dir : undefined;
}
