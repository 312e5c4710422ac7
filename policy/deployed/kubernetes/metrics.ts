import type { Opening } from "../deployed";
import { placeOf } from "../places";
import { mapAt, mapsAt, numberAt, textAt, textMapAt, textsAt } from "../props";
import type { Props } from "../registered";
import { objectsOf, podSpec, type KubernetesObject } from "./objects";

/** The ports of what measures the proxy that no NetworkPolicy keeps to somebody: pods of every namespace, and whoever can route to pods, may ask there. */
export function openMetrics(objects: readonly KubernetesObject[]): readonly Opening[] {
    return objectsOf(objects, "Deployment").flatMap(deployment => {
        const policies = objectsOf(objects, "NetworkPolicy").filter(policy => guards(policy, deployment));
        return metricsPorts(deployment)
            .filter(({ port }) => policies.length === 0 || policies.some(policy => admitsAll(policy, port)))
            .map(({ part, port }) => ({ ...placeOf(deployment.resource), part, address: undefined, port }));
    });
}

function metricsPorts(deployment: KubernetesObject): readonly { readonly part: string; readonly port: number }[] {
    return mapsAt(podSpec(deployment), "initContainers").flatMap(container => {
        const part = textAt(container, "name") ?? "";
        const ports = mapsAt(container, "ports").flatMap(port => numberAt(port, "containerPort") ?? []);
        return part.endsWith("-exporter") ? ports.map(port => ({ part, port })) : [];
    });
}

/** Whether a policy says who may come in to the pods. */
function guards({ spec }: KubernetesObject, deployment: KubernetesObject): boolean {
    const labels = textMapAt(mapAt(deployment.spec, "template", "metadata"), "labels");
    const selected = textMapAt(mapAt(spec, "podSelector"), "matchLabels");
    return textsAt(spec, "policyTypes").includes("Ingress") && [...selected].every(([name, value]) => labels.get(name) === value);
}

/** A rule without ports is for all of them, one without `from` for everybody. */
function admitsAll({ spec }: KubernetesObject, port: number): boolean {
    return mapsAt(spec, "ingress").some(rule => {
        const [ports, from] = [mapsAt(rule, "ports"), mapsAt(rule, "from")];
        return (ports.length === 0 || ports.some(each => numberAt(each, "port") === port)) && (from.length === 0 || from.some(isEverybody));
    });
}

function isEverybody(peer: Props): boolean {
    return ["0.0.0.0/0", "::/0"].includes(textAt(mapAt(peer, "ipBlock"), "cidr") ?? "");
}
