import type { Cluster } from "../api/cluster";
import type { Deployment, List, Metadata, PodSpec, ReplicaSet } from "../api/objects";
import type { Place } from "./place";
import type { Settings } from "./settings";

const kinds = ["configmaps", "secrets"] as const;
type Kind = (typeof kinds)[number];

const nameLabel = "app.kubernetes.io/name";
const instanceLabel = "app.kubernetes.io/instance";
const componentLabel = "app.kubernetes.io/component";
/** On what stays for as long as a ReplicaSet needs it to go back to. */
const keep = { "evenkeel/keep": "revision" };

/**
 * Removes what no ReplicaSet would need any more to start pods. Backups share what is kept with their service's
 * application, so the ReplicaSets of both count.
 */
export async function prune(cluster: Cluster, place: Place, { metadata }: Deployment): Promise<void> {
    const labels = Object.fromEntries([nameLabel, instanceLabel].map(label => [label, metadata.labels?.[label] ?? ""]));
    const replicaSets = await cluster.get<List<ReplicaSet>>(place.replicaSets(labels));
    for (const kind of kinds) {
        const needed = new Set(replicaSets.items.flatMap(({ spec }) => referencesOf(spec.template.spec, kind)));
        await removeKept(cluster, place, kind, labels, name => !needed.has(name));
    }
}

/** Removes all that is kept for a Deployment that goes. Backups leave it to their service's application. */
export async function leave(cluster: Cluster, place: Place, { site, deployment }: Settings): Promise<void> {
    const labels = (await cluster.find<Deployment>(place.deployment))?.metadata.labels ?? {};
    if (labels[componentLabel] === "backup") {
        return;
    }
    const own = { [nameLabel]: labels[nameLabel] ?? deployment.slice(site.length + 1), [instanceLabel]: site };
    for (const kind of kinds) {
        await removeKept(cluster, place, kind, own, () => true);
    }
}

async function removeKept(cluster: Cluster, place: Place, kind: Kind, labels: Readonly<Record<string, string>>, isOver: (name: string) => boolean): Promise<void> {
    const kept = await cluster.get<List<{ readonly metadata: Metadata }>>(place.kept(kind, { ...labels, ...keep }));
    await Promise.all(kept.items.filter(({ metadata }) => isOver(metadata.name)).map(({ metadata }) => cluster.delete(place.core(kind, metadata.name))));
}

/** Names of all that pods of this kind can't start without. */
export function referencesOf({ containers, initContainers = [], volumes = [] }: PodSpec, kind: Kind): string[] {
    const all = [...initContainers, ...containers];
    const env = all.flatMap(container => container.env ?? []).flatMap(({ valueFrom }) => valueFrom ?? []);
    const envFrom = all.flatMap(container => container.envFrom ?? []);
    const sources = volumes.flatMap(({ projected }) => projected?.sources ?? []);
    switch (kind) {
        case "configmaps":
            return namesIn([...env.map(({ configMapKeyRef }) => configMapKeyRef), ...envFrom.map(({ configMapRef }) => configMapRef), ...volumes.map(({ configMap }) => configMap), ...sources.map(({ configMap }) => configMap)]);
        case "secrets":
            return [
                ...namesIn([...env.map(({ secretKeyRef }) => secretKeyRef), ...envFrom.map(({ secretRef }) => secretRef), ...sources.map(({ secret }) => secret)]),
                ...volumes.flatMap(({ secret }) => secret?.secretName ?? []),
            ];
    }
}

function namesIn(references: readonly ({ readonly name: string } | undefined)[]): string[] {
    return references.flatMap(reference => reference?.name ?? []);
}
