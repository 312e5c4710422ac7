import type { DeployedService, Proxy } from "../deployed";
import { mapAt, mapsAt, numberAt, textAt, textMapAt } from "../props";
import { label, objectsOf, type KubernetesObject } from "./objects";

/** The services whose pods Deployments make. */
export function servicesOf(objects: readonly KubernetesObject[], proxies: readonly Proxy[]): DeployedService[] {
    const byName = new Map<string, { application?: KubernetesObject; backup?: KubernetesObject }>();
    for (const component of ["application", "backup"] as const) {
        for (const deployment of objectsOf(objects, "Deployment", component)) {
            const name = deployment.labels.get(label.service) ?? deployment.name;
            byName.set(name, { ...byName.get(name), [component]: deployment });
        }
    }
    const reach = new Reach(objects, proxies);
    const scale = new Map(objectsOf(objects, "HorizontalPodAutoscaler").map(object => [textAt(mapAt(object.spec, "scaleTargetRef"), "name"), object]));
    const services = [...byName].map(([name, { application, backup }]) => {
        const urn = (application ?? backup)?.resource.urn ?? "";
        return { name, urn, instances: reach.addresses(application), backup: reach.addresses(backup), ...bounds(application, scale), backups: replicasOf(backup) };
    });
    return services.sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** How many pods of a Deployment there are, where nothing scales it. */
export function replicasOf(deployment: KubernetesObject | undefined): number {
    return deployment === undefined ? 0 : (numberAt(deployment.spec, "replicas") ?? 1);
}

function bounds(deployment: KubernetesObject | undefined, scale: ReadonlyMap<string | undefined, KubernetesObject>): Pick<DeployedService, "minimum" | "maximum"> {
    const autoscaler = deployment && scale.get(deployment.name);
    if (autoscaler === undefined) {
        return { minimum: replicasOf(deployment), maximum: replicasOf(deployment) };
    }
    return { minimum: numberAt(autoscaler.spec, "minReplicas") ?? 1, maximum: numberAt(autoscaler.spec, "maxReplicas") ?? 1 };
}

/** How a proxy gets to the pods of Deployments: each has one name for all of its pods and one for the Service that picks one. */
class Reach {
    /** By the labels that they select. */
    private readonly services = new Map<string, KubernetesObject[]>();
    private readonly asked: ReadonlySet<string>;

    constructor(objects: readonly KubernetesObject[], proxies: readonly Proxy[]) {
        for (const service of objectsOf(objects, "Service")) {
            const selector = printOf(textMapAt(service.spec, "selector"));
            this.services.set(selector, [...(this.services.get(selector) ?? []), service]);
        }
        this.asked = new Set(proxies.flatMap(({ watched }) => [...watched.values()].flatMap(({ instances, backup }) => [...instances, ...backup])));
    }

    /** The one that the proxies ask at, else the one for all pods; none where no Service leads to the pods. */
    addresses(deployment: KubernetesObject | undefined): readonly string[] {
        const selector = deployment === undefined ? "" : printOf(textMapAt(mapAt(deployment.spec, "selector"), "matchLabels"));
        const headlessFirst = (this.services.get(selector) ?? []).toSorted((a, b) => Number(isHeadless(b)) - Number(isHeadless(a)));
        const addresses = headlessFirst.flatMap(service => mapsAt(service.spec, "ports").map(port => `${service.name}:${String(numberAt(port, "port") ?? "")}`));
        const address = addresses.find(each => this.asked.has(each)) ?? addresses[0];
        return address === undefined ? [] : [address];
    }
}

function isHeadless({ spec }: KubernetesObject): boolean {
    return spec["clusterIP"] === "None";
}

function printOf(labels: ReadonlyMap<string, string>): string {
    return JSON.stringify([...labels].sort(([a], [b]) => (a < b ? -1 : 1)));
}
