import { unwrapMap, type ValueMap } from "../../values";
import type { Existing, Log } from "../provider";
import type { Client } from "./client";
import { Refused } from "./failure";
import type { Kind } from "./kinds";
import { isUnmanaged, leavingIgnored } from "./managed-fields";
import { managerOf, metadataOf, outputsOf, placeOf } from "./manifest";
import { Objects } from "./objects";
import type { Settings } from "./settings";

export interface Asked {
    readonly kind: Kind;
    readonly settings: Settings;
    readonly inputs: ValueMap;
    readonly log: Log;
    readonly client: Client;
}

/** In the place of a manager's name that is not made up before there is an object. */
const previewer = "pulumi-kubernetes-preview";

/** Has the cluster say what a creation would come to. @throws Refused where it would refuse one. */
export async function previewCreation(asked: Asked): Promise<ValueMap> {
    const { inputs } = asked;
    const wanted = unwrapMap(inputs);
    const live = await inPreview(asked, () => dryCreation(asked, wanted));
    return live === undefined ? inputs : outputsOf({ live: withoutStatus(live), applied: wanted, inputs, manager: previewer, initialApiVersion: asked.kind.apiVersion });
}

export async function previewUpdate(asked: Asked, existing: Existing, ignoreChanges: readonly string[]): Promise<ValueMap> {
    const { kind, settings, inputs, log, client } = asked;
    const there = new Objects(client, kind, placeOf(kind, inputs), log);
    const manager = managerOf(existing.outputs) ?? previewer;
    const live = await inPreview(asked, async () => {
        const before = await there.read();
        if (before === undefined) {
            log("it is gone from the cluster, and will be made anew");
            return there.apply(unwrapMap(inputs), { manager, force: true, dryRun: true });
        }
        const applied = leavingIgnored(unwrapMap(inputs), before, ignoreChanges, manager);
        return there.apply(applied, { manager, force: settings.force || isUnmanaged(before), dryRun: true });
    });
    return live === undefined ? inputs : outputsOf({ live, applied: unwrapMap(inputs), inputs, manager, initialApiVersion: kind.apiVersion });
}

async function dryCreation({ kind, settings, inputs, log, client }: Asked, wanted: ValueMap): Promise<ValueMap | undefined> {
    const place = placeOf(kind, inputs);
    const applied = { manager: previewer, force: true, dryRun: true } as const;
    const there = new Objects(client, kind, place, log);
    try {
        return await (settings.upsert ? there.apply(wanted, applied) : there.create(wanted, true));
    } catch (error) {
        if (!(error instanceof Refused)) {
            throw error;
        }
        if (error.lacksNamespace) {
            await elsewhere(client, kind, wanted, log);
            return undefined;
        }
        if (error.isImmutable) {
            // It is to replace one of the same name, which goes first.
            const name = `${place.name.slice(0, 50)}-preview`;
            return new Objects(client, kind, { ...place, name }, log, place).apply(renamed(wanted, { name }), applied);
        }
        // One of the name that is to be replaced is still there.
        return error.exists ? undefined : Promise.reject(error);
    }
}

/** Where the namespace is still to be made, what is wrong with the object itself shows in any other one. */
async function elsewhere(client: Client, kind: Kind, wanted: ValueMap, log: Log): Promise<void> {
    const moved = renamed(wanted, { namespace: "default" });
    try {
        await new Objects(client, kind, placeOf(kind, moved), log, placeOf(kind, wanted)).apply(moved, { manager: previewer, force: true, dryRun: true });
    } catch (error) {
        if (error instanceof Refused && !error.isImmutable && [400, 422, 500].includes(error.reply.status)) {
            throw error;
        }
    }
}

/** What the cluster will say of the object once it is there is not known yet. */
function withoutStatus(live: ValueMap): ValueMap {
    return Object.fromEntries(Object.entries(live).filter(([name]) => name !== "status"));
}

function renamed(wanted: ValueMap, change: ValueMap): ValueMap {
    return { ...wanted, metadata: { ...metadataOf(wanted), ...change } };
}

/** Without the right to it, or before the cluster knows the kind, there is no preview, and that is said. */
async function inPreview({ kind, client, log }: Asked, act: () => Promise<ValueMap | undefined>): Promise<ValueMap | undefined> {
    try {
        return await act();
    } catch (error) {
        if (!(error instanceof Refused) || !(error.isForbidden || error.isUnknownKind)) {
            throw error;
        }
        client.tellOnce(log, `objects of the kind ${kind.kind} are not checked by the cluster in this preview. ${error.message}`);
        return undefined;
    }
}
