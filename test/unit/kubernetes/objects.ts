import type { KubernetesModel } from "../../../components/config/model";
import { render } from "../../../components/proxy/render";
import type { Rendered } from "../../../components/proxy/rendered";
import { targetFiles } from "../../../components/targets/files";
import type { Deployment, Manifest } from "../../../components/targets/kubernetes/manifests/manifest";
import { inOrder, stackManifests } from "../../../components/targets/kubernetes/manifests/stack";

/** All objects of a stack but its secrets, whose prints stand as `00000000`. */
export function objectsOf(model: KubernetesModel, rendered: Rendered = render(model, targetFiles(model))): readonly Manifest[] {
    return inOrder(stackManifests(model, rendered, () => "00000000"));
}

export function deploymentsOf(model: KubernetesModel): readonly Deployment[] {
    return objectsOf(model).filter(manifest => manifest.kind === "Deployment");
}

/** @throws when there is none. */
export function objectNamed<Kind extends Manifest["kind"]>(model: KubernetesModel, kind: Kind, name: string): Manifest & { readonly kind: Kind } {
    const all = objectsOf(model);
    const found = all.find((manifest): manifest is Manifest & { readonly kind: Kind } => manifest.kind === kind && manifest.metadata.name === name);
    if (found === undefined) {
        throw new Error(`no ${kind} ${name} among ${all.map(({ kind, metadata }) => `${kind} ${metadata.name}`).join(", ")}`);
    }
    return found;
}
