import { spawnSync } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";

const operatorModule = "github.com/prometheus-operator/prometheus-operator@v0.85.0";
const kinds = ["podmonitors", "prometheusrules"];

/** Files with the definitions of the Prometheus operator's own kinds, which its Go module brings; or why there are none. */
export function operatorDefinitions(): { readonly files: readonly string[]; readonly reason?: undefined } | { readonly reason: string } {
    const environment = { ...process.env, PATH: `${process.env["PATH"] ?? ""}:/usr/local/go/bin` };
    const { status, stdout } = spawnSync("go", ["mod", "download", "-json", operatorModule], { cwd: tmpdir(), env: environment, encoding: "utf8", timeout: 120_000 });
    if (status === null) {
        return { reason: "needs Go, and its module proxy, for the Prometheus operator's definitions" };
    }
    const { Dir: folder, Error: error } = JSON.parse(stdout === "" ? "{}" : stdout) as { Dir?: string; Error?: string };
    if (folder === undefined) {
        return { reason: `needs the Prometheus operator's definitions: ${error?.split("\n")[0] ?? "Go's module proxy has none"}` };
    }
    return { files: kinds.map(kind => join(folder, "example/prometheus-operator-crd", `monitoring.coreos.com_${kind}.yaml`)) };
}
