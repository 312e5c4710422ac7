import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { KubernetesModel } from "../../components/config/model";
import type { Rendered } from "../../components/proxy/rendered";
import type { Manifest } from "../../components/targets/kubernetes/manifests/manifest";
import { inOrder, stackManifests, type StackManifests } from "../../components/targets/kubernetes/manifests/stack";
import { asYaml, unknownPrint } from "./manifest-text";

/** What lies beside a release for a cluster. */
export interface WrittenManifests {
    /** Relative to the release's folder. */
    readonly paths: readonly string[];
    /** Names of what is left out because it is secret. */
    readonly secrets: readonly string[];
}

const folder = "kubernetes";

/** Removes what an earlier release left, whatever the target is now. */
export function removeManifests(directory: string): void {
    rmSync(join(directory, folder), { recursive: true, force: true });
}

/** Writes the objects that `up` makes, one to a file, in the order in which it makes them. */
export function writeManifests(model: KubernetesModel, rendered: Rendered, directory: string): WrittenManifests {
    const manifests = stackManifests(model, rendered, () => unknownPrint);
    mkdirSync(join(directory, folder), { recursive: true });
    const paths = inOrder(manifests).map((manifest, index) => {
        const path = `${folder}/${fileName(manifest, index)}`;
        writeFileSync(join(directory, path), asYaml(manifest));
        return path;
    });
    return { paths, secrets: secretsOf(manifests) };
}

/** `07-service-healthai-app.yaml` */
function fileName({ kind, metadata }: Manifest, index: number): string {
    return `${String(index + 1).padStart(2, "0")}-${kind.toLowerCase()}-${metadata.name}.yaml`;
}

function secretsOf({ applications, proxy }: StackManifests): string[] {
    return [...applications, proxy].flatMap(({ secret }) => (secret === null ? [] : [secret.metadata.name]));
}
