import { createHash } from "node:crypto";
import { containsUnknown, unwrapMap, type ValueMap } from "../../values";
import type { Json } from "../../wire";
import { text, Unreachable, type Created, type Log, type Provider } from "../provider";
import { connect } from "./client";
import { difference } from "./difference";
import { Refused } from "./failure";
import type { Kind } from "./kinds";
import { adoptedBy, isManagedBy, isUnmanaged, leavingIgnored } from "./managed-fields";
import { checkManifest, managerOf, metadataOf, outputsOf, placeOf, propagationOf, skipsAwait, type Place } from "./manifest";
import { Objects } from "./objects";
import { previewCreation, previewUpdate } from "./preview";
import { settingsOf } from "./settings";

/** How often an object may change while the record of who sets what is written anew. */
const adoptions = 5;

/** Executes the kind on the cluster that the configuration names. */
export function kubernetesProvider(kind: Kind, config: ValueMap): Provider {
    const settings = settingsOf(config);
    const objects = async (place: Place, log: Log): Promise<Objects> => new Objects(await connect(settings), kind, place, log);

    return {
        effects: "remote",
        openInputs: [],
        check: inputs => checkManifest(kind, settings, inputs),
        diff: (existing, inputs, ignoreChanges = []) => difference(kind, settings, existing, inputs, ignoreChanges),

        async plan(inputs, existing, circumstances): Promise<ValueMap> {
            if (containsUnknown(inputs)) {
                return inputs;
            }
            try {
                const client = await connect(settings);
                const asked = { ...circumstances, kind, settings, inputs, client };
                return await (existing === undefined ? previewCreation(asked) : previewUpdate(asked, existing));
            } catch (error) {
                if (!(error instanceof Unreachable)) {
                    throw error;
                }
                circumstances.log(`Nothing of this preview is checked by the cluster. ${error.message}`);
                return inputs;
            }
        },

        async create(name, inputs, log, repeated): Promise<Created> {
            const place = placeOf(kind, inputs);
            const there = await objects(place, log);
            const manager = newManager(kind, name, place);
            const wanted = unwrapMap(inputs);
            const live = await there.patiently(() => {
                if (settings.upsert) {
                    return there.apply(wanted, { manager, force: settings.force });
                }
                return repeated ? takeUp(there, wanted, manager) : there.create(wanted);
            });
            return { id: idOf(live), outputs: outputsOf({ live, applied: wanted, inputs, manager, initialApiVersion: kind.apiVersion }) };
        },

        async update(existing, inputs, log, ignoreChanges = []): Promise<ValueMap> {
            const place = placeOf(kind, inputs);
            const there = await objects(place, log);
            const manager = managerOf(existing.outputs) ?? newManager(kind, existing.name, place);
            const found = await there.read();
            if (found === undefined) {
                log("it is gone from the cluster: making it anew");
            }
            const before = found === undefined ? undefined : await adopted(there, found, manager);
            const applied = before === undefined ? unwrapMap(inputs) : leavingIgnored(unwrapMap(inputs), before, ignoreChanges, manager);
            const force = settings.force || (before !== undefined && isUnmanaged(before));
            const live = await there.patiently(() => there.apply(applied, { manager, force }));
            return outputsOf({ live, applied, inputs, manager, initialApiVersion: text(existing.outputs["__initialApiVersion"]) || kind.apiVersion });
        },

        async remove(existing, log): Promise<void> {
            const place = placeOf(kind, existing.inputs);
            const there = await objects(place, log);
            // Nobody knows whether a creation that was cut off came to anything, or met an object of somebody else's.
            if (existing.id === "" && !(await isOurs(there, newManager(kind, existing.name, place)))) {
                return;
            }
            await there.remove(propagationOf(metadataOf(existing.inputs)));
            if (!kind.leftWhenDeleted || !skipsAwait(metadataOf(existing.inputs))) {
                await there.untilGone();
            }
        },
    };
}

/** What a creation that was cut off has left under the name, brought to what is wanted; an object of somebody else's is refused as any creation is. */
async function takeUp(there: Objects, wanted: ValueMap, manager: string): Promise<ValueMap> {
    const live = await there.read();
    if (live === undefined || !isManagedBy(live, ["pulumi-kubernetes"])) {
        return there.create(wanted);
    }
    await adopted(there, live, manager);
    return there.apply(wanted, { manager, force: true });
}

async function isOurs(there: Objects, manager: string): Promise<boolean> {
    const live = await there.read();
    return live !== undefined && isManagedBy(live, [manager, "pulumi-kubernetes"]);
}

/** The object, without managers whose fields the provider takes over; again where it changes in between. */
async function adopted(there: Objects, found: ValueMap, manager: string): Promise<ValueMap> {
    let live = found;
    for (let attempt = 1; ; attempt += 1) {
        const record = adoptedBy(manager, live);
        if (record === undefined) {
            return live;
        }
        try {
            return await there.adopt(live, record as Json);
        } catch (error) {
            if (attempt === adoptions || !(error instanceof Refused) || error.reply.status !== 409) {
                throw error;
            }
            live = (await there.read()) ?? live;
        }
    }
}

/**
 * In whose name an object is applied. The provider makes one up each time; this one is the same for every attempt, so that
 * none that was cut off leaves fields behind that it owns.
 */
function newManager({ kind }: Kind, resource: string, { namespace, name }: Place): string {
    const hash = createHash("sha256").update(JSON.stringify([kind, resource, namespace, name])).digest("hex");
    return `pulumi-kubernetes-${hash.slice(0, 8)}`;
}

function idOf(live: ValueMap): string {
    const { namespace, name } = metadataOf(live);
    return text(namespace) === "" ? text(name) : `${text(namespace)}/${text(name)}`;
}
