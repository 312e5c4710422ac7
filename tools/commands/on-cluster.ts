import type { KubernetesModel } from "../../components/config/model";
import { claimName, proxyName } from "../../components/targets/kubernetes/manifests/names";

/** What `up` says of a stack on a cluster, besides where it answers. */
export function clusterLines(model: KubernetesModel, address: string): string[] {
    return address === "" ? [] : [`Address: ${address}${nameHint(model, address)}`];
}

/** Commands that are worth knowing. */
export function clusterCommands(model: KubernetesModel): string[] {
    const proxy = proxyName(model);
    const { exposure } = model.target;
    const [port, local] = model.tls.mode === "off" ? [model.site.httpPort, 8080] : [model.site.httpsPort, 8443];
    return [
        ...(exposure.service === "ClusterIP" && exposure.through === null ? [`${kubectl(model)} port-forward service/${proxy} ${String(local)}:${String(port)}      # from here, at localhost:${String(local)}`] : []),
        `${kubectl(model)} get pods -l app.kubernetes.io/instance=${model.name}`,
        `${kubectl(model)} logs -f deployment/${proxy} -c nginx      # the access log of one of its pods`,
    ];
}

/** What `down` says of what it leaves, and how that goes too. */
export function clusterRemains(model: KubernetesModel): string {
    const { namespace } = model.target;
    const claims = model.services.flatMap(service => (service.pods?.claims ?? []).map(({ name }) => claimName(model, service, name)));
    const commands = [
        ...(claims.length === 0 ? [] : [`  ${kubectl(model)} delete persistentvolumeclaim ${claims.join(" ")}      # the data is lost`]),
        `  ${kubectl(model, false)} delete namespace ${namespace}      # with all that anybody has in it`,
    ];
    return [`the namespace ${namespace}${claims.length === 0 ? "" : " and its claims on storage, which are yours"}. To remove what is left:`, ...commands].join("\n");
}

function kubectl({ target: { context, namespace } }: KubernetesModel, isInNamespace = true): string {
    return ["kubectl", ...(context === null ? [] : ["--context", context]), ...(isInNamespace ? ["-n", namespace] : [])].join(" ");
}

/** Before the name is in the DNS, or where it leads elsewhere yet. */
function nameHint({ site, tls, target }: KubernetesModel, address: string): string {
    const name = site.hosts.find(host => !host.startsWith("*"));
    const { service } = target.exposure;
    if (name === undefined || service === "ClusterIP") {
        return "";
    }
    const [scheme, port] = tls.mode === "off" ? ["http", site.httpPort] : ["https", site.httpsPort];
    const insecure = tls.mode === "self-signed" ? "-k " : "";
    const connect = `--connect-to ${name}:${String(port)}:${service === "NodePort" ? address : `${bracketed(address)}:${String(port)}`}`;
    return `  (until ${name} leads there: curl ${insecure}${connect} ${scheme}://${name}/)`;
}

function bracketed(address: string): string {
    return address.includes(":") ? `[${address}]` : address;
}
