import type { Model, Service } from "../../config/model";

/** Whether what stands in an upstream is a name for pods that come and go, each of which nginx gets an address of. */
export function followsPods({ target }: Model): boolean {
    return target.kind === "kubernetes" && target.endpoints === "pods";
}

/** How many servers nginx has for a service at the most, but for the moments in which pods are replaced. */
export function mostServers(model: Model, { instances, backup, pods }: Service): number {
    if (pods !== null && followsPods(model)) {
        return (pods.autoscaling?.max ?? pods.replicas) + pods.backups;
    }
    return instances.length + backup.length;
}
