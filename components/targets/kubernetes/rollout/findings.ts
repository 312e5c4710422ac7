import type { Cluster } from "../api/cluster";
import type { Claim, Event, List, Pod } from "../api/objects";
import type { Place } from "./place";
import type { Snapshot } from "./snapshot";
import type { Trouble } from "./trouble";

/** A trouble, and what the cluster has to say of it. */
export interface Finding {
    readonly trouble: Trouble;
    readonly events: readonly Event[];
    /** The last that its container printed. */
    readonly lines: readonly string[];
    /** Of its pod, those that have no volume yet. */
    readonly claims: readonly PendingClaim[];
}

export interface PendingClaim {
    readonly name: string;
    /** undefined: there was no default one when it was made. */
    readonly storageClass: string | undefined;
    readonly events: readonly Event[];
}

/** Lines of a log that are asked for. */
const logLines = 10;
const shortestSecret = 4;

/** What a node answers, as if it were the log, when it has removed the container by now. */
const lostLog = "unable to retrieve container logs";

/** Asks for what the status of pods leaves out. What can't be had is left out: the trouble itself is known. */
export class Inquiry {
    constructor(
        private readonly cluster: Cluster,
        private readonly place: Place,
        private readonly snapshot: Snapshot,
    ) {}

    async about(trouble: Trouble): Promise<Finding> {
        const pod = this.snapshot.pods.find(({ metadata }) => metadata.uid === trouble.uid);
        const [events, lines, claims] = await Promise.all([this.events(trouble.uid), pod === undefined ? [] : this.lines(pod, trouble), pod === undefined ? [] : this.pendingClaims(pod)]);
        return { trouble, events: events.filter(({ type }) => type === "Warning"), lines, claims };
    }

    private async events(uid: string): Promise<readonly Event[]> {
        return orNothing(async () => (await this.cluster.get<List<Event>>(this.place.events(uid))).items);
    }

    private lines(pod: Pod, { kind, container, restarts }: Trouble): Promise<readonly string[]> {
        if (container === undefined || (kind !== "crash" && kind !== "unready")) {
            return Promise.resolve([]);
        }
        return orNothing(async () => {
            const secrets = await this.secretsOf(pod);
            const last = await orNothing(() => this.log(pod, container, false));
            // One that has just been started again has nothing to say yet.
            const lines = last.length > 0 || restarts === 0 ? last : await this.log(pod, container, true);
            return lines.map(line => without(secrets, line));
        });
    }

    private async log({ metadata }: Pod, container: string, previous: boolean): Promise<readonly string[]> {
        const log = await this.cluster.text(this.place.log(metadata.name, container, logLines, previous));
        return log.split("\n").filter(line => line.trim() !== "" && !line.startsWith(lostLog));
    }

    /** What the pod's containers are told by their environment, so that a log can't tell it on. */
    private async secretsOf({ spec }: Pod): Promise<string[]> {
        const names = new Set([...(spec.initContainers ?? []), ...spec.containers].flatMap(({ env }) => env ?? []).flatMap(({ valueFrom }) => valueFrom?.secretKeyRef?.name ?? []));
        const secrets = await Promise.all([...names].map(name => this.cluster.find<{ readonly data?: Readonly<Record<string, string>> }>(this.place.core("secrets", name))));
        return secrets
            .flatMap(secret => Object.values(secret?.data ?? {}))
            .flatMap(value => Buffer.from(value, "base64").toString().split("\n"))
            .filter(value => value.length >= shortestSecret);
    }

    private async pendingClaims({ spec }: Pod): Promise<readonly PendingClaim[]> {
        const names = (spec.volumes ?? []).flatMap(({ persistentVolumeClaim }) => persistentVolumeClaim?.claimName ?? []);
        const claims = await orNothing(() => Promise.all(names.map(name => this.cluster.find<Claim>(this.place.core("persistentvolumeclaims", name)))));
        const pending = claims.flatMap(claim => (claim === undefined || claim.status?.phase === "Bound" ? [] : [claim]));
        return Promise.all(pending.map(async ({ metadata, spec: { storageClassName } }) => ({ name: metadata.name, storageClass: storageClassName, events: await this.events(metadata.uid) })));
    }
}

function without(secrets: readonly string[], line: string): string {
    return secrets.reduce((text, secret) => text.replaceAll(secret, "[secret]"), line);
}

async function orNothing<T>(work: () => Promise<readonly T[]>): Promise<readonly T[]> {
    try {
        return await work();
    } catch {
        return [];
    }
}
