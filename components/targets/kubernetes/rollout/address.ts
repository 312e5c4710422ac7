import type { Cluster } from "../api/cluster";
import type { Event, List, Node, Pod, Service } from "../api/objects";
import type { Place } from "./place";
import { newPods, type Snapshot } from "./snapshot";
import { conditionOf } from "./trouble";

/** Where clients find the proxy, as the command's standard output says it. */
export interface Address {
    /** An IP address or a host name. */
    readonly address: string;
    /** Of each node, by the name of the Service's port; of a NodePort alone. */
    readonly ports?: Readonly<Record<string, number>>;
}

/** undefined: it has none yet. */
export async function loadBalancerAddress(cluster: Cluster, place: Place, name: string): Promise<Address | undefined> {
    const service = await cluster.find<Service>(place.core("services", name));
    const first = service?.status?.loadBalancer?.ingress?.[0];
    const address = first?.ip ?? first?.hostname;
    return address === undefined ? undefined : { address };
}

/** What whoever makes load balancers has to say; nothing, where that is not to be had. */
export async function eventsOfService(cluster: Cluster, place: Place, name: string): Promise<readonly Event[]> {
    try {
        const { metadata } = await cluster.get<Service>(place.core("services", name));
        return (await cluster.get<List<Event>>(place.events(metadata.uid))).items.filter(({ type }) => type === "Warning");
    } catch {
        return [];
    }
}

/** A node that runs one of the pods: others may not pass anything on. */
export async function nodePortAddress(cluster: Cluster, place: Place, name: string, snapshot: Snapshot): Promise<Address | undefined> {
    const service = await cluster.find<Service>(place.core("services", name));
    const ports = Object.fromEntries((service?.spec.ports ?? []).flatMap(port => (port.nodePort === undefined ? [] : [[port.name ?? String(port.port), port.nodePort]])));
    const pods = newPods(snapshot).filter(({ status }) => conditionOf(status?.conditions, "Ready")?.status === "True");
    const first = pods.sort((a, b) => nodeOf(a).localeCompare(nodeOf(b)))[0];
    return first && { address: (await addressOfNode(cluster, nodeOf(first))) ?? first.status?.hostIP ?? nodeOf(first), ports };
}

function nodeOf({ spec }: Pod): string {
    return spec.nodeName ?? "";
}

/** undefined: the account may not look at nodes. */
async function addressOfNode(cluster: Cluster, name: string): Promise<string | undefined> {
    try {
        const addresses = (await cluster.find<Node>(`/api/v1/nodes/${name}`))?.status?.addresses ?? [];
        return ["ExternalIP", "InternalIP"].flatMap(wanted => addresses.filter(({ type }) => type === wanted))[0]?.address;
    } catch {
        return undefined;
    }
}
