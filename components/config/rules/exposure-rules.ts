import type { Problem } from "../problem";
import { parseIp } from "../types/address";
import { inCluster, type ClusterDraft } from "./cluster-drafts";
import type { Rule } from "./drafts";

type Expose = NonNullable<ClusterDraft["expose"]>;

/** A rule about how clients get to the proxy. */
function ofExposure(rule: (expose: Expose, draft: Parameters<Rule>[0]) => Problem[]): Rule {
    return inCluster((draft, { expose }) => (expose === undefined ? [] : rule(expose, draft)));
}

/** Requests come one way. */
export const oneThingBeforeTheProxy: Rule = ofExposure(({ ingress, gateway }) =>
    isThere(ingress) && isThere(gateway)
        ? [{ path: "kubernetes.expose.gateway", found: "a gateway besides an ingress", allowed: "one of ingress and gateway", fix: "Remove one of the two." }]
        : [],
);

/** What ends TLS passes plain requests on, from an address of its own, by names alone. */
export const whatIsBeforeTheProxyEndsTls: Rule = ofExposure((expose, { tls, site }) => {
    const { before } = standing(expose);
    if (before === undefined) {
        return [];
    }
    const names = (site?.hosts ?? []).flatMap((host, i) => (host !== undefined && parseIp(host) !== undefined ? [{ host, path: `site.hosts[${i}]` }] : []));
    return [
        ...(tls?.mode === undefined || tls.mode === "off" ? [] : [{ path: "tls.mode", found: `${tls.mode}, behind ${before}`, allowed: `off, behind ${before}, which ends TLS itself`, fix: "Set `tls.mode: off`, and give the certificate to what stands before the proxy." }]),
        ...(site?.trustedProxies?.length === 0 ? [{ path: "site.trustedProxies", found: `nothing, behind ${before}`, allowed: `the network of the pods that ${before} sends requests from`, fix: "Add it, such as 10.244.0.0/16: else all clients count as one for rate limits, allow lists and logs." }] : []),
        ...names.map(({ host, path }) => ({ path, found: host, allowed: `names, behind ${before}`, fix: "Remove it: requests for an address do not get there." })),
    ];
});

/** A second way in would pass by what stands before the proxy. */
export const nothingPassesBy: Rule = ofExposure((expose) => {
    const { before } = standing(expose);
    return before !== undefined && expose.type === "LoadBalancer"
        ? [{ path: "kubernetes.expose.type", found: `LoadBalancer, behind ${before}`, allowed: `ClusterIP or NodePort, behind ${before}`, fix: "Remove it: ClusterIP is the default there." }]
        : [];
});

/** What would silently not be used is refused. */
export const exposureIsUsed: Rule = ofExposure((expose, { tls }) => {
    const { type } = standing(expose);
    const { loadBalancerClass, sourceRanges, nodePorts } = expose;
    const ports = (["http", "https"] as const).filter((key) => isThere(nodePorts?.[key]));
    const path = (key: string): string => `kubernetes.expose.${key}`;
    const only = (key: string, types: string): Problem => ({ path: path(key), found: `a setting with type ${type ?? ""}`, allowed: `nothing, unless the type is ${types}`, fix: "Remove it, or change `kubernetes.expose.type`." });
    return [
        ...(isThere(loadBalancerClass) && type !== undefined && type !== "LoadBalancer" ? [only("loadBalancerClass", "LoadBalancer")] : []),
        ...(sourceRanges !== undefined && sourceRanges.length > 0 && type !== undefined && type !== "LoadBalancer" ? [only("sourceRanges", "LoadBalancer")] : []),
        ...(type === "ClusterIP" ? ports.map((key) => only(`nodePorts.${key}`, "NodePort or LoadBalancer")) : []),
        ...(type !== "ClusterIP" && tls?.mode === "off" && ports.includes("https") ? [{ path: path("nodePorts.https"), found: "a port with TLS off", allowed: "nothing, where TLS is off", fix: "Remove it, or turn TLS on." }] : []),
    ];
});

/** A port of a node leads to one place. */
export const nodePortsDiffer: Rule = ofExposure(({ nodePorts }) => {
    const { http, https } = nodePorts ?? {};
    return isThere(http) && http === https
        ? [{ path: "kubernetes.expose.nodePorts.https", found: `${https}, the same as http`, allowed: "a port of its own", fix: "Change one of the two." }]
        : [];
});

/** What stands before the proxy's Service, and of which type that one is; undefined where the stack file is wrong about it. */
function standing({ type, ingress, gateway }: Expose): { readonly before: string | undefined; readonly type: Expose["type"] } {
    const before = isThere(ingress) ? "an ingress" : isThere(gateway) ? "a gateway" : undefined;
    const usual = before === undefined ? "LoadBalancer" : "ClusterIP";
    return { before, type: type === null ? usual : type };
}

function isThere<T>(value: T | null | undefined): value is T {
    return value !== null && value !== undefined;
}
