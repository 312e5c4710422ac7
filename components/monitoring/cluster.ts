/**
 * A stack's place in the Prometheus of a cluster, which has figures of others, too, and asks several proxies for those of one
 * stack. Patterns are RE2, and of whole names.
 */
export interface Cluster {
    readonly namespace: string;
    readonly site: string;
    /** How many proxies there should be. */
    readonly proxies: number;
    /** Names of the proxies' pods. */
    readonly proxyPods: string;
    /** Names of all pods of the stack. */
    readonly pods: string;
    readonly services: readonly ClusterService[];
    /** Names of the claims that services keep their data in; null: there are none. */
    readonly claims: string | null;
}

export interface ClusterService {
    readonly name: string;
    /** Names of its pods, backups too. */
    readonly pods: string;
    /** How many instances a proxy sees at least while all is well. */
    readonly instances: number;
    readonly backups: number;
}
