import type { Instance, KubernetesModel } from "../../config/model";
import { endpoint, healthUrl, instanceAddresses, siteUrl } from "../addresses";
import type { Address } from "./rollout/address";
import { proxyName } from "./manifests/names";

/** Where a site is found. */
export interface SiteAddress {
    readonly url: string;
    readonly healthUrl: string;
    /** Of the proxy's Service, with a port where that is not the site's own. */
    readonly address: string;
}

/** The proxy's Service as pods of the cluster know it. */
export function inCluster(model: KubernetesModel): string {
    return `${proxyName(model)}.${model.target.namespace}.svc`;
}

/** A name of the site wins over any address; undefined: it has none that is a real one. */
export function nameOf({ site }: KubernetesModel): string | undefined {
    return site.hosts.find(name => !name.startsWith("*"));
}

/** @param found what the proxy's rollout said; null: that clients are inside of the cluster, or come through something else. */
export function siteAddress(model: KubernetesModel, found: Address | null): SiteAddress {
    const own = inCluster(model);
    const { through } = model.target.exposure;
    if (found === null) {
        return { ...(through === null ? atSite(model, own) : throughEntrance(model)), address: own };
    }
    const { address, ports } = found;
    return ports === undefined ? { ...atSite(model, address), address } : atNode(model, address, ports);
}

function atSite(model: KubernetesModel, machine: string): Omit<SiteAddress, "address"> {
    return { url: siteUrl(model, machine), healthUrl: healthUrl(model, machine) };
}

/** The ports are the node's where its address is what clients go by; a name may lead to a load balancer before it. */
function atNode(model: KubernetesModel, machine: string, { http, https }: Readonly<Record<string, number>>): SiteAddress {
    const { site, tls } = model;
    const onNode = { ...model, site: { ...site, httpPort: http ?? site.httpPort, httpsPort: https ?? site.httpsPort } };
    const main = tls.mode === "off" ? onNode.site.httpPort : onNode.site.httpsPort;
    return { ...atSite(nameOf(model) === undefined ? onNode : model, machine), address: endpoint({ address: machine, port: main }) };
}

/** What ends TLS before the proxy has ports of its own: the usual ones. */
function throughEntrance(model: KubernetesModel): Omit<SiteAddress, "address"> {
    const { through } = model.target.exposure;
    const name = nameOf(model);
    if (name === undefined) {
        return atSite(model, inCluster(model));
    }
    const origin = `${through?.kind === "ingress" && through.tlsSecret !== null ? "https" : "http"}://${name}`;
    return { url: origin, healthUrl: `${origin}/health` };
}

/** Service name to what leads to its pods, backups last. */
export function podAddresses(model: KubernetesModel): Record<string, string[]> {
    const qualified = ({ address, ...rest }: Instance): Instance => ({ ...rest, address: `${address}.${model.target.namespace}.svc` });
    const services = model.services.map(service => ({ ...service, instances: service.instances.map(qualified), backup: service.backup.map(qualified) }));
    return instanceAddresses({ ...model, services });
}
