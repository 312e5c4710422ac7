import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isDockerModel, isKubernetesModel, type DockerModel, type KubernetesModel, type Model } from "../../components/config/model";
import { expandScript as putSlots } from "../../components/targets/docker/scripts";
import { expandScript as putPods } from "../../components/targets/kubernetes/scripts";

/** Puts addresses where a written release names slots or pods, with the very script that does so on the target. */
export function expand(model: Model, directory: string): void {
    if (isDockerModel(model)) {
        expandSlots(model, directory);
    }
    if (isKubernetesModel(model)) {
        expandPods(model, directory);
    }
}

function expandSlots(model: DockerModel, directory: string): void {
    const folder = mkdtempSync(join(tmpdir(), "evenkeel-slots-"));
    try {
        writeFileSync(join(folder, "slots"), named(model).map(({ address, port }) => `${address} 127.0.0.1:${String(port)} nobody\n`).join(""));
        execFileSync("sh", [putSlots, directory, join(folder, "slots")]);
    } finally {
        rmSync(folder, { recursive: true });
    }
}

/** Each name leads to two pods. */
function expandPods(model: KubernetesModel, directory: string): void {
    const lines = named(model).flatMap(({ address, port }) => ["127.0.0.1", "127.0.0.2"].map(pod => `${address} ${pod}:${String(port)}\n`));
    execFileSync("sh", [putPods, directory], { input: lines.join("") });
}

function named({ services }: Model): { readonly address: string; readonly port: number }[] {
    return services.flatMap(({ instances, backup }) => [...instances, ...backup]);
}
