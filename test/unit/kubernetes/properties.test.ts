import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { KubernetesModel } from "../../../components/config/model";
import type { Rendered } from "../../../components/proxy/rendered";
import type { Deployment, Manifest } from "../../../components/targets/kubernetes/manifests/manifest";
import { editedModel } from "../../arbitrary/kubernetes-model";
import { objectsOf } from "./objects";
import { restrictedProblems } from "./restricted-profile";

const rendered: Rendered = { files: [{ path: "nginx/nginx.conf", executable: false, content: "# managed\n" }], links: [], release: "a".repeat(64) };

function deploymentsOf(model: KubernetesModel): Deployment[] {
    return objectsOf(model, rendered).filter(object => object.kind === "Deployment");
}

/** What an object chooses pods by, by its kind and name. */
function selectorsOf(model: KubernetesModel): Map<string, unknown> {
    return new Map(objectsOf(model, rendered).flatMap(object => selectorOf(object).map(selector => [`${object.kind} ${object.metadata.name}`, selector] as const)));
}

function selectorOf(object: Manifest): unknown[] {
    if (object.kind === "Service") {
        return [object.spec.selector];
    }
    if (object.kind === "NetworkPolicy") {
        return [object.spec.podSelector.matchLabels];
    }
    return object.kind === "Deployment" || object.kind === "PodDisruptionBudget" ? [object.spec.selector.matchLabels] : [];
}

function isPart(selector: unknown, labels: Readonly<Record<string, string>>): boolean {
    return Object.entries(selector as object).every(([label, value]) => labels[label] === value);
}

describe("whatever a stack file is edited to", () => {
    it("selectors stay as they are", () => {
        fc.assert(
            fc.property(editedModel, editedModel, (before, after) => {
                const now = selectorsOf(after);
                for (const [name, selector] of selectorsOf(before)) {
                    expect(now.get(name) ?? selector, name).toEqual(selector);
                }
            }),
        );
    });

    it("every selector finds pods of its own, and no other's Deployment", () => {
        fc.assert(
            fc.property(editedModel, model => {
                const deployments = deploymentsOf(model);
                for (const [name, selector] of selectorsOf(model)) {
                    const found = deployments.filter(({ spec }) => isPart(selector, spec.template.metadata.labels)).map(({ metadata }) => metadata.name);
                    const alone = name.startsWith("NetworkPolicy") ? found.filter(owner => !owner.endsWith("-backup")) : found;
                    expect(alone, name).toHaveLength(1);
                    expect(JSON.stringify(selector), name).not.toContain("version");
                }
            }),
        );
    });

    it("every pod meets the restricted profile", () => {
        fc.assert(
            fc.property(editedModel, model => {
                for (const { metadata, spec } of deploymentsOf(model)) {
                    expect(restrictedProblems(spec.template.spec), metadata.name).toEqual([]);
                }
            }),
        );
    });

    it("every pod mounts what is there, each in one place", () => {
        fc.assert(
            fc.property(editedModel, model => {
                const claims = objectsOf(model, rendered).filter(({ kind }) => kind === "PersistentVolumeClaim" || kind === "ConfigMap").map(({ metadata }) => metadata.name);
                for (const { spec: { template: { spec } } } of deploymentsOf(model)) {
                    const volumes = (spec.volumes ?? []).map(({ name }) => name);
                    expect(new Set(volumes).size).toBe(volumes.length);
                    const sources = (spec.volumes ?? []).flatMap(volume => ("configMap" in volume ? [volume.configMap.name] : "persistentVolumeClaim" in volume ? [volume.persistentVolumeClaim.claimName] : []));
                    expect(claims).toEqual(expect.arrayContaining(sources));
                    for (const { name, volumeMounts = [] } of [...(spec.initContainers ?? []), ...spec.containers]) {
                        expect(volumes, name).toEqual(expect.arrayContaining(volumeMounts.map(mount => mount.name)));
                        expect(new Set(volumeMounts.map(({ mountPath }) => mountPath)).size, name).toBe(volumeMounts.length);
                    }
                }
            }),
        );
    });

    it("the number of pods is an autoscaler's or the stack file's, never both's", () => {
        fc.assert(
            fc.property(editedModel, model => {
                const scaled = objectsOf(model, rendered).filter(({ kind }) => kind === "HorizontalPodAutoscaler").map(({ metadata }) => metadata.name);
                for (const { metadata, spec } of deploymentsOf(model)) {
                    expect(spec.replicas === undefined, metadata.name).toBe(scaled.includes(metadata.name));
                }
            }),
        );
    });
});
