import type { DockerTarget, HostNode, HostTarget, MonitoringPages, DockerImages } from "../../../components/config/model-targets";
import type { Discovery, Exposure, GatewayRoute, IngressRoute, KubernetesImages, KubernetesTarget, ProxyPods } from "../../../components/config/model-kubernetes";
import type { Target } from "../../../components/config/model";
import { endpoint } from "../../../components/targets/addresses";
import { atLeast, change, risking, weights, type Change, type Place } from "../change";
import { paired, words } from "../collections";
import { below, called, fields, orNone, ownName, type Shape } from "../shape";
import { resources } from "./container";
import { admitted } from "./guards";
import { listening } from "./site";
import { choice, duration, number, text, variables, yesOrNo } from "./values";

const sameKind = { show: String, changes: () => [] } as const;

const ownPort: Shape<number> = { show: String, changes: () => [] };
const node = fields<HostNode>({ address: ownName, port: ownPort, user: text, hostKey: text });

const host = fields<HostTarget>({ kind: sameKind, nodes: { show: nodes => nodes.map(endpoint).join(", "), changes: nodeChanges }, prefix: moving("Everything is put below another directory; what lies in the old one is left there.", text) });

function nodeChanges(before: readonly HostNode[], after: readonly HostNode[], at: Place): Change[] {
    const name = (one: HostNode): string => (one.port === 22 ? one.address : endpoint(one));
    const changes = paired(before, after, at, {
        name: endpoint,
        come: one => [change(at, `node ${name(one)} added`, weights.added)],
        go: one => risking(`Clients that still go to ${one.address} get no answer: lead them elsewhere first.`, [change(at, `node ${name(one)} removed`)]),
        both: (old, now) => node.changes(old, now, { ...at, path: `${at.path}[${name(now)}]` }),
    });
    const order = changes.length === 0 && before.map(endpoint).join() !== after.map(endpoint).join();
    return order ? [change(at, `${at.path} in another order: ${after.map(name).join(", ")}`)] : changes;
}

const images = fields<DockerImages>({ proxy: text, probe: text, prometheus: text, alertmanager: text, grafana: text, nginxExporter: text, nodeExporter: text, logExporter: text });
const pages = fields<MonitoringPages>({ listen: text, ports: fields<MonitoringPages["ports"]>({ prometheus: number, alertmanager: number, grafana: number }) });

const docker = fields<DockerTarget>({
    kind: sameKind,
    host: moving(anew("on the other engine"), orNone(text, "the engine of DOCKER_HOST")),
    publishOn: elsewhereCalled("site.listen", listening),
    isolated: isolation(),
    images,
    pages: called("monitoring", pages),
    updateTimeout: duration,
});

/** A setting of another block, which the target keeps for itself. */
function elsewhereCalled<T>(path: string, shape: Shape<T>): Shape<T> {
    return { ...shape, changes: (before, after, at) => shape.changes(before, after, { ...at, path }) };
}

function isolation(): Shape<boolean> {
    return {
        ...yesOrNo,
        changes: (before, after, at) => (after ? risking("The instances reach nothing outside of this stack any more.", yesOrNo.changes(before, after, at)) : yesOrNo.changes(before, after, at)),
    };
}

const through: Shape<IngressRoute | GatewayRoute> = { show: ({ kind }) => kind, changes: throughChanges };
const ingress = fields<IngressRoute>({ kind: sameKind, className: orNone(text, "the cluster's default"), annotations: variables, tlsSecret: orNone(text, "plain HTTP") });
const gateway = fields<GatewayRoute>({ kind: sameKind, name: text, namespace: orNone(text, "the stack's own"), listener: orNone(text, "all of them") });
const nodePort = orNone(number, "one that the cluster picks");

const exposure = fields<Exposure>({
    service: called("type", readdressed(choice<Exposure["service"]>())),
    annotations: variables,
    loadBalancerClass: orNone(text, "the cluster's default"),
    sourceRanges: admitted("all", "reach the load balancer"),
    nodePorts: fields<Exposure["nodePorts"]>({ http: nodePort, https: nodePort }),
    through: called("", readdressed(orNone(through, "nothing before the Service"))),
});

function throughChanges(before: IngressRoute | GatewayRoute, after: IngressRoute | GatewayRoute, at: Place): readonly Change[] {
    if (before.kind === "ingress" && after.kind === "ingress") {
        return ingress.changes(before, after, below(at, "ingress"));
    }
    if (before.kind === "gateway" && after.kind === "gateway") {
        return gateway.changes(before, after, below(at, "gateway"));
    }
    return [change(at, `${at.path} ${before.kind} to ${after.kind}`)];
}

function readdressed<T>(shape: Shape<T>): Shape<T> {
    return { ...shape, changes: (before, after, at) => risking("Clients may have to go to another address: `npm run outputs` tells it afterwards.", shape.changes(before, after, at)) };
}

const clusterImages = fields<KubernetesImages>({ proxy: text, nginxExporter: text, nodeExporter: text, logExporter: text });

const kubernetes = fields<KubernetesTarget>({
    kind: sameKind,
    context: moving(anew("on the other cluster"), orNone(text, "the current one")),
    namespace: moving(anew("in the other namespace"), text),
    images: clusterImages,
    pullSecrets: words(),
    proxy: fields<ProxyPods>({ replicas: number, resources }),
    endpoints: choice(),
    exposure: called("expose", exposure),
    discovery: called("monitoring", fields<Discovery>({ by: called("discovery", choice()), from: called("namespace", orNone(text, "any")), labels: variables })),
    updateTimeout: duration,
});

/** A setting whose change moves the whole stack. */
function moving<T>(risk: string, shape: Shape<T>): Shape<T> {
    return { ...shape, changes: (before, after, at) => atLeast(weights.moved, risking(risk, shape.changes(before, after, at))) };
}

function anew(where: string): string {
    return `Everything is made anew ${where}, and clients that go to the old place get no answer once it is cleared.`;
}

/** The settings of a target that stays of its kind. */
export function targetChanges(before: Target, after: Target, at: Place): readonly Change[] {
    if (before.kind === "host" && after.kind === "host") {
        return host.changes(before, after, below(at, "host"));
    }
    if (before.kind === "docker" && after.kind === "docker") {
        return docker.changes(before, after, below(at, "docker"));
    }
    return before.kind === "kubernetes" && after.kind === "kubernetes" ? kubernetes.changes(before, after, below(at, "kubernetes")) : [];
}
