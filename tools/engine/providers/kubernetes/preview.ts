import { unwrapMap, type ValueMap } from "../../values";
import type { Circumstances, Existing } from "../provider";
import type { Client } from "./client";
import { Refused } from "./failure";
import type { Kind } from "./kinds";
import { isUnmanaged, leavingIgnored } from "./managed-fields";
import { managerOf, metadataOf, outputsOf, placeOf } from "./manifest";
import { Objects } from "./objects";
import type { Settings } from "./settings";

export interface Asked extends Circumstances {
    readonly kind: Kind;
    readonly settings: Settings;
    readonly inputs: ValueMap;
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

export async function previewUpdate(asked: Asked, existing: Existing): Promise<ValueMap> {
    const { kind, settings, inputs, log, client, ignoreChanges } = asked;
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

async function dryCreation({ kind, settings, inputs, log, client, replacing }: Asked, wanted: ValueMap): Promise<ValueMap | undefined> {
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
            // What is wrong with the object itself shows in any other namespace.
            const moved = renamed(wanted, { name: nobodys(place.name), namespace: "default" });
            await judged(() => new Objects(client, kind, placeOf(kind, moved), log, place).apply(moved, applied));
            return undefined;
        }
        if (replacing && (error.isInvalid || error.exists)) {
            // One of the same name may be in the way, which will not be there by then.
            const moved = renamed(wanted, { name: nobodys(place.name) });
            return new Objects(client, kind, placeOf(kind, moved), log, place).apply(moved, applied);
        }
        throw error;
    }
}

/** A name under which nothing is there. */
function nobodys(name: string): string {
    return `${name.slice(0, 50)}-preview`;
}

/** Fails for what is wrong with an object, and not for what speaks against its place. */
async function judged(act: () => Promise<unknown>): Promise<void> {
    try {
        await act();
    } catch (error) {
        if (error instanceof Refused && error.isOfTheObject) {
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

/** Without the right to it, before the cluster knows the kind, or where it can't only be asked, there is no preview, and that is said. */
async function inPreview({ kind, client, log }: Asked, act: () => Promise<ValueMap | undefined>): Promise<ValueMap | undefined> {
    try {
        return await act();
    } catch (error) {
        if (!(error instanceof Refused) || !(error.isForbidden || error.isUnknownKind || error.isUnaskable)) {
            throw error;
        }
        client.tellOnce(log, `objects of the kind ${kind.kind} are not checked by the cluster in this preview. ${error.message}`);
        return undefined;
    }
}
