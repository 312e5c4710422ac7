import { isMap } from "../../components/config/found";
import { isKubernetesModel, type KubernetesModel, type Model } from "../../components/config/model";
import type * as proxy from "../../components/proxy/render";
import type { Rendered } from "../../components/proxy/rendered";
import type * as targets from "../../components/targets/files";
import type { Manifest } from "../../components/targets/kubernetes/manifests/manifest";
import type * as stack from "../../components/targets/kubernetes/manifests/stack";
import { looksSecret, masked, maskedCommand } from "../changes/secrecy";
import { asYaml, unknownPrint } from "../rendering/manifest-text";

/** The code that makes the files and objects of a stack, of this commit or another one. */
export interface FilesCode {
    readonly render: typeof proxy.render;
    readonly targetFiles: typeof targets.targetFiles;
    readonly stackManifests: typeof stack.stackManifests;
    readonly inOrder: typeof stack.inOrder;
}

/** Paths and texts of a release; on a cluster, of the objects beside it. */
export function describedFiles(model: Model, code: FilesCode): (readonly [path: string, text: string])[] {
    const rendered = code.render(model, code.targetFiles(model));
    const files = rendered.files.map(({ path, content }) => [path, content] as const);
    return isKubernetesModel(model) ? [...files, ...objects(model, rendered, code)] : files;
}

/** By the paths of `npm run render`, but for their numbers. The release's own hash is left out: its files tell what changes in it. */
function objects(model: KubernetesModel, rendered: Rendered, { stackManifests, inOrder }: FilesCode): (readonly [string, string])[] {
    const withoutHash = (text: string): string => text.replaceAll(rendered.release, "...").replaceAll(rendered.release.slice(0, 12), "...");
    const manifests = inOrder(stackManifests(model, rendered, () => unknownPrint)).filter(isShown);
    return manifests.map(manifest => [`kubernetes/${manifest.kind.toLowerCase()}-${manifest.metadata.name}.yaml`, withoutHash(asYaml(withoutSecrets(manifest)))]);
}

/** What never changes is named after what is in it, and the pods name it. */
function isShown(manifest: Manifest): boolean {
    return !("immutable" in manifest);
}

/** In YAML, a secret in clear stands on another line than the name or the option by which it is known. */
function withoutSecrets(manifest: Manifest): object {
    return JSON.parse(JSON.stringify(manifest), (_key, value: unknown) => (Array.isArray(value) ? commandShown(value) : pairShown(value)));
}

function commandShown(items: readonly unknown[]): readonly unknown[] {
    const words = items.filter(item => typeof item === "string");
    const shown = maskedCommand(words);
    return words.length < items.length || shown === words.join(" ") ? items : [shown];
}

function pairShown(value: unknown): unknown {
    const { name, value: text } = isMap(value) ? value : {};
    return typeof name === "string" && typeof text === "string" && looksSecret(name, text) ? { name, value: masked } : value;
}
