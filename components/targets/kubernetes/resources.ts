import { CustomResource } from "@pulumi/kubernetes/apiextensions";
import { Deployment } from "@pulumi/kubernetes/apps/v1";
import { HorizontalPodAutoscaler } from "@pulumi/kubernetes/autoscaling/v2";
import * as core from "@pulumi/kubernetes/core/v1";
import { Ingress, NetworkPolicy } from "@pulumi/kubernetes/networking/v1";
import { PodDisruptionBudget } from "@pulumi/kubernetes/policy/v1";
import type * as pulumi from "@pulumi/pulumi";
import { keptForRevisions } from "./manifests/labels";
import type { Deployment as DeploymentManifest, Manifest, Metadata, Secret, Supporting } from "./manifests/manifest";

/** Hands a manifest to its class of the provider. */
export function resourceOf(site: string, manifest: Supporting, options: pulumi.CustomResourceOptions): pulumi.CustomResource {
    const name = resourceName(site, manifest);
    const metadata = unawaited(manifest.metadata);
    const all = { ...options, ...(outlivesStack(manifest) ? { retainOnDelete: true } : {}) };
    switch (manifest.kind) {
        case "Namespace":
            return new core.Namespace(name, { ...manifest, metadata }, all);
        case "ServiceAccount":
            return new core.ServiceAccount(name, { ...manifest, metadata }, all);
        case "ConfigMap":
            return new core.ConfigMap(name, { ...manifest, metadata }, all);
        case "PersistentVolumeClaim":
            return new core.PersistentVolumeClaim(name, { ...manifest, metadata }, all);
        case "Service":
            return new core.Service(name, { ...manifest, metadata }, all);
        case "NetworkPolicy":
            return new NetworkPolicy(name, { ...manifest, metadata }, all);
        case "HorizontalPodAutoscaler":
            return new HorizontalPodAutoscaler(name, { ...manifest, metadata }, all);
        case "PodDisruptionBudget":
            return new PodDisruptionBudget(name, { ...manifest, metadata }, all);
        case "Ingress":
            return new Ingress(name, { ...manifest, metadata }, all);
        case "HTTPRoute":
        case "PodMonitor":
        case "PrometheusRule":
            return new CustomResource(name, { ...manifest, metadata }, all);
    }
}

/** @param annotations of its pods, beside those that the manifest has. */
export function deploymentResource(
    site: string,
    manifest: DeploymentManifest,
    annotations: Readonly<Record<string, pulumi.Input<string>>>,
    options: pulumi.CustomResourceOptions,
): Deployment {
    const { template, ...spec } = manifest.spec;
    const noted = { ...template.metadata, annotations: { ...template.metadata.annotations, ...annotations } };
    const args = { ...manifest, metadata: soonGone(unawaited(manifest.metadata)), spec: { ...spec, template: { ...template, metadata: noted } } };
    // Where nothing is said of replicas, an autoscaler says it.
    const ignored = spec.replicas === undefined ? { ignoreChanges: ["spec.replicas"] } : {};
    return new Deployment(resourceName(site, manifest), args, { ...options, ...ignored });
}

/**
 * Not with `stringData`: the API server forgets whose a value is that came so, and keeps keys that are gone.
 *
 * @param values the texts that it holds, by their keys; a secret.
 */
export function secretResource(site: string, manifest: Secret, values: pulumi.Output<Readonly<Record<string, string>>>, options: pulumi.CustomResourceOptions): core.Secret {
    const data = values.apply(texts => Object.fromEntries(Object.entries(texts).map(([key, text]) => [key, Buffer.from(text).toString("base64")])));
    const args = { ...manifest, metadata: unawaited(manifest.metadata), data };
    return new core.Secret(resourceName(site, manifest), args, { ...options, ...(outlivesStack(manifest) ? { retainOnDelete: true } : {}) });
}

/**
 * Its own name with its kind behind it, which makes it the only one: part of its URN, for ever. What goes by another name
 * with every change of it is one resource all the same, so that a preview shows the lines that change.
 */
function resourceName(site: string, manifest: Manifest | Secret): string {
    const { kind, metadata } = manifest;
    const suffix = kind.replace(/([a-z])([A-Z])/g, "$1-$2").toLowerCase();
    const name = isKeptForRevisions(manifest) ? metadata.name.replace(/-[0-9a-f]+$/, "") : metadata.name;
    return `${kind === "Namespace" ? site : name}-${suffix}`;
}

/** What waits is the rollout's own command, which can say what it waits for and why in vain. */
function unawaited(metadata: Metadata): Metadata {
    return { ...metadata, annotations: { ...metadata.annotations, "pulumi.com/skipAwait": "true" } };
}

/** Its name is free as soon as it is deleted, for an `up` right after a `down`: its pods end by themselves. */
function soonGone(metadata: Metadata): Metadata {
    return { ...metadata, annotations: { ...metadata.annotations, "pulumi.com/deletionPropagationPolicy": "background" } };
}

/** Data, what lies beside it in the namespace, and what pods of an earlier revision may still need. */
function outlivesStack(manifest: Manifest | Secret): boolean {
    return manifest.kind === "Namespace" || manifest.kind === "PersistentVolumeClaim" || isKeptForRevisions(manifest);
}

function isKeptForRevisions({ metadata }: Manifest | Secret): boolean {
    return Object.entries(keptForRevisions).every(([label, value]) => metadata.labels[label] === value);
}
