import type { Opening } from "../deployed";
import { placeOf } from "../places";
import { mapAt, mapsAt, numberAt, textAt, textMapAt, textsAt } from "../props";
import type { Props } from "../registered";
import { objectsOf, podSpec, type KubernetesObject } from "./objects";

/** A container's port; a NetworkPolicy may go by its number or by its name. */
interface MetricsPort {
    readonly part: string;
    readonly port: number;
    readonly name: string | undefined;
}

/** The ports of what measures the proxy that no NetworkPolicy keeps to pods: whoever can route to pods may ask there. */
export function openMetrics(objects: readonly KubernetesObject[]): readonly Opening[] {
    return objectsOf(objects, "Deployment").flatMap(deployment => {
        const policies = objectsOf(objects, "NetworkPolicy").filter(policy => guards(policy, deployment));
        return metricsPorts(deployment)
            .filter(port => policies.length === 0 || policies.some(policy => admitsAll(policy, port)))
            .map(({ part, port }) => ({ ...placeOf(deployment.resource), part, address: undefined, port, to: "cluster" as const }));
    });
}

function metricsPorts(deployment: KubernetesObject): readonly MetricsPort[] {
    return mapsAt(podSpec(deployment), "initContainers").flatMap(container => {
        const part = textAt(container, "name") ?? "";
        const ports = mapsAt(container, "ports").flatMap(port => {
            const number = numberAt(port, "containerPort");
            return number === undefined ? [] : [{ part, port: number, name: textAt(port, "name") }];
        });
        return part.endsWith("-exporter") ? ports : [];
    });
}

/** Whether a policy says who may come in to the pods. One that selects by expressions may mean others. */
function guards({ spec }: KubernetesObject, deployment: KubernetesObject): boolean {
    const labels = textMapAt(mapAt(deployment.spec, "template", "metadata"), "labels");
    const selector = mapAt(spec, "podSelector");
    const types = textsAt(spec, "policyTypes");
    const selects = [...textMapAt(selector, "matchLabels")].every(([name, value]) => labels.get(name) === value) && mapsAt(selector, "matchExpressions").length === 0;
    return selects && (types.length === 0 || types.includes("Ingress"));
}

/** A rule without ports is for all of them, one without `from` for everybody. */
function admitsAll({ spec }: KubernetesObject, port: MetricsPort): boolean {
    return mapsAt(spec, "ingress").some(rule => {
        const [ports, from] = [mapsAt(rule, "ports"), mapsAt(rule, "from")];
        return (ports.length === 0 || ports.some(each => isFor(each, port))) && (from.length === 0 || from.some(isEverybody));
    });
}

function isFor(said: Props, { port, name }: MetricsPort): boolean {
    const first = numberAt(said, "port");
    if (first === undefined) {
        return said["port"] === undefined || said["port"] === name;
    }
    return port >= first && port <= (numberAt(said, "endPort") ?? first);
}

/** Pods of every namespace are not: a stack that does not name Prometheus' namespace lets all of them ask. */
function isEverybody(peer: Props): boolean {
    return ["0.0.0.0/0", "::/0"].includes(textAt(mapAt(peer, "ipBlock"), "cidr") ?? "");
}
