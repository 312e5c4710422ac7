import type { Deployed, Opening, Proxy, Volume } from "../deployed";
import { placeOf } from "../places";
import { mapAt, mapsAt, numberAt, textAt, textMapAt } from "../props";
import { proxyAt } from "../proxies";
import type { Props, Registered } from "../registered";
import type { Release } from "../release";
import { containersOf } from "./containers";
import { openMetrics } from "./metrics";
import { kubernetesObjects, label, objectsOf, podSpec, type KubernetesObject } from "./objects";
import { replicasOf, servicesOf } from "./services";

type Part = Omit<Deployed, "certificates" | "texts">;

/** What stands in a namespace: the proxy's Deployment with the release in a ConfigMap, and what serves behind it; undefined: there is none. */
export function kubernetesPart(resources: readonly Registered[]): Part | undefined {
    const objects = kubernetesObjects(resources);
    const deployments = objectsOf(objects, "Deployment", "proxy");
    const proxies = deployments.map(deployment => proxyOf(deployment, objects));
    const [first] = deployments;
    return first && {
        target: "kubernetes",
        site: first.labels.get(label.site) ?? first.name,
        proxies,
        services: servicesOf(objects, proxies),
        containers: objectsOf(objects, "Deployment").flatMap(containersOf),
        volumes: objectsOf(objects, "PersistentVolumeClaim").map(volumeOf),
        openings: [...objects.flatMap(openingsOf), ...openMetrics(objects)],
        // The cluster's API is no machine that anybody logs in to.
        connections: [],
    };
}

function proxyOf(deployment: KubernetesObject, objects: readonly KubernetesObject[]): Proxy {
    return proxyAt(placeOf(deployment.resource), replicasOf(deployment), releaseOf(deployment, objects)).proxy;
}

/** The files of a ConfigMap by the paths under which pods see them. The second path of a file is its link: a ConfigMap has none. */
function releaseOf(deployment: KubernetesObject, objects: readonly KubernetesObject[]): Release {
    const volume = mapsAt(podSpec(deployment), "volumes").find(each => each["name"] === "release") ?? {};
    const map = mapAt(volume, "configMap");
    const [configMap] = objectsOf(objects, "ConfigMap").filter(({ name }) => name === map["name"]);
    const data = configMap === undefined ? new Map<string, string>() : textMapAt(configMap.resource.props, "data");
    const items = mapsAt(map, "items").map(item => ({ key: textAt(item, "key") ?? "", path: textAt(item, "path") ?? "" }));
    const first = new Map(items.toReversed().map(({ key, path }) => [key, path]));
    return {
        files: new Map([...first].map(([key, path]) => [path, data.get(key) ?? ""])),
        links: new Map(items.flatMap(({ key, path }) => (first.get(key) === path ? [] : [[path, first.get(key) ?? ""]]))),
    };
}

/** All that is claimed is data: what a pod can do without lives and ends with it. */
function volumeOf({ name, resource }: KubernetesObject): Volume {
    return { ...placeOf(resource), name, data: true, protect: resource.protect, retainOnDelete: resource.retainOnDelete };
}

/** What leads into the cluster from outside. */
function openingsOf(object: KubernetesObject): Opening[] {
    const part = object.labels.get(label.service) ?? object.name;
    return openPorts(object).map(port => ({ ...placeOf(object.resource), part, address: undefined, port, to: "outside" }));
}

function openPorts({ kind, spec }: KubernetesObject): number[] {
    switch (kind) {
        case "Service":
            return mapsAt(spec, "ports").flatMap(port => openPort(textAt(spec, "type"), port) ?? []);
        case "Ingress":
            return mapsAt(spec, "tls").length > 0 ? [80, 443] : [80];
        default:
            return [];
    }
}

function openPort(type: string | undefined, port: Props): number | undefined {
    if (type === "LoadBalancer") {
        return numberAt(port, "port");
    }
    return type === "NodePort" ? (numberAt(port, "nodePort") ?? numberAt(port, "port")) : undefined;
}
