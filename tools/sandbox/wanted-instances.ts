import type { Instance, Model, Service } from "../../components/config/model";
import { endpoint } from "../../components/targets/addresses";
import type { Identity } from "../sample-service/identity";

/**
 * The sample services that a stack needs: one for each instance and backup with a loopback address. Others are the
 * user's own and are left alone.
 *
 * @param running instances that keep the names they have, so that removing one renames no other.
 */
export function wantedInstances(model: Model, running: readonly Identity[]): Identity[] {
    const names = new Map(running.map(identity => [endpoint(identity), identity.name]));
    const wanted = new Map<string, Identity>();
    for (const { service, instance, base } of model.services.flatMap(placesOf)) {
        const place = endpoint(instance);
        if (isLoopback(instance) && !wanted.has(place)) {
            const name = names.get(place) ?? firstFree(base, new Set(names.values()));
            names.set(place, name);
            wanted.set(place, { name, service: service.name, address: instance.address, port: instance.port });
        }
    }
    return [...wanted.values()];
}

interface Place {
    readonly service: Service;
    readonly instance: Instance;
    /** What its name begins with. */
    readonly base: string;
}

function placesOf(service: Service): Place[] {
    const base = service.name.replaceAll("_", "-");
    return [
        ...service.instances.map(instance => ({ service, instance, base })),
        ...service.backup.map(instance => ({ service, instance, base: `${base}-backup` })),
    ];
}

function isLoopback(instance: Instance): boolean {
    return instance.address.startsWith("127.") || instance.address === "::1";
}

/** `qdrant-api-1`, `qdrant-api-2`, ...; a backup needs a number only beside another one. */
function firstFree(base: string, taken: ReadonlySet<string>): string {
    for (let number = 1; ; number += 1) {
        const name = base.endsWith("-backup") && number === 1 ? base : `${base}-${number}`;
        if (!taken.has(name)) {
            return name;
        }
    }
}
