import type { KubernetesModel, Pods, Service } from "../../../config/model";
import type { Cluster, ClusterService } from "../../../monitoring/cluster";
import { applicationName, backupName, claimName, proxyName } from "../manifests/names";

/** What a stack's figures are told apart by in the cluster's Prometheus. */
export function placeOf(model: KubernetesModel): Cluster {
    const { name, target, services } = model;
    const claims = services.flatMap(service => claimsOf(model, service));
    return {
        namespace: target.namespace,
        site: name,
        proxies: target.proxy.replicas,
        proxyPods: podsOf([proxyName(model)]),
        pods: podsOf([proxyName(model), ...services.flatMap(service => deployments(model, service))]),
        services: services.map(service => clusterService(model, service)),
        claims: claims.length === 0 ? null : claims.join("|"),
    };
}

function clusterService(model: KubernetesModel, service: Service): ClusterService {
    const { pods } = service;
    // Behind a Service the proxy sees one address, whoever is there.
    const seen = (count: number) => (model.target.endpoints === "service" ? Math.min(1, count) : count);
    return {
        name: service.name,
        pods: podsOf(deployments(model, service)),
        instances: seen(pods === null ? 0 : leastPods(pods)),
        backups: seen(pods?.backups ?? 0),
    };
}

function leastPods({ autoscaling, replicas }: Pods): number {
    return autoscaling?.min ?? replicas;
}

function claimsOf(model: KubernetesModel, service: Service): string[] {
    return (service.pods?.claims ?? []).map(({ name }) => claimName(model, service, name));
}

function deployments(model: KubernetesModel, service: Service): string[] {
    return [applicationName(model, service), ...(service.pods?.backups ? [backupName(model, service)] : [])];
}

/** Up to this length a Deployment's name stands whole in those of its pods, with the hash of its template and the pod's own letters. */
const wholeName = 46;

/** A pod's name but for the five letters at its end has at most this length; what is longer is cut. */
const longestBase = 58;

/** Names of the pods of Deployments, as a pattern. */
function podsOf(deployments: readonly string[]): string {
    const whole = deployments.filter(({ length }) => length <= wholeName);
    const cut = deployments.filter(({ length }) => length > wholeName);
    return [...(whole.length === 0 ? [] : [`${eitherOf(whole)}-[^-]+-[^-]+`]), ...cut.map(name => `${`${name}-`.slice(0, longestBase)}.+`)].join("|");
}

function eitherOf(names: readonly string[]): string {
    return names.length === 1 ? names.join() : `(${names.join("|")})`;
}
