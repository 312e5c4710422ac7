import { Provider } from "@pulumi/kubernetes/provider";
import type * as pulumi from "@pulumi/pulumi";
import type { KubernetesTarget } from "../../config/model";

/** A provider of its own, so that another cluster is a change of the provider and not of everything on it. */
export function clusterProvider(name: string, { context, namespace }: KubernetesTarget, options: pulumi.ResourceOptions): Provider {
    const args = {
        ...(context === null ? {} : { context }),
        namespace,
        enableServerSideApply: true,
        // The stack file is the authority, also over what an autoscaler or somebody's hand has set.
        enablePatchForce: true,
        // What stays when a stack goes is taken over when it comes back.
        upsertExistingObjects: true,
        // Those whose names don't change are changed in place: a replacement would take them away for a moment.
        enableSecretMutable: true,
        enableConfigMapMutable: true,
    };
    return new Provider(`${name}-cluster`, args, options);
}
