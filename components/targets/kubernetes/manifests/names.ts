import type { KubernetesModel, Service } from "../../../config/model";

/** What a stack's objects are called in its namespace. What belongs to one service begins with the site's name and the service's. */

export function applicationName({ name }: KubernetesModel, service: Service): string {
    return `${name}-${service.name}`;
}

export function backupName(model: KubernetesModel, service: Service): string {
    return `${applicationName(model, service)}-backup`;
}

/** The headless Service of a Deployment: leads to each pod by itself. */
export function podsName(deployment: string): string {
    return `${deployment}-pods`;
}

/** A claim on storage for one of a service's volumes. */
export function claimName(model: KubernetesModel, service: Service, volume: string): string {
    return `${applicationName(model, service)}-${volume}`;
}

/** @param print changes with the value of any of the service's secrets. */
export function environmentName(model: KubernetesModel, service: Service, print: string): string {
    return `${applicationName(model, service)}-env-${print}`;
}

export function proxyName({ name }: KubernetesModel): string {
    return `${name}-proxy`;
}

export function releaseName({ name }: KubernetesModel, release: string): string {
    return `${name}-release-${release.slice(0, 12)}`;
}

/** @param print changes with any of the scripts. */
export function agentName({ name }: KubernetesModel, print: string): string {
    return `${name}-agent-${print}`;
}

export function certificateName({ name }: KubernetesModel): string {
    return `${name}-tls`;
}
