import { isMap, type ValueMap } from "../../values";
import type { Json } from "../../wire";
import type { Log } from "../provider";
import { pause, type Client, type Reply, type Request } from "./client";
import { Refused, refused } from "./failure";
import { pathOf, type Kind } from "./kinds";
import { metadataOf, titleOf, type Place, type Propagation } from "./manifest";

/** For a deletion. Milliseconds; as the provider. */
const deletionTime = 10 * 60_000;
/** For a namespace that another resource makes at the same time, or the cluster takes its time with. Milliseconds. */
const namespaceTime = 30_000;
const pollEvery = 500;

export interface Apply {
    readonly manager: string;
    /** Whether fields that others have set are taken over. */
    readonly force: boolean;
    readonly dryRun?: true;
}

/** The objects of one kind in one place of a cluster. */
export class Objects {
    private readonly path: string;
    private readonly title: string;

    /** @param meant the place that messages name, where it is not the place itself */
    constructor(
        private readonly client: Client,
        kind: Kind,
        private readonly place: Place,
        private readonly log: Log,
        meant = place,
    ) {
        this.path = pathOf(kind, place.namespace);
        this.title = titleOf(kind, meant);
    }

    /** undefined: it is not there. */
    async read(): Promise<ValueMap | undefined> {
        const reply = await this.client.ask({ method: "GET", path: this.own });
        return reply.status === 404 ? undefined : this.object(reply);
    }

    async apply(wanted: ValueMap, { manager, force, dryRun }: Apply): Promise<ValueMap> {
        const query = { fieldManager: manager, force: String(force), fieldValidation: "Strict", ...(dryRun === true ? { dryRun: "All" } : {}) };
        const request: Request = { method: "PATCH", path: this.own, query, body: wanted as Json, type: "application/apply-patch+yaml" };
        try {
            return this.object(await this.client.ask(request));
        } catch (error) {
            throw error instanceof Refused && error.reply.status >= 500 ? await this.inFull(error, wanted) : error;
        }
    }

    /** @throws Refused where an object of the name is there. */
    async create(wanted: ValueMap, dryRun?: true): Promise<ValueMap> {
        const query = { fieldManager: "pulumi-kubernetes", fieldValidation: "Strict", ...(dryRun === true ? { dryRun: "All" } : {}) };
        return this.object(await this.client.ask({ method: "POST", path: this.path, query, body: wanted as Json }));
    }

    /** Writes down anew who has set which fields. */
    async adopt(live: ValueMap, managedFields: Json): Promise<ValueMap> {
        const version = metadataOf(live)["resourceVersion"] as Json;
        const body: Json = [
            { op: "replace", path: "/metadata/managedFields", value: managedFields },
            { op: "replace", path: "/metadata/resourceVersion", value: version },
        ];
        return this.object(await this.client.ask({ method: "PATCH", path: this.own, body, type: "application/json-patch+json" }));
    }

    async remove(propagationPolicy: Propagation): Promise<void> {
        const reply = await this.client.ask({ method: "DELETE", path: this.own, body: { propagationPolicy } });
        if (reply.status !== 404) {
            this.object(reply);
        }
    }

    /** Waits until the object is gone, or another one has come in its place. */
    async untilGone(uid?: string): Promise<void> {
        const end = Date.now() + deletionTime;
        for (;;) {
            const live = await this.look();
            const { uid: now, finalizers } = metadataOf(live ?? {});
            if (live === undefined || (uid !== undefined && now !== uid)) {
                return;
            }
            if (Date.now() > end) {
                const held = Array.isArray(finalizers) ? ` It is held by ${finalizers.join(", ")}.` : "";
                throw new Error(`${this.title}: it is still there ${String(deletionTime / 60_000)} minutes after it was to be deleted.${held} kubectl describe it to see what it waits for.`);
            }
            await pause(pollEvery);
        }
    }

    /** Where something was done already, an error does not say that nothing was. */
    private async look(): Promise<ValueMap | undefined> {
        try {
            return await this.read();
        } catch (error) {
            throw new Error(error instanceof Error ? error.message : String(error));
        }
    }

    /** Repeats what fails for want of the namespace, for a while, and what meets an object that is on its way out, until that is gone. */
    async patiently(act: () => Promise<ValueMap>): Promise<ValueMap> {
        const end = Date.now() + namespaceTime;
        for (;;) {
            try {
                const made = await act();
                const { deletionTimestamp, uid } = metadataOf(made);
                if (deletionTimestamp === undefined) {
                    return made;
                }
                this.log("waiting for an object of the same name that is being deleted");
                await this.untilGone(String(uid));
            } catch (error) {
                if (!(error instanceof Refused) || !error.lacksNamespace || Date.now() > end) {
                    throw error;
                }
                await pause(pollEvery);
            }
        }
    }

    private get own(): string {
        return `${this.path}/${encodeURIComponent(this.place.name)}`;
    }

    private object(reply: Reply): ValueMap {
        reply.warnings.forEach(warning => {
            this.log(`the cluster warns: ${warning}`);
        });
        const body = reply.body as unknown as ValueMap;
        if (reply.status >= 300 || !isMap(body)) {
            throw refused(this.title, this.client.name, reply);
        }
        return body;
    }

    /** Of fields that are none, applying names the first, and creating all of them. */
    private async inFull(error: Refused, wanted: ValueMap): Promise<Refused> {
        const query = { fieldValidation: "Strict", dryRun: "All" };
        const reply = await this.client.ask({ method: "POST", path: this.path, query, body: wanted as Json });
        return reply.status === 400 ? refused(this.title, this.client.name, reply) : error;
    }
}
