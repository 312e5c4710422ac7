import type { Settings } from "./settings";

/** Paths of the API. */
export class Place {
    constructor(private readonly settings: Pick<Settings, "namespace" | "deployment">) {}

    get deployment(): string {
        return this.apps("deployments", this.settings.deployment);
    }

    replicaSets(labels: Readonly<Record<string, string>>): string {
        return `${this.apps("replicasets")}?${selecting(labels)}`;
    }

    pods(labels: Readonly<Record<string, string>>): string {
        return `${this.core("pods")}?${selecting(labels)}`;
    }

    /** The last lines of a container's log, or of the one that ended before the one that runs. */
    log(pod: string, container: string, lines: number, previous: boolean): string {
        return `${this.core("pods", pod)}/log?${query({ container, tailLines: String(lines), limitBytes: "65536", previous: String(previous) })}`;
    }

    /** Of one object, at most so many. */
    events(uid: string): string {
        return `${this.core("events")}?${query({ fieldSelector: `involvedObject.uid=${uid}`, limit: "100" })}`;
    }

    /** `configmaps`, `secrets`, `services`, `persistentvolumeclaims` */
    core(kind: string, name?: string): string {
        return `/api/v1/namespaces/${this.settings.namespace}/${kind}${name === undefined ? "" : `/${name}`}`;
    }

    kept(kind: "configmaps" | "secrets", labels: Readonly<Record<string, string>>): string {
        return `${this.core(kind)}?${selecting(labels)}`;
    }

    private apps(kind: string, name?: string): string {
        return `/apis/apps/v1/namespaces/${this.settings.namespace}/${kind}${name === undefined ? "" : `/${name}`}`;
    }
}

function selecting(labels: Readonly<Record<string, string>>): string {
    return query({ labelSelector: Object.entries(labels).map(([name, value]) => `${name}=${value}`).join(",") });
}

function query(parameters: Readonly<Record<string, string>>): string {
    return new URLSearchParams(parameters).toString();
}
